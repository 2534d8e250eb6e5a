import { DAY, type Instant, MINUTE, minutesOfDay } from '@loa/shared/instant';
import { Temporal } from 'temporal-polyfill';
import { dateOfDay, dayNumber, weekdayOfDay } from './day-number.js';

/** Civil dates and times of one IANA zone. Dates are `YYYY-MM-DD`, times `HH:MM` (24:00 is the day's end). */
export interface CivilTime {
  zone: string;
  /**
   * The instant of a wall time. A time that a DST gap swallows is moved forward by the gap's length; of one that
   * an overlap gives twice, the first is meant (RFC 5545 §3.3.5 and Temporal's "compatible").
   */
  instantOf(date: string, time: string): Instant;
  startOfDay(date: string): Instant;
  dateOf(at: Instant): string;
  /** Minutes since local midnight on the wall clock, 0..1439. */
  minuteOf(at: Instant): number;
  /** As `dateOf`, by day number. */
  dayOf(at: Instant): number;
  /** As `instantOf`, by day number and minutes since midnight (1440 is the day's end). */
  instantOfDay(day: number, minute: number): Instant;
  /** The days [from, until), and perhaps more around them. */
  days(from: number, until: number): DayTable;
}

/** When the civil days from `from` on begin, in order; a day ends where the next one begins. */
export interface DayTable {
  from: number;
  /** Days in the table; `starts` has one more, the end of the last. */
  length: number;
  starts: Float64Array;
  dates: readonly string[];
}

/** Days remembered for a zone before beginning anew: 50 years, half a megabyte. */
const REMEMBERED_DAYS = 20_000;

/** Civil time of a zone, with the days already asked for remembered: asking the zone database is what costs. */
export function civilTime(zone: string): CivilTime {
  const starts = new Map<number, Instant>();
  let table: DayTable = { from: 0, length: 0, starts: new Float64Array(1), dates: [] };

  const startOf = (day: number): Instant => {
    const known = starts.get(day);
    if (known !== undefined) return known;
    const start = Temporal.PlainDate.from(dateOfDay(day)).toZonedDateTime(zone).epochMilliseconds;
    if (starts.size >= REMEMBERED_DAYS) starts.clear();
    starts.set(day, start);
    return start;
  };

  const instantOfDay = (day: number, minute: number): Instant => {
    if (minute === 1440) return startOf(day + 1);
    const start = startOf(day);
    if (startOf(day + 1) - start === DAY) return start + minute * MINUTE;
    const time = `${dateOfDay(day)}T${timeText(minute)}`;
    return Temporal.PlainDateTime.from(time).toZonedDateTime(zone).epochMilliseconds;
  };

  /** The day of 24 hours that holds `at`. Such a day holds no transition, so its wall clock runs straight. */
  const plainDayOf = (at: Instant): number | null => {
    let day = Math.floor(at / DAY);
    if (at < startOf(day)) day--;
    else if (at >= startOf(day + 1)) day++;
    const start = startOf(day);
    return start <= at && at < start + DAY && startOf(day + 1) === start + DAY ? day : null;
  };
  const zoned = (at: Instant) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const dayOf = (at: Instant) => plainDayOf(at) ?? dayNumber(zoned(at).toPlainDate().toString());

  return {
    zone,
    startOfDay: (date) => startOf(dayNumber(date)),
    instantOf: (date, time) => instantOfDay(dayNumber(date), minutesOfDay(time)),
    instantOfDay,
    dayOf,
    dateOf: (at) => dateOfDay(dayOf(at)),
    minuteOf(at) {
      const day = plainDayOf(at);
      if (day !== null) return Math.floor((at - startOf(day)) / MINUTE);
      const { hour, minute } = zoned(at);
      return hour * 60 + minute;
    },
    days(from, until) {
      if (from >= table.from && until <= table.from + table.length) return table;
      const length = Math.max(until - from, 0);
      const starts = Float64Array.from({ length: length + 1 }, (_, at) => startOf(from + at));
      const dates = Array.from({ length }, (_, at) => dateOfDay(from + at));
      table = { from, length, starts, dates };
      return table;
    },
  };
}

/** The civil date `days` after `date`. */
export function addDays(date: string, days: number): string {
  return dateOfDay(dayNumber(date) + days);
}

/** ISO weekday of a civil date: 1 is Monday, 7 is Sunday. */
export function weekdayOf(date: string): number {
  return weekdayOfDay(dayNumber(date));
}

/** `HH:MM` of minutes since midnight; 1440 is 24:00. */
export function timeText(minutes: number): string {
  const pad = (n: number) => String(n).padStart(2, '0');
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
