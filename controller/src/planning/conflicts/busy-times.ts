import { DAY, type Instant } from '@loa/shared/instant';
import { createSink } from '../calendar/occurrence-sink.js';
import { expandInto, type Occurrence } from '../calendar/timetable.js';
import type { SweepPart } from './sweep.js';

/** When anything sounds, as stretches in order, none touching the next. */
export interface BusyTimes {
  starts: number[];
  ends: number[];
}

/** All runs of the parts, and the draft's own, around the window. */
export function busyTimes(
  parts: readonly SweepPart[],
  own: readonly Occurrence[],
  ownMs: number,
  window: { from: Instant; until: Instant },
): BusyTimes {
  const runs = own.map(({ startsAt }): [number, number] => [startsAt, startsAt + ownMs]);
  for (const { compiled, civil, durationMs, notBefore } of parts) {
    const sink = createSink();
    // A run of the day before may still sound; a moved one may begin up to a day after the window's last.
    expandInto(compiled, civil, civil.dayOf(window.from - DAY), civil.dayOf(window.until + DAY) + 1, sink);
    for (const start of sink.starts.subarray(0, sink.length)) {
      if (start >= notBefore) runs.push([start, start + durationMs]);
    }
  }
  runs.sort(([a], [b]) => a - b);
  const busy: BusyTimes = { starts: [], ends: [] };
  for (const [start, end] of runs) {
    const last = busy.ends.length - 1;
    if (last >= 0 && start <= (busy.ends[last] ?? 0)) busy.ends[last] = Math.max(busy.ends[last] ?? 0, end);
    else if (start < end) {
      busy.starts.push(start);
      busy.ends.push(end);
    }
  }
  return busy;
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
