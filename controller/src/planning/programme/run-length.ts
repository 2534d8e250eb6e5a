import type { Overflow } from '@loa/shared/api/programmes';
import { type Instant, MINUTE } from '@loa/shared/instant';
import type { CivilTime } from '../calendar/civil-time.js';

const HOUR = 60 * MINUTE;
const DAY_MINUTES = 1440;

/** A stretch of a run: sounds of so many milliseconds, or music up to a time of day (milliseconds since midnight). */
export type LengthStep = { ms: number } | { until: number | 'nextHour' };

/**
 * How long a run lasts, as far as that is known before it is filled. Where it holds music up to a time of day, that
 * depends on when it begins. Wall-clock time: on a day on which clocks change, music may last an hour less or more.
 */
export interface RunLength {
  steps: readonly LengthStep[];
  /** Its programme's own end, milliseconds; null where there is none. */
  maxMs: number | null;
  /** What becomes of a run that is longer. */
  overflow: Overflow;
}

/** The same at all times. */
export function fixedLength(ms: number): RunLength {
  return { steps: [{ ms }], maxMs: null, overflow: 'refuse' };
}

/** How long a run lasts that begins at an instant, by the clock of its place, milliseconds. */
export function lastsAt(length: RunLength, civil: CivilTime): (at: Instant) => number {
  const constant = constantLength(length);
  if (constant !== null) return () => constant;
  return (at) => lastsFrom(length, civil.minuteOf(at) * MINUTE + (at % MINUTE));
}

/** The same where several lengths are heard: the longest of them. */
export function longestAt(lengths: readonly RunLength[], civil: CivilTime): (at: Instant) => number {
  const distinct = new Map(lengths.map((length) => [JSON.stringify(length), length]));
  const [first, ...more] = [...distinct.values()].map((length) => lastsAt(length, civil));
  if (!first) return () => 0;
  return more.length === 0 ? first : (at) => more.reduce((ms, lasts) => Math.max(ms, lasts(at)), first(at));
}

/** How long a run lasts that begins so many milliseconds after midnight. */
export function lastsFrom(length: RunLength, clockMs: number): number {
  const { needed, whole } = walk(length, clockMs);
  const { maxMs, overflow } = length;
  if (maxMs === null) return whole;
  // Music at the end becomes as short as it must.
  return overflow === 'dropLowest' ? Math.min(whole, maxMs) : Math.max(needed, Math.min(whole, maxMs));
}

/** As `lastsFrom`, without the music at its end: what has to fit before loudspeakers must be silent. */
export function needsFrom(length: RunLength, clockMs: number): number {
  const needed = asksFrom(length, clockMs);
  const { maxMs, overflow } = length;
  return maxMs !== null && overflow === 'dropLowest' ? Math.min(needed, maxMs) : needed;
}

/** As `needsFrom`, before its programme's own end makes it shorter. */
export function asksFrom(length: RunLength, clockMs: number): number {
  return walk(length, clockMs).needed;
}

/** How long a run may last that is not shortened, milliseconds: as its programme and a place allow. */
export function mayLast({ maxMs, overflow }: RunLength, maxSessionMs: number | null): number {
  const own = overflow === 'refuse' ? maxMs : null;
  return Math.min(own ?? Number.POSITIVE_INFINITY, maxSessionMs ?? Number.POSITIVE_INFINITY);
}

/** How many minutes a run needs that begins at each minute of the day. */
export function needsByMinute(length: RunLength): Float64Array {
  const constant = constantLength(length);
  if (constant !== null) return new Float64Array(DAY_MINUTES).fill(constant / MINUTE);
  return Float64Array.from({ length: DAY_MINUTES }, (_, at) => needsFrom(length, at * MINUTE) / MINUTE);
}

/** What a run lasts at any time of day, milliseconds; null where that depends on the time. */
export function constantLength(length: RunLength): number | null {
  return length.steps.some((step) => 'until' in step) ? null : lastsFrom(length, 0);
}

function walk({ steps }: RunLength, clockMs: number): { needed: number; whole: number } {
  let [needed, end] = [clockMs, clockMs];
  for (const step of steps) {
    if ('until' in step) end = Math.max(end, targetOf(step.until, end));
    else if (step.ms > 0) {
      end += step.ms;
      needed = end;
    }
  }
  return { needed: needed - clockMs, whole: end - clockMs };
}

function targetOf(until: number | 'nextHour', clockMs: number): number {
  return until === 'nextHour' ? Math.ceil(clockMs / HOUR) * HOUR : until;
}
