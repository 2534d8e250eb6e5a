import { createHash } from 'node:crypto';
import { base32 } from '@loa/shared/ids';
import { type Instant, MINUTE } from '@loa/shared/instant';
import type { Item, Session } from '@loa/shared/messages/plan';
import { playbackId } from '@loa/shared/playback';
import type { Occurrence } from './calendar/timetable.js';
import type { BulletinInput, PlaceInput, ScheduleInput, SlotInput } from './inputs.js';
import type { PlanProblem, ProblemPlace } from './problems.js';
import { routeLanguages, type UsableVariant } from './route-languages.js';

/**
 * How late an item may start where its schedule does not say, milliseconds. Five minutes let an ordinary item wait
 * for a box that is just waking or for the item before it; later, a village no longer expects it.
 */
export const LATEST_START_MS = { skip: 5 * MINUTE, fromStart: 30 * MINUTE } as const;

/** Room after a session's planned end for pauses between items and slow outputs. */
const SLACK_MS = 30_000;

/** What the playback log knows of an item beyond what the box needs. */
export interface PlannedItem {
  item: Item;
  bulletinId: string;
  variantId: string;
  language: string;
  title: string;
}

export interface PlannedSession {
  session: Session;
  scheduleId: string;
  localDate: string;
  occurrenceId: string;
  items: PlannedItem[];
}

/** The id of one run of a schedule: the same on every box, lasting as playback ids last. */
export function sessionId(scheduleId: string, localDate: string, occurrenceId: string): string {
  const digest = createHash('sha256').update([scheduleId, localDate, occurrenceId].join('|')).digest();
  return `session_${base32(digest).slice(0, 26)}`;
}

/**
 * One run of a schedule at a place: its slots in order, each in the languages of the place, as a queue that must
 * end by `closesAt`. Null with the problems told when nothing can sound or the queue does not fit.
 */
export function planSession(input: {
  schedule: ScheduleInput;
  occurrence: Occurrence;
  place: PlaceInput;
  bulletins: ReadonlyMap<string, BulletinInput>;
  closesAt: Instant;
}): { planned: PlannedSession | null; problems: PlanProblem[] } {
  const { schedule, occurrence, place, closesAt } = input;
  const where: ProblemPlace = { scheduleId: schedule.scheduleId, ...occurrence };
  const problems: PlanProblem[] = [];
  const queue: Queued[] = [];
  let cursor = occurrence.startsAt;
  for (const slot of schedule.slots) {
    const filled = fillSlot(slot, input.bulletins, place, cursor);
    problems.push(...filled.problems.map((problem) => ({ ...where, ...problem })));
    for (const variant of filled.variants) {
      queue.push({ slot, variant, title: filled.title, startsAt: cursor });
      cursor += variant.recording.durationMs;
    }
  }
  if (queue.length === 0)
    return { planned: null, problems: [...problems, { ...where, kind: 'nothing_to_play' }] };
  if (cursor > closesAt) {
    return {
      planned: null,
      problems: [...problems, { ...where, kind: 'does_not_fit', closesAt, endsAt: cursor }],
    };
  }
  // A queue that is joined midway ends when it was meant to.
  const lateMs = schedule.lateness === 'joinMidway' ? 0 : latenessMs(schedule, 0);
  const endsBy = Math.min(closesAt, cursor + lateMs + SLACK_MS);
  const items = queue.map((queued) => plannedItem(queued, schedule, occurrence, place, endsBy));
  const session: Session = {
    sessionId: sessionId(schedule.scheduleId, occurrence.localDate, occurrence.occurrenceId),
    priority: schedule.priority,
    startsAt: occurrence.startsAt,
    endsBy,
    items: items.map(({ item }) => item),
  };
  const { localDate, occurrenceId } = occurrence;
  return { planned: { session, scheduleId: schedule.scheduleId, localDate, occurrenceId, items }, problems };
}

interface Queued {
  slot: SlotInput;
  variant: UsableVariant;
  title: string;
  startsAt: Instant;
}

type SlotProblem = PlanProblem extends infer P
  ? P extends PlanProblem
    ? Omit<P, keyof ProblemPlace>
    : never
  : never;

function fillSlot(
  slot: SlotInput,
  bulletins: ReadonlyMap<string, BulletinInput>,
  place: PlaceInput,
  at: Instant,
): { title: string; variants: UsableVariant[]; problems: SlotProblem[] } {
  const { bulletinId } = slot.content;
  const about = { slot: slot.slot, bulletinId };
  const bulletin = bulletins.get(bulletinId);
  if (!bulletin) return { title: '', variants: [], problems: [{ kind: 'bulletin_missing', ...about }] };
  const { title, validFrom, validUntil } = bulletin;
  if ((validFrom !== null && at < validFrom) || (validUntil !== null && at >= validUntil)) {
    return { title, variants: [], problems: [{ kind: 'bulletin_not_valid', ...about }] };
  }
  const { languages } = place.settings;
  const { areaChain, successors, languagePolicy: policy } = place;
  const { chosen, leftOut } = routeLanguages(bulletin, { languages, policy, areaChain, successors, at });
  const problems = leftOut.map(({ language, why }) => ({ kind: why, ...about, language }));
  return { title, variants: chosen, problems };
}

function plannedItem(
  { slot, variant, title, startsAt }: Queued,
  schedule: ScheduleInput,
  occurrence: Occurrence,
  place: PlaceInput,
  endsBy: Instant,
): PlannedItem {
  const { durationMs } = variant.recording;
  const latest = startsAt + latenessMs(schedule, durationMs);
  // Rather not at all than cut at its session's end; one that is joined midway ends on time by itself.
  const bound = schedule.lateness === 'joinMidway' ? endsBy : endsBy - durationMs;
  const item: Item = {
    playbackId: playbackId({
      scheduleId: schedule.scheduleId,
      localDate: occurrence.localDate,
      occurrence: occurrence.occurrenceId,
      slot: slot.slot,
      variant: variant.variantId,
      boxId: place.boxId,
    }),
    source: { kind: 'recording', ...variant.recording },
    startsAt,
    latestStartAt: Math.max(startsAt, Math.min(latest, bound)),
    gainDb: schedule.gainDb,
    lateness: schedule.lateness,
    resume: schedule.resume,
    grantId: variant.grantId,
  };
  const { variantId, language } = variant;
  return { item, bulletinId: slot.content.bulletinId, variantId, language, title };
}

function latenessMs({ lateness, latestStartMs }: ScheduleInput, durationMs: number): number {
  if (latestStartMs !== null) return latestStartMs;
  return lateness === 'joinMidway' ? durationMs : LATEST_START_MS[lateness];
}
