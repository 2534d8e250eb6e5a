import { Bulletin, Variant } from '@loa/shared/api/bulletins';
import { pageOf } from '@loa/shared/api/page';
import { SavedSchedule } from '@loa/shared/api/schedules';
import { z } from 'zod';
import { ask, problemWords } from '../../lib/api.js';
import { newScheduleId } from '../../lib/new-schedule-id.js';
import { mayPass, ProblemError } from '../../lib/problem-error.js';
import { overtakenBy } from '../../lib/use-version.js';
import { Facts, factsOf } from './bulletin-draft.js';
import { speak } from './bulletins.js';
import { type MadeSound, SoundDraft, saysText } from './sound-draft.js';
import { uploadTake } from './upload-take.js';

/** What is sent, and how far that came. A repetition goes on from there. */
export const SendJob = z.object({
  sound: SoundDraft,
  /** Of a bulletin that is not made yet. */
  fresh: z.object({ facts: Facts, areaId: z.string() }).nullable(),
  bulletinId: z.string().nullable(),
  /** The version of this language in whose place it comes; 0: there was none. */
  readAt: z.number().optional(),
  /** What stands at the controller since it took the sound and its text. */
  put: z.object({ variantId: z.string(), updatedAt: z.number() }).optional(),
  schedule: z.object({ areaIds: z.array(z.string()), date: z.string(), time: z.string() }).nullable(),
  /** Set once an attempt to make the bulletin began: its answer may have been lost. */
  tried: z.boolean(),
  /** By which the schedule is sent, each time. */
  scheduleId: z.string().optional(),
  submitted: z.boolean(),
  scheduled: z.boolean(),
  /** Why there is no schedule, in the controller's words. */
  scheduleProblem: z.string().nullable(),
});
export type SendJob = z.infer<typeof SendJob>;

/** What the controller takes of a text to search by. */
const LONGEST_SEARCH = 200;
/** Half of what is written in two: cut through, it is no letter. */
const CUT_LETTER = /[\uD800-\uDBFF]$/;

export interface Sent {
  bulletinId: string;
  scheduleProblem: string | null;
}

/**
 * Makes the sound, the bulletin and its variant, sends it for approval and schedules it. Each step is remembered by
 * `progress` before the next, so that after a lost line nothing is made twice.
 */
export async function sendBulletin(
  job: SendJob,
  progress: (job: SendJob) => Promise<void>,
  onUpload?: (share: number) => void,
): Promise<Sent> {
  let at = job;
  const reach = async (next: Partial<SendJob>) => {
    at = { ...at, ...next };
    await progress(at);
  };
  if (!saysText(at.sound)) {
    const made = await makeSound(at.sound, onUpload);
    await reach({ sound: { ...at.sound, made, takeId: null } });
  }
  if (at.bulletinId === null) {
    const found = at.tried ? await lostAnswer(at) : null;
    if (found === null) await reach({ tried: true });
    await reach({ bulletinId: found ?? (await makeBulletin(at)) });
  }
  const bulletinId = at.bulletinId ?? '';
  if (at.put === undefined && !at.submitted) {
    const { id, updatedAt, state } = await putVariant(bulletinId, at);
    // What is no draft went on its way before, unless somebody sends once more just what they were shown.
    const waits =
      state === 'draft' || (updatedAt === at.readAt && state !== 'submitted' && state !== 'approved');
    await reach({ put: { variantId: id, updatedAt }, submitted: !waits });
  }
  if (at.put !== undefined && !at.submitted) {
    await submit(bulletinId, at.put, at.sound);
    await reach({ submitted: true });
  }
  if (at.schedule !== null && !at.scheduled) {
    const id = at.scheduleId ?? newScheduleId();
    await reach({ scheduleId: id });
    const scheduleProblem = await putInSchedule(id, bulletinId, at.schedule);
    await reach({ scheduled: true, scheduleProblem });
  }
  return { bulletinId, scheduleProblem: at.scheduleProblem };
}

async function makeSound(sound: SoundDraft, onUpload?: (share: number) => void): Promise<MadeSound> {
  if (sound.way === 'text') return speak(sound);
  const { sha256, durationMs, sameAs } = await uploadTake(sound.takeId ?? '', onUpload);
  return { sha256, durationMs, sameAs, spokenFrom: null, cutFrom: null };
}

async function makeBulletin({ fresh }: SendJob): Promise<string> {
  if (fresh === null) throw new TypeError('There is neither a bulletin nor what to make one of.');
  const body = { ...factsOf(fresh.facts), areaId: fresh.areaId };
  return (await ask('POST', '/bulletins', Bulletin, { body })).id;
}

/** A bulletin of one's own with this title and nothing in it yet: made by an attempt whose answer was lost. */
async function lostAnswer({ fresh }: SendJob): Promise<string | null> {
  const title = fresh?.facts.title.trim().normalize('NFC');
  const query = { mine: '1', q: title?.slice(0, LONGEST_SEARCH).replace(CUT_LETTER, ''), limit: 5 };
  const { items } = await ask('GET', '/bulletins', pageOf(Bulletin), { query });
  return items.find((each) => each.title === title && each.variants.length === 0)?.id ?? null;
}

async function putVariant(bulletinId: string, { sound, readAt }: SendJob): Promise<Variant> {
  const path = `/bulletins/${bulletinId}/variants/${sound.language}`;
  try {
    return await ask('PUT', path, Variant, { body: contentOf(sound), readAt });
  } catch (error) {
    return ownInSpiteOf(error, bulletinId, sound);
  }
}

/** Only as it was put: what an approver has returned since, or withdrawn, is for people to go on with. */
async function submit(
  bulletinId: string,
  { variantId, updatedAt }: NonNullable<SendJob['put']>,
  sound: SoundDraft,
): Promise<void> {
  try {
    await ask('POST', `/variants/${variantId}/submit`, Variant, { readAt: updatedAt });
  } catch (error) {
    const { state } = await ownInSpiteOf(error, bulletinId, sound);
    if (state === 'draft') throw error;
  }
}

/** What an earlier attempt did, whose answer was lost, looks like somebody else's change: it says just the same. */
async function ownInSpiteOf(error: unknown, bulletinId: string, sound: SoundDraft): Promise<Variant> {
  const moved = error instanceof ProblemError && error.code === 'wrong_state';
  if (overtakenBy(error) === null && !moved) throw error;
  const { variants } = await ask('GET', `/bulletins/${bulletinId}`, Bulletin);
  const { recordingSha256, text } = contentOf(sound);
  const there = variants.find(({ language }) => language === sound.language);
  if (there?.recordingSha256 !== recordingSha256 || there.text !== text) throw error;
  return there;
}

function contentOf({ made, text }: SoundDraft) {
  const written = text.trim().normalize('NFC');
  return { recordingSha256: made?.sha256 ?? null, text: written === '' ? null : written };
}

/** Null when it stands; else why not. The bulletin waits for approval all the same. */
async function putInSchedule(
  id: string,
  bulletinId: string,
  { areaIds, date, time }: NonNullable<SendJob['schedule']>,
): Promise<string | null> {
  const body = { id, bulletinId, areaIds, timetable: { kind: 'once', date, time }, onOverlap: 'queue' };
  try {
    await ask('POST', '/schedules', SavedSchedule, { body });
    return null;
  } catch (error) {
    if (mayPass(error) || !(error instanceof ProblemError)) throw error;
    return problemWords(error);
  }
}
