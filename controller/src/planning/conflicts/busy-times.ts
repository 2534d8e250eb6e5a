import { DAY, type Instant } from '@loa/shared/instant';
import type { CivilTime } from '../calendar/civil-time.js';
import type { CompiledTimetable } from '../calendar/compile-timetable.js';
import { createSink } from '../calendar/occurrence-sink.js';
import { expandInto } from '../calendar/timetable.js';

/** Something that sounds by a timetable, and how long each of its runs lasts. */
export interface Sounding {
  compiled: CompiledTimetable;
  civil: CivilTime;
  lasts(at: Instant): number;
  /** Runs before this instant do not count. */
  notBefore: Instant;
}

/** When anything sounds, as stretches in order, none touching the next. */
export interface BusyTimes {
  starts: Float64Array;
  ends: Float64Array;
}

/** All runs around the window. */
export function busyTimes(all: readonly Sounding[], window: { from: Instant; until: Instant }): BusyTimes {
  const runs = createSink(1024);
  const ends: number[] = [];
  for (const { compiled, civil, lasts, notBefore } of all) {
    const begin = runs.length;
    // A run of the day before may still sound; a moved one may begin up to a day after the window's last.
    expandInto(compiled, civil, civil.dayOf(window.from - DAY), civil.dayOf(window.until + DAY) + 1, runs);
    let kept = begin;
    for (let run = begin; run < runs.length; run++) {
      const start = runs.starts[run] ?? 0;
      const end = start + lasts(start);
      if (start < notBefore || end === start) continue;
      runs.starts[kept++] = start;
      ends.push(end);
    }
    runs.length = kept;
  }
  return joined(runs.starts.slice(0, runs.length), Float64Array.from(ends));
}

/** The same of runs that are known already. */
export function busyRuns(runs: readonly { startsAt: Instant; endsAt: Instant }[]): BusyTimes {
  const some = runs.filter(({ startsAt, endsAt }) => startsAt < endsAt);
  return joined(
    Float64Array.from(some, ({ startsAt }) => startsAt),
    Float64Array.from(some, ({ endsAt }) => endsAt),
  );
}

/** Stretches are joined by how many have begun and not ended: so both columns sort natively, each by itself. */
function joined(starts: Float64Array, ends: Float64Array): BusyTimes {
  starts.sort();
  ends.sort();
  const { length } = starts;
  let count = 0;
  for (let run = 0, begun = 0; run < length; run++) {
    // What begins as the last one ends goes on with it.
    while (begun < length && (starts[begun] ?? 0) <= (ends[run] ?? 0)) {
      if (begun === run) starts[count] = starts[begun] ?? 0;
      begun++;
    }
    if (begun === run + 1) ends[count++] = ends[run] ?? 0;
  }
  return { starts: starts.subarray(0, count), ends: ends.subarray(0, count) };
}

/** Whether nothing sounds in [from, until). */
export function isFree({ starts, ends }: BusyTimes, from: Instant, until: Instant): boolean {
  // The first stretch that ends after `from`.
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  return low === ends.length || (starts[low] ?? 0) >= until;
}
