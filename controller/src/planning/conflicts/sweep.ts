import { InvariantError } from '@loa/shared/errors';
import type { Instant } from '@loa/shared/instant';
import type { CivilTime } from '../calendar/civil-time.js';
import type { CompiledTimetable } from '../calendar/compile-timetable.js';
import { createSink } from '../calendar/occurrence-sink.js';
import { expandInto } from '../calendar/timetable.js';
import { lastsAt, type RunLength } from '../programme/run-length.js';
import { busyTimes, isFree } from './busy-times.js';
import { type Intervals, intersects } from './intervals.js';

/** A schedule where it is heard in one zone. */
export interface SweepPart {
  compiled: CompiledTimetable;
  civil: CivilTime;
  /** Numbers of clusters, all of that zone. */
  audience: Intervals;
  /** How long one run lasts. */
  length: RunLength;
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
 * parts that sound, and some twenty for each run. With `focus`, only the pairs that hold such a part; runs that sound
 * at none of its times are left out before anything is sorted, so that a whole year can be asked about.
 *
 * A part's own runs are not compared with each other.
 */
export function sweepOverlaps(
  parts: readonly SweepPart[],
  window: { from: Instant; until: Instant },
  focus?: (part: number) => boolean,
): Overlaps {
  const focused = parts.map((_, part) => focus?.(part) ?? true);
  const lasts = parts.map(({ length, civil }) => lastsAt(length, civil));
  const { starts, part, order } = sortedRuns(parts, { window, lasts, focused, all: !focus });
  const found = createOverlaps();
  const meets = createMeetings(parts, found, focused);
  const active = { part: new Int32Array(order.length), end: new Float64Array(order.length), length: 0 };
  for (const run of order) {
    const start = starts[run] ?? 0;
    const own = part[run] ?? 0;
    const row = focused[own] ? meets.rowOf(own) : null;
    let kept = 0;
    for (let at = 0; at < active.length; at++) {
      const end = active.end[at] ?? 0;
      if (end <= start) continue;
      const other = active.part[at] ?? 0;
      active.end[kept] = end;
      active.part[kept++] = other;
      const known = row ? row[other] : meets.seen(other, own);
      const line = known || meets.meet(own, other, start);
      if (line > 0) found.count[line - 1] = (found.count[line - 1] ?? 0) + 1;
    }
    active.end[kept] = start + (lasts[own]?.(start) ?? 0);
    active.part[kept] = own;
    active.length = kept + 1;
  }
  return found;
}

interface Looked {
  window: { from: Instant; until: Instant };
  /** By part: how long a run lasts that begins then. */
  lasts: readonly ((at: Instant) => number)[];
  focused: readonly boolean[];
  /** Every part is looked at, not only what meets some. */
  all: boolean;
}

/** The runs of the parts that begin in the window and may overlap, as columns, and their order by time. */
function sortedRuns(parts: readonly SweepPart[], { window, lasts, focused, all }: Looked) {
  const { from, until } = window;
  const own = all
    ? null
    : busyTimes(
        soundsOf(parts, lasts).filter((_, part) => focused[part]),
        window,
      );
  const sink = createSink(1024);
  const ends: number[] = [];
  for (const [part, { compiled, civil, audience, notBefore }] of parts.entries()) {
    const begin = sink.length;
    const lastsOf = lasts[part];
    // As in `occurrencesIn`: a change of clocks may push a time into a neighbouring day.
    if (audience.length > 0) expandInto(compiled, civil, civil.dayOf(from) - 1, civil.dayOf(until) + 2, sink);
    let kept = begin;
    for (let run = begin; run < sink.length; run++) {
      const start = sink.starts[run] ?? 0;
      if (start < from || start >= until || start < notBefore) continue;
      const end = start + (lastsOf?.(start) ?? 0);
      if (end === start || (own && !focused[part] && isFree(own, start, end))) continue;
      sink.starts[kept++] = start;
    }
    sink.length = kept;
    ends.push(kept);
  }
  const part = new Int32Array(sink.length);
  for (const [index, end] of ends.entries()) part.fill(index, ends[index - 1] ?? 0, end);
  const starts = sink.starts.subarray(0, sink.length);
  return { starts, part, order: orderOf(starts, window) };
}

function soundsOf(parts: readonly SweepPart[], lasts: Looked['lasts']) {
  return parts.map((part, index) => ({ ...part, lasts: lasts[index] ?? (() => 0) }));
}

/**
 * Indexes of the starts by time, equal ones as they stand. Time and index go into one number, because numbers sort
 * natively, many times faster than through a function that compares.
 */
function orderOf(starts: Float64Array, { from, until }: Looked['window']): Uint32Array {
  const { length } = starts;
  if ((until - from) * length > Number.MAX_SAFE_INTEGER) {
    throw new InvariantError('Too many runs over too long a time were asked to be swept at once.');
  }
  const keys = starts.map((start, run) => (start - from) * length + run);
  return Uint32Array.from(keys.sort(), (key) => key % length);
}

/** What is known of each pair of parts: 0 nothing yet, -1 they share no cluster, else its line in the overlaps + 1. */
function createMeetings(parts: readonly SweepPart[], found: Overlaps, focused: readonly boolean[]) {
  const rows: (Int32Array | undefined)[] = new Array(parts.length);
  const rowOf = (part: number): Int32Array => {
    const row = rows[part] ?? new Int32Array(parts.length);
    rows[part] = row;
    return row;
  };
  return {
    rowOf,
    /** As in the row of the first, which only parts in focus have: others never count together. */
    seen: (other: number, own: number): number => (focused[other] ? (rowOf(other)[own] ?? 0) : -1),
    meet(own: number, other: number, at: Instant): number {
      const [first, second] = [parts[own], parts[other]];
      const shared = own !== other && first && second && intersects(first.audience, second.audience);
      const line = shared ? addLine(found, Math.min(own, other), Math.max(own, other), at) : -1;
      if (focused[own]) rowOf(own)[other] = line;
      if (focused[other]) rowOf(other)[own] = line;
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
