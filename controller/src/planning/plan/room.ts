import { DAY, type Instant } from '@loa/shared/instant';
import type { CivilTime } from '../calendar/civil-time.js';
import type { PlaceInput } from '../inputs.js';
import { openUntil } from '../place/hours.js';
import { nextQuiet } from '../place/quiet.js';
import { isEmergency, type Run } from '../programme/run.js';
import type { LengthLimit } from '../programme/slot-problem.js';
import type { RunProblem } from './problems.js';

/** How long a run may last at a place. */
export interface Room {
  /** Whatever still sounds then is cut: the hours close, or a quiet time begins. */
  closesAt: Instant;
  /** What is planned ends by then, at `closesAt` at the latest, … */
  mustEndBy: Instant;
  /** … because of this. */
  limit: LengthLimit;
}

/**
 * The room of a run: as long as the hours of the place are open, no quiet time begins, and neither its programme
 * nor the place sets an end. Emergencies alone are exempt, but for a day.
 */
export function roomFor(
  run: Run,
  place: Pick<PlaceInput, 'settings' | 'limits'>,
  civil: CivilTime,
): { ok: true; room: Room } | { ok: false; problem: RunProblem } {
  const { startsAt, schedule } = run;
  const nextDay = startsAt + DAY;
  if (isEmergency(run)) return { ok: true, room: { closesAt: nextDay, mustEndBy: nextDay, limit: 'hours' } };
  const quiet = nextQuiet(startsAt, nextDay, place.limits.quiet, civil);
  if (quiet && quiet.at <= startsAt)
    return { ok: false, problem: { kind: 'quiet_time', why: quiet.quiet.why } };
  const open = openUntil(startsAt, place.settings.hours, civil);
  if (open === null) return { ok: false, problem: { kind: 'outside_hours' } };
  const closesAt = Math.min(open, quiet?.at ?? nextDay);
  let room: Room = { closesAt, mustEndBy: closesAt, limit: closesAt < open ? 'quiet' : 'hours' };
  room = within(room, startsAt, place.limits.maxSessionMs, 'place');
  room = within(room, startsAt, schedule.maxMs, 'programme');
  return { ok: true, room };
}

/** The same room, no longer than `maxMs`. */
export function within(room: Room, startsAt: Instant, maxMs: number | null, limit: LengthLimit): Room {
  return maxMs !== null && startsAt + maxMs < room.mustEndBy
    ? { ...room, mustEndBy: startsAt + maxMs, limit }
    : room;
}
