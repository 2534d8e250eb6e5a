import { DAY, type Instant, MINUTE, minutesOfDay } from '@loa/shared/instant';
import type { QuietTime } from '@loa/shared/place-rules';
import type { CivilTime } from '../calendar/civil-time.js';
import { weekdayOfDay } from '../calendar/day-number.js';

/**
 * The quiet time in which `at` lies; null where sound is allowed. Judged by the wall clock, as a box judges its
 * hours: where DST repeats an hour, both of its passes are quiet.
 */
export function quietAt(at: Instant, quiet: readonly QuietTime[], civil: CivilTime): QuietTime | null {
  if (quiet.length === 0) return null;
  return quietOnClock(civil.dayOf(at), civil.minuteOf(at), quiet);
}

/** As `quietAt`, by day number and minutes since midnight. */
export function quietOnClock(day: number, minute: number, quiet: readonly QuietTime[]): QuietTime | null {
  return quiet.find((time) => coversClock(time, day, minute)) ?? null;
}

function coversClock(time: QuietTime, day: number, minute: number): boolean {
  const [from, to] = [minutesOfDay(time.from), minutesOfDay(time.to)];
  if (from < to) return from <= minute && minute < to && begins(time, day);
  // It runs over midnight: what is quiet in the morning began the evening before.
  return (minute >= from && begins(time, day)) || (minute < to && begins(time, day - 1));
}

/** A quiet time belongs to the weekday on which it begins. */
function begins({ days }: QuietTime, day: number): boolean {
  return days === undefined || days.includes(weekdayOfDay(day));
}

/** The first instant in [from, until) that lies in a quiet time, and which one; null where all of it may sound. */
export function nextQuiet(
  from: Instant,
  until: Instant,
  quiet: readonly QuietTime[],
  civil: CivilTime,
): { at: Instant; quiet: QuietTime } | null {
  if (quiet.length === 0 || from >= until) return null;
  const now = quietAt(from, quiet, civil);
  if (now) return { at: from, quiet: now };
  const lastDay = civil.dayOf(until - 1);
  for (let day = civil.dayOf(from); day <= lastDay; day++) {
    const found = isPlain(day, civil)
      ? nextOnPlainDay(day, from, quiet, civil)
      : scanDay(day, from, quiet, civil);
    if (found) return found.at < until ? found : null;
  }
  return null;
}

function isPlain(day: number, civil: CivilTime): boolean {
  return civil.instantOfDay(day, 1440) - civil.instantOfDay(day, 0) === DAY;
}

/** Silence that sets in on a day whose wall clock runs straight begins at midnight or where a quiet time does. */
function nextOnPlainDay(day: number, after: Instant, quiet: readonly QuietTime[], civil: CivilTime) {
  const midnight = civil.instantOfDay(day, 0);
  let first: { at: Instant; quiet: QuietTime } | null = null;
  for (const time of quiet) {
    for (const minute of [0, minutesOfDay(time.from)]) {
      const at = midnight + minute * MINUTE;
      if (at < after || (first && at >= first.at) || !coversClock(time, day, minute)) continue;
      first = { at, quiet: time };
    }
  }
  return first;
}

/** A day with a change of the clock (two a year) is asked minute by minute: a gap or an overlap may cut anything. */
function scanDay(day: number, after: Instant, quiet: readonly QuietTime[], civil: CivilTime) {
  const end = civil.instantOfDay(day, 1440);
  const begin = Math.max(civil.instantOfDay(day, 0), Math.ceil(after / MINUTE) * MINUTE);
  for (let at = begin; at < end; at += MINUTE) {
    const found = quietAt(at, quiet, civil);
    if (found) return { at, quiet: found };
  }
  return null;
}
