import type { Step } from '@loa/shared/api/answers';
import type { Playback } from '@loa/shared/api/playbacks';
import { evidenceStep } from '../planning/answers/evidence-step.js';
import { accountNames } from './accounts.js';
import { signerSteps, stepsAbout } from './answers-people.js';
import type { Db } from './database.js';
import { evidenceOf } from './playback-view.js';

/** Who had to do with something that was to sound. */
export interface PlaybackHistory {
  /** The schedule's name; null for what no schedule asked for. */
  schedule: string | null;
  set: Step | null;
  cancelled: Step | null;
  approved: Step[];
  changed: Step[];
}

/** Who set, approved and changed what a playback was made of, up to `until`. */
export async function historyOf(
  db: Db,
  playback: Pick<Playback, 'scheduleId' | 'bulletinId' | 'variantId' | 'grantId'>,
  around: { communeId: string | null; until: number },
): Promise<PlaybackHistory> {
  const { scheduleId, bulletinId, variantId, grantId } = playback;
  const row =
    scheduleId === null
      ? undefined
      : await db
          .selectFrom('schedule')
          .select(['name', 'created_by', 'created_at', 'cancelled_by', 'cancelled_at', 'programme_id'])
          .where('id', '=', scheduleId)
          .executeTakeFirst();
  const nameOf = await accountNames(
    db,
    [row?.created_by, row?.cancelled_by].flatMap((id) => id ?? []),
  );
  const cancelledAt = row?.cancelled_at ?? null;
  const subjects = [scheduleId, bulletinId, variantId, row?.programme_id].flatMap((id) => id ?? []);
  return {
    schedule: row?.name ?? null,
    set: row ? { at: row.created_at, who: nameOf(row.created_by), what: 'đặt lịch phát' } : null,
    cancelled:
      row && cancelledAt !== null
        ? { at: cancelledAt, who: nameOf(row.cancelled_by ?? 'system'), what: 'hủy lịch phát' }
        : null,
    approved: await signerSteps(db, grantId, around.communeId),
    changed: await stepsAbout(db, { subjects, actions: 'changes', until: around.until }),
  };
}

/** What the box itself wrote down, in order. */
export async function boxSteps(db: Db, playback: Pick<Playback, 'id' | 'boxId'>): Promise<Step[]> {
  const box = await boxName(db, playback.boxId);
  return (await evidenceOf(db, playback.id)).flatMap((entry) => evidenceStep(entry, box) ?? []);
}

export async function boxName(db: Db, boxId: string): Promise<string> {
  const row = await db.selectFrom('box').select('name').where('id', '=', boxId).executeTakeFirst();
  return row?.name ?? boxId;
}
