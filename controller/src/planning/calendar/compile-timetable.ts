import { type Instant, MINUTE, minutesOfDay } from '@loa/shared/instant';
import {
  type HolidayRule,
  ONCE_OCCURRENCE,
  type RecurringTimetable,
  type Timetable,
  type TimetableTime,
} from '@loa/shared/timetable';
import { dayNumber } from './day-number.js';
import { compileRules, type DayMarker, markDays } from './day-rules.js';

/** Named days by the id of their calendar. */
export type Holidays = ReadonlyMap<string, readonly HolidayRule[]>;

export const NO_HOLIDAYS: Holidays = new Map();

/** Times of one day, in order: milliseconds since midnight, and which occurrence each is. */
export interface DayTimes {
  ms: readonly number[];
  /** Indexes of `occurrenceIds`. */
  ids: readonly number[];
}

/** What a mark says: 0, the day is silent; else the sum of these. */
export const OWN_TIMES = 1;
export const EXTRA_TIMES = 2;

/** A timetable made ready to be asked about many windows; it holds numbers only. */
export type CompiledTimetable =
  | { kind: 'instant'; at: Instant; occurrenceIds: readonly string[] }
  | {
      kind: 'days';
      occurrenceIds: readonly string[];
      /** Fills `marks`, which it clears first, for the days from `from` on. */
      mark: DayMarker;
      own: DayTimes;
      /** The days whose mark has EXTRA_TIMES: their times without and with the timetable's own. */
      extra: ReadonlyMap<number, { alone: DayTimes; withOwn: DayTimes }>;
    };

/** The lasting occurrence id of what sounds at once. */
const NOW = 'now';

/**
 * Compiles a timetable. A calendar that `holidays` does not know leaves nothing out, and names no day where only its
 * days count: silence is safe.
 */
export function compileTimetable(timetable: Timetable, holidays: Holidays): CompiledTimetable {
  switch (timetable.kind) {
    case 'now':
      return { kind: 'instant', at: timetable.at, occurrenceIds: [NOW] };
    case 'once': {
      const mark = cleared(markDays([dayNumber(timetable.date)]));
      const own = { ms: [minutesOfDay(timetable.time) * MINUTE], ids: [0] };
      return { kind: 'days', occurrenceIds: [ONCE_OCCURRENCE], mark, own, extra: new Map() };
    }
    case 'recurring':
      return compileRecurring(timetable, holidays);
  }
}

function compileRecurring(timetable: RecurringTimetable, holidays: Holidays): CompiledTimetable {
  const occurrenceIds: string[] = [];
  const own = dayTimes(timetable.times, occurrenceIds);
  const extra = new Map<number, { alone: DayTimes; withOwn: DayTimes }>();
  for (const [day, times] of extraTimes(timetable)) {
    const alone = dayTimes(times, occurrenceIds);
    // Of one id the first counts, so a time of that day replaces the timetable's own: it was moved for one day.
    extra.set(day, { alone, withOwn: dayTimes([...times, ...timetable.times], occurrenceIds) });
  }
  const ownDays = timetable.extra.filter(({ times }) => times === undefined);
  const markOwn = markDays(ownDays.map(({ date }) => dayNumber(date)));
  const markNamed = compileNamed(timetable, holidays);
  const mark: DayMarker = (from, marks) => {
    markNamed(from, marks);
    markOwn(from, marks);
    for (const day of extra.keys()) {
      const at = day - from;
      if (at >= 0 && at < marks.length) marks[at] = (marks[at] ?? 0) | EXTRA_TIMES;
    }
  };
  return { kind: 'days', occurrenceIds, mark: cleared(mark), own, extra };
}

/** The days that the rules name, less the exceptions, by the holidays, within the first and last date. */
function compileNamed(timetable: RecurringTimetable, holidays: Holidays): DayMarker {
  const named = compileRules(timetable.days);
  const except = timetable.except.map(dayNumber);
  const first = timetable.from === undefined ? Number.NEGATIVE_INFINITY : dayNumber(timetable.from);
  const end = timetable.until === undefined ? Number.POSITIVE_INFINITY : dayNumber(timetable.until) + 1;
  const skip = compileCalendars(timetable, 'skip', holidays);
  const only = compileCalendars(timetable, 'only', holidays);
  return (from, marks) => {
    named(from, marks);
    const { length } = marks;
    if (first > from) marks.fill(0, 0, first - from);
    if (end < from + length) marks.fill(0, Math.max(end - from, 0));
    for (const day of except) if (day >= from && day < from + length) marks[day - from] = 0;
    if (skip) filter(from, marks, skip, 0);
    if (only) filter(from, marks, only, 1);
  };
}

function compileCalendars(
  timetable: RecurringTimetable,
  on: 'skip' | 'only',
  holidays: Holidays,
): DayMarker | null {
  const used = timetable.holidays.filter((use) => use.on === on);
  if (used.length === 0) return null;
  const named = used.flatMap(({ calendarId }) => holidays.get(calendarId) ?? []);
  return compileRules(named.flatMap(({ days }) => days));
}

/** Keeps the marks of the days on which the calendar's mark is `kept`. */
function filter(from: number, marks: Uint8Array, calendar: DayMarker, kept: 0 | 1): void {
  const days = new Uint8Array(marks.length);
  calendar(from, days);
  for (let at = 0; at < marks.length; at++) if (days[at] !== kept) marks[at] = 0;
}

function cleared(marker: DayMarker): DayMarker {
  return (from, marks) => {
    marks.fill(0);
    marker(from, marks);
  };
}

/** The extra days that have times of their own, all the times of one day together. */
function extraTimes({ extra }: RecurringTimetable): Map<number, TimetableTime[]> {
  const byDay = new Map<number, TimetableTime[]>();
  for (const { date, times } of extra) {
    if (!times) continue;
    const day = dayNumber(date);
    byDay.set(day, [...(byDay.get(day) ?? []), ...times]);
  }
  return byDay;
}

/** In order of time, then of id; an id that is named twice counts once, the first time. */
function dayTimes(times: readonly TimetableTime[], occurrenceIds: string[]): DayTimes {
  const once = times.filter((t, at) => times.findIndex((e) => e.occurrenceId === t.occurrenceId) === at);
  once.sort((a, b) => (a.time === b.time ? byText(a.occurrenceId, b.occurrenceId) : byText(a.time, b.time)));
  return {
    ms: once.map(({ time }) => minutesOfDay(time) * MINUTE),
    ids: once.map(({ occurrenceId }) => indexOf(occurrenceId, occurrenceIds)),
  };
}

function indexOf(id: string, ids: string[]): number {
  const known = ids.indexOf(id);
  return known === -1 ? ids.push(id) - 1 : known;
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
