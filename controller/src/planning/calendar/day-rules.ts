import type { DayRule } from '@loa/shared/timetable';
import { dayNumber, firstDayOfMonth, monthOfDay, monthOfYear, weekdayOfDay } from './day-number.js';
import { lunarMonths } from './lunar.js';

/** Sets `marks[i]` to 1 for each day `from + i` that is named, and touches no other. */
export type DayMarker = (from: number, marks: Uint8Array) => void;

/** Some Monday, for weeks that nobody counts. */
const A_MONDAY = dayNumber('1970-01-05');

/** A rule as something that marks days in a window; what costs is done here, once. */
export function compileRule(rule: DayRule): DayMarker {
  const first = 'from' in rule && rule.from !== undefined ? dayNumber(rule.from) : Number.NEGATIVE_INFINITY;
  const known = Number.isFinite(first);
  switch (rule.every) {
    case 'day':
      return (from, marks) => markEach({ from, marks }, known ? first : 0, rule.interval, first);
    case 'week': {
      const monday = known ? first - weekdayOfDay(first) + 1 : A_MONDAY;
      const bases = rule.days.map((weekday) => monday + weekday - 1);
      return (from, marks) => {
        for (const base of bases) markEach({ from, marks }, base, 7 * rule.interval, first);
      };
    }
    case 'month': {
      const firstMonth = known ? monthOfDay(first) : 0;
      return inMonths(({ month, begins, ends }, mark) => {
        if ((month - firstMonth) % rule.interval !== 0) return;
        for (const date of rule.dates) markDate(begins, ends, date, (day) => day >= first && mark(day));
        for (const { nth, day: weekday } of rule.weekdays)
          markNth(begins, ends, nth, weekday, (day) => day >= first && mark(day));
      });
    }
    case 'year':
      return inMonths(({ month, begins, ends }, mark) => {
        for (const date of rule.dates)
          if (date.month === monthOfYear(month)) markDate(begins, ends, date.day, mark);
      });
    case 'lunarMonth':
      return inLunarMonths(() => rule.days);
    case 'lunarYear':
      return inLunarMonths(({ month, leap }) =>
        leap ? [] : rule.dates.filter((date) => date.month === month).map(({ day }) => day),
      );
    case 'date':
      return markDays(rule.dates.map(dayNumber));
    case 'dateInRange': {
      const end = dayNumber(rule.until) + 1;
      return (from, marks) => {
        if (end > from) marks.fill(1, Math.max(first - from, 0), end - from);
      };
    }
  }
}

/** Marks any of these days. */
export function markDays(days: readonly number[]): DayMarker {
  return (from, marks) => {
    for (const day of days) if (day >= from && day < from + marks.length) marks[day - from] = 1;
  };
}

/** Marks whatever any of the rules names. */
export function compileRules(rules: readonly DayRule[]): DayMarker {
  const markers = rules.map(compileRule);
  return (from, marks) => {
    for (const mark of markers) mark(from, marks);
  };
}

/** The days base + k × step, not before `first`. */
function markEach(
  { from, marks }: { from: number; marks: Uint8Array },
  base: number,
  step: number,
  first: number,
): void {
  const lowest = Math.max(from, first);
  for (let at = base + Math.ceil((lowest - base) / step) * step - from; at < marks.length; at += step)
    marks[at] = 1;
}

interface Month {
  month: number;
  begins: number;
  /** The day after its last. */
  ends: number;
}

function inMonths(each: (month: Month, mark: (day: number) => void) => void): DayMarker {
  return (from, marks) => {
    const mark = (day: number) => {
      if (day >= from && day < from + marks.length) marks[day - from] = 1;
    };
    const last = monthOfDay(from + marks.length - 1);
    for (let month = monthOfDay(from), begins = firstDayOfMonth(month); month <= last; month++) {
      const ends = firstDayOfMonth(month + 1);
      each({ month, begins, ends }, mark);
      begins = ends;
    }
  };
}

function markDate(begins: number, ends: number, date: number, mark: (day: number) => void): void {
  const day = date > 0 ? begins + date - 1 : ends + date;
  if (day >= begins && day < ends) mark(day);
}

function markNth(
  begins: number,
  ends: number,
  nth: number,
  weekday: number,
  mark: (day: number) => void,
): void {
  const ahead = (weekday - weekdayOfDay(begins) + 7) % 7;
  const behind = (weekdayOfDay(ends - 1) - weekday + 7) % 7;
  const day = nth > 0 ? begins + ahead + 7 * (nth - 1) : ends - 1 - behind + 7 * (nth + 1);
  if (day >= begins && day < ends) mark(day);
}

function inLunarMonths(daysOf: (month: { month: number; leap: boolean }) => readonly number[]): DayMarker {
  return (from, marks) => {
    for (const month of lunarMonths(from, from + marks.length)) {
      for (const date of daysOf(month)) {
        const at = month.firstDay + (date === -1 ? month.length : date) - 1 - from;
        if (date <= month.length && at >= 0 && at < marks.length) marks[at] = 1;
      }
    }
  };
}
