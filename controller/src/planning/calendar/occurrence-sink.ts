import type { Instant } from '@loa/shared/instant';

/** Occurrences as columns of numbers: a country's month holds millions, and objects would cost gigabytes. */
export interface OccurrenceSink {
  /** How many of each column's places are filled. Set it to 0 to begin anew without new memory. */
  length: number;
  /** Instants, unix ms. */
  starts: Float64Array;
  /** The day number that each was meant for. */
  days: Int32Array;
  /** Indexes of the timetable's `occurrenceIds`. */
  ids: Uint16Array;
  /** Room to mark days in. */
  marks: Uint8Array;
}

export function createSink(capacity = 64): OccurrenceSink {
  return {
    length: 0,
    starts: new Float64Array(capacity),
    days: new Int32Array(capacity),
    ids: new Uint16Array(capacity),
    marks: new Uint8Array(0),
  };
}

/** Makes room for `count` more. */
export function reserve(sink: OccurrenceSink, count: number): void {
  const needed = sink.length + count;
  if (needed <= sink.starts.length) return;
  const capacity = Math.max(needed, sink.starts.length * 2);
  const { starts, days, ids } = sink;
  sink.starts = new Float64Array(capacity);
  sink.starts.set(starts);
  sink.days = new Int32Array(capacity);
  sink.days.set(days);
  sink.ids = new Uint16Array(capacity);
  sink.ids.set(ids);
}

/** Appends one; there must be room for it. */
export function append(sink: OccurrenceSink, start: Instant, day: number, id: number): void {
  const at = sink.length++;
  sink.starts[at] = start;
  sink.days[at] = day;
  sink.ids[at] = id;
}

/** `count` marks, whatever was in them. */
export function marksOf(sink: OccurrenceSink, count: number): Uint8Array {
  if (sink.marks.length !== count) sink.marks = new Uint8Array(count);
  return sink.marks;
}

/** Puts what stands from `begin` on in order of time, then of the texts that the ids stand for. */
export function sortFrom(sink: OccurrenceSink, begin: number, texts: readonly string[]): void {
  const { starts, days, ids } = sink;
  const order = Array.from({ length: sink.length - begin }, (_, i) => {
    const at = begin + i;
    return { start: starts[at] ?? 0, day: days[at] ?? 0, id: ids[at] ?? 0 };
  });
  order.sort((a, b) => a.start - b.start || ((texts[a.id] ?? '') < (texts[b.id] ?? '') ? -1 : 1));
  for (const [i, { start, day, id }] of order.entries()) {
    starts[begin + i] = start;
    days[begin + i] = day;
    ids[begin + i] = id;
  }
}
