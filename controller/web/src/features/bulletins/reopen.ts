import { Bulletin } from '@loa/shared/api/bulletins';
import i18next from 'i18next';
import { ask } from '../../lib/api.js';
import { placeDraft, readDraft } from '../../lib/drafts.js';
import type { Who } from '../../lib/outbox.js';
import { ProblemError } from '../../lib/problem-error.js';
import { type BulletinDraft, newBulletinKey } from './bulletin-draft.js';
import type { SendJob } from './send-bulletin.js';
import { SoundDraft } from './sound-draft.js';
import { soundKey } from './sound-key.js';

/**
 * Makes a draft again of what the controller refused: of a bulletin that is not made yet, all of it; else its sound and
 * text, beside the facts that the controller has. As `JobHandler.reopen` says.
 */
export async function reopen(job: SendJob, who: Who): Promise<string | null> {
  const { key, value, page } = await draftOf(job, who);
  const there = await readDraft(key, SoundDraft);
  if (there !== null && there.value.way !== null) return null;
  if (!(await placeDraft(key, value))) throw new ProblemError(0, 'not_kept', i18next.t('outbox.notKept'));
  return page;
}

async function draftOf(
  { fresh, bulletinId, schedule, sound }: SendJob,
  { accountId, role }: Who,
): Promise<{ key: string; value: BulletinDraft | SoundDraft; page: string }> {
  if (bulletinId !== null) {
    const bulletin = await ask('GET', `/bulletins/${bulletinId}`, Bulletin);
    const stands = bulletin.variants.some(({ language }) => language === sound.language);
    const asked = stands ? sound.language : null;
    const page = `/ban-tin/${bulletinId}/thu-tieng`;
    return {
      ...{ key: soundKey(accountId, bulletin, asked), value: sound },
      page: asked === null ? page : `${page}?tieng=${asked}`,
    };
  }
  if (fresh === null) throw new TypeError('There is neither a bulletin nor what to make one of.');
  return {
    key: newBulletinKey(accountId),
    value: {
      ...{ ...sound, ...fresh.facts, areaIds: schedule?.areaIds ?? [fresh.areaId] },
      when: schedule ? { kind: 'once', date: schedule.date, time: schedule.time } : { kind: 'later' },
    },
    page: role === 'contributor' ? '/gui-bai' : '/phat-moi',
  };
}
