import { DAY } from '@loa/shared/instant';

/*
 * Civil dates as whole days since 1970-01-01, months as whole months since 1970-01: planning adds and compares
 * integers, and parses and prints each date once.
 */

/** The day number of a `YYYY-MM-DD`. */
export function dayNumber(date: string): number {
  return Date.parse(date) / DAY;
}

/** The `YYYY-MM-DD` of a day number. */
export function dateOfDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export function weekdayOfDay(day: number): number {
  // 1970-01-01 was a Thursday.
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The month that holds a day. */
export function monthOfDay(day: number): number {
  const date = new Date(day * DAY);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** The first day of a month; the last one is the day before the next month's first. */
export function firstDayOfMonth(month: number): number {
  return Date.UTC(1970, month, 1) / DAY;
}

/** 1 is January. */
export function monthOfYear(month: number): number {
  return (((month % 12) + 12) % 12) + 1;
}
