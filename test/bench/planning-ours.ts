import { DAY, type Instant } from '@loa/shared/instant';
import { civilTime } from '../../controller/src/planning/calendar/civil-time.js';
import { compileTimetable, NO_HOLIDAYS } from '../../controller/src/planning/calendar/compile-timetable.js';
import { createSink, type OccurrenceSink } from '../../controller/src/planning/calendar/occurrence-sink.js';
import { expandInto } from '../../controller/src/planning/calendar/timetable.js';
import {
  type Overlaps,
  type SweepPart,
  sweepOverlaps,
} from '../../controller/src/planning/conflicts/sweep.js';
import { fixedLength } from '../../controller/src/planning/programme/run-length.js';
import { DAYS, FROM, type Rule, ZONE } from './planning-workload.js';

const WINDOW = { from: FROM, until: FROM + DAYS * DAY };

/** All runs of the rules in the month, as columns, and where each rule's begin; everything made anew. */
export function expandAll(rules: readonly Rule[]): { sink: OccurrenceSink; begins: number[] } {
  const civil = civilTime(ZONE);
  const fromDay = civil.dayOf(FROM);
  const sink = createSink();
  const begins: number[] = [];
  for (const { timetable } of rules) {
    begins.push(sink.length);
    expandInto(compileTimetable(timetable, NO_HOLIDAYS), civil, fromDay, fromDay + DAYS, sink);
  }
  return { sink, begins };
}

/** The instants of each rule, for comparing. */
export function startsOf(rules: readonly Rule[]): Instant[][] {
  const { sink, begins } = expandAll(rules);
  return begins.map((begin, rule) => [...sink.starts.subarray(begin, begins[rule + 1] ?? sink.length)]);
}

/** From timetables to the list of pairs that overlap; everything made anew. */
export function sweepAll(rules: readonly Rule[]): Overlaps {
  const civil = civilTime(ZONE);
  const parts = rules.map(({ timetable, audience, durationMs }): SweepPart => {
    const compiled = compileTimetable(timetable, NO_HOLIDAYS);
    return { compiled, civil, audience, length: fixedLength(durationMs), notBefore: 0 };
  });
  return sweepOverlaps(parts, WINDOW);
}
