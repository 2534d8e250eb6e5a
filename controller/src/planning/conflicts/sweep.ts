import { InvariantError } from '@loa/shared/errors';
import type { Instant } from '@loa/shared/instant';
import type { CivilTime } from '../calendar/civil-time.js';
import type { CompiledTimetable } from '../calendar/compile-timetable.js';
import { createSink } from '../calendar/occurrence-sink.js';
import { expandInto } from '../calendar/timetable.js';
import { type Intervals, intersects } from './intervals.js';

/** A schedule where it is heard in one zone. */
export interface SweepPart {
  compiled: CompiledTimetable;
  civil: CivilTime;
  /** Numbers of clusters, all of that zone. */
  audience: Intervals;
  /** How long one run lasts, milliseconds. */
  durationMs: number;
  /** Runs before this instant do not count: the schedule did not exist yet. */
  notBefore: Instant;
}

/** Which parts overlap, as columns: one line for each pair that does, never one for each cluster. */
export interface Overlaps {
  length: number;
  /** Indexes of the parts; `a` is the smaller one. */
  a: Int32Array;
  b: Int32Array;
  /** How many times a run of one overlaps a run of the other. */
  count: Int32Array;
  /** When the first of these overlaps begins. */
  firstAt: Float64Array;
}

/**
 * Every pair of parts whose runs in [from, until) overlap somewhere, in order of the first overlap. Runs are sorted
 * by start and swept once; whether two parts share a cluster is asked once a pair. Memory: four bytes for each pair of
 * parts that sound, and some twenty for each run. With `focus`, only the pairs that hold that part.
 *
 * A part's own runs are not compared with each other.
 */
export function sweepOverlaps(
  parts: readonly SweepPart[],
  window: { from: Instant; until: Instant },
  focus: (part: number) => boolean = () => true,
): Overlaps {
  const { starts, part, order } = sortedRuns(parts, window);
  const found = createOverlaps();
  const meets = createMeetings(parts, found, focus);
  const active = { part: new Int32Array(order.length), end: new Float64Array(order.length), length: 0 };
  for (const run of order) {
    const start = starts[run] ?? 0;
    const own = part[run] ?? 0;
    const row = meets.rowOf(own);
    let kept = 0;
    for (let at = 0; at < active.length; at++) {
      const end = active.end[at] ?? 0;
      if (end <= start) continue;
      const other = active.part[at] ?? 0;
      active.end[kept] = end;
      active.part[kept++] = other;
      const line = row[other] || meets.meet(own, other, start);
      if (line > 0) found.count[line - 1] = (found.count[line - 1] ?? 0) + 1;
    }
    active.end[kept] = start + (parts[own]?.durationMs ?? 0);
    active.part[kept] = own;
    active.length = kept + 1;
  }
  return found;
}

/** All runs of the parts that begin in the window, as columns, and their order by time. */
function sortedRuns(parts: readonly SweepPart[], { from, until }: { from: Instant; until: Instant }) {
  const sink = createSink(1024);
  const ends: number[] = [];
  for (const { compiled, civil, audience, durationMs } of parts) {
    const sounds = audience.length > 0 && durationMs > 0;
    // As in `occurrencesIn`: a change of clocks may push a time into a neighbouring day.
    if (sounds) expandInto(compiled, civil, civil.dayOf(from) - 1, civil.dayOf(until) + 2, sink);
    ends.push(sink.length);
  }
  const part = new Int32Array(sink.length);
  for (const [index, end] of ends.entries()) part.fill(index, ends[index - 1] ?? 0, end);
  const { starts } = sink;
  const isMeant = (run: number, start: Instant) =>
    start >= from && start < until && start >= (parts[part[run] ?? 0]?.notBefore ?? 0);
  return { starts, part, order: orderOf(starts.subarray(0, sink.length), isMeant, { from, until }) };
}

/**
 * Indexes of the starts that are meant by time, equal ones as they stand. Time and index go into one number, because
 * numbers sort natively, many times faster than through a function that compares.
 */
function orderOf(
  starts: Float64Array,
  isMeant: (run: number, start: Instant) => boolean,
  { from, until }: { from: Instant; until: Instant },
): Uint32Array {
  const { length } = starts;
  if ((until - from) * length > Number.MAX_SAFE_INTEGER) {
    throw new InvariantError('Too many runs over too long a time were asked to be swept at once.');
  }
  const keys = new Float64Array(length);
  let count = 0;
  for (let run = 0; run < length; run++) {
    const start = starts[run] ?? 0;
    if (isMeant(run, start)) keys[count++] = (start - from) * length + run;
  }
  return Uint32Array.from(keys.subarray(0, count).sort(), (key) => key % length);
}

/** What is known of each pair of parts: 0 nothing yet, -1 they share no cluster, else its line in the overlaps + 1. */
function createMeetings(parts: readonly SweepPart[], found: Overlaps, focus: (part: number) => boolean) {
  const rows: (Int32Array | undefined)[] = new Array(parts.length);
  const focused = parts.map((_, part) => focus(part));
  const rowOf = (part: number): Int32Array => {
    const row = rows[part] ?? new Int32Array(parts.length);
    rows[part] = row;
    return row;
  };
  return {
    rowOf,
    meet(own: number, other: number, at: Instant): number {
      const [first, second] = [parts[own], parts[other]];
      const wanted = own !== other && (focused[own] === true || focused[other] === true);
      const shared = wanted && first && second && intersects(first.audience, second.audience);
      const line = shared ? addLine(found, Math.min(own, other), Math.max(own, other), at) : -1;
      rowOf(own)[other] = line;
      rowOf(other)[own] = line;
      return line;
    },
  };
}

function createOverlaps(capacity = 256): Overlaps {
  return {
    length: 0,
    a: new Int32Array(capacity),
    b: new Int32Array(capacity),
    count: new Int32Array(capacity),
    firstAt: new Float64Array(capacity),
  };
}

/** Returns the new line's number, counted from 1. */
function addLine(found: Overlaps, a: number, b: number, firstAt: Instant): number {
  const at = found.length++;
  if (at === found.a.length) {
    const more = createOverlaps(2 * at);
    more.a.set(found.a);
    more.b.set(found.b);
    more.count.set(found.count);
    more.firstAt.set(found.firstAt);
    Object.assign(found, { ...more, length: found.length });
  }
  found.a[at] = a;
  found.b[at] = b;
  found.firstAt[at] = firstAt;
  return at + 1;
}
