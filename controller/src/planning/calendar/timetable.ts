import { DAY, type Instant, MINUTE } from '@loa/shared/instant';
import type { Timetable } from '@loa/shared/timetable';
import type { CivilTime } from './civil-time.js';
import {
  type CompiledTimetable,
  compileTimetable,
  type DayTimes,
  type Holidays,
  OWN_TIMES,
} from './compile-timetable.js';
import { append, createSink, marksOf, type OccurrenceSink, reserve, sortFrom } from './occurrence-sink.js';

/** One time at which a schedule sounds. `localDate` is the date it was meant for, whatever DST made of its time. */
export interface Occurrence {
  occurrenceId: string;
  localDate: string;
  startsAt: Instant;
}

/** Every occurrence with from ≤ startsAt < until, in order of time, then of id. */
export function occurrencesOf(
  timetable: Timetable,
  { civil, holidays }: { civil: CivilTime; holidays: Holidays },
  window: { from: Instant; until: Instant },
): Occurrence[] {
  return occurrencesIn(compileTimetable(timetable, holidays), civil, window);
}

/** As `occurrencesOf`, of a timetable that is compiled already. */
export function occurrencesIn(
  compiled: CompiledTimetable,
  civil: CivilTime,
  { from, until }: { from: Instant; until: Instant },
): Occurrence[] {
  if (from >= until) return [];
  const sink = createSink();
  // A gap may push a time past midnight, and an overlap may repeat the end of a day after the next one began.
  const fromDay = civil.dayOf(from) - 1;
  const untilDay = civil.dayOf(until) + 2;
  expandInto(compiled, civil, fromDay, untilDay, sink);
  const { from: firstDay, dates } = civil.days(fromDay, untilDay);
  const found: Occurrence[] = [];
  for (let at = 0; at < sink.length; at++) {
    const startsAt = sink.starts[at] ?? 0;
    if (startsAt < from || startsAt >= until) continue;
    const occurrenceId = compiled.occurrenceIds[sink.ids[at] ?? 0] ?? '';
    found.push({ occurrenceId, localDate: dates[(sink.days[at] ?? 0) - firstDay] ?? '', startsAt });
  }
  return found;
}

/**
 * Appends the occurrences meant for the days [fromDay, untilDay) to the sink, in order of time, then of id. A day
 * that its zone leaves out (30/12/2011 in Apia) has none.
 */
export function expandInto(
  compiled: CompiledTimetable,
  civil: CivilTime,
  fromDay: number,
  untilDay: number,
  sink: OccurrenceSink,
): void {
  if (untilDay <= fromDay) return;
  if (compiled.kind === 'instant') {
    const day = civil.dayOf(compiled.at);
    reserve(sink, 1);
    if (day >= fromDay && day < untilDay) append(sink, compiled.at, day, 0);
    return;
  }
  const begin = sink.length;
  const { from: tableFrom, starts } = civil.days(fromDay, untilDay);
  const marks = marksOf(sink, untilDay - fromDay);
  compiled.mark(fromDay, marks);
  let straight = true;
  for (let at = 0; at < marks.length; at++) {
    const mark = marks[at] ?? 0;
    if (mark === 0) continue;
    const day = fromDay + at;
    const start = starts[day - tableFrom] ?? 0;
    const length = (starts[day - tableFrom + 1] ?? 0) - start;
    if (length === 0) continue;
    const times = mark === OWN_TIMES ? compiled.own : extraTimes(compiled, day, mark);
    reserve(sink, times.ms.length);
    if (length === DAY) appendPlain(sink, start, day, times);
    else {
      appendShifted(sink, civil, day, times);
      straight = false;
    }
  }
  if (!straight) sortFrom(sink, begin, compiled.occurrenceIds);
}

type CompiledDays = Extract<CompiledTimetable, { kind: 'days' }>;

function extraTimes(compiled: CompiledDays, day: number, mark: number): DayTimes {
  const times = compiled.extra.get(day);
  return (mark & OWN_TIMES ? times?.withOwn : times?.alone) ?? compiled.own;
}

/** A day of 24 hours holds no change of clocks: its times are so long after its start. */
function appendPlain(sink: OccurrenceSink, start: Instant, day: number, { ms, ids }: DayTimes): void {
  for (let at = 0; at < ms.length; at++) append(sink, start + (ms[at] ?? 0), day, ids[at] ?? 0);
}

function appendShifted(sink: OccurrenceSink, civil: CivilTime, day: number, { ms, ids }: DayTimes): void {
  for (let at = 0; at < ms.length; at++)
    append(sink, civil.instantOfDay(day, (ms[at] ?? 0) / MINUTE), day, ids[at] ?? 0);
}
