import { DAY, type Instant, MINUTE, minutesOfDay } from '@loa/shared/instant';
import { Temporal } from 'temporal-polyfill';

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
}

/** Civil time of a zone, with the days already asked for remembered: asking the zone database is what costs. */
export function civilTime(zone: string): CivilTime {
  const starts = new Map<string, Instant>();
  const startOfDay = (date: string) => {
    const known = starts.get(date);
    if (known !== undefined) return known;
    const start = Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;
    starts.set(date, start);
    return start;
  };
  const zoned = (at: Instant) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return {
    zone,
    startOfDay,
    instantOf(date, time) {
      const next = addDays(date, 1);
      if (time === '24:00') return startOfDay(next);
      const start = startOfDay(date);
      // A day of 24 hours holds no transition, so its wall clock runs straight from midnight.
      if (startOfDay(next) - start === DAY) return start + minutesOfDay(time) * MINUTE;
      return Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone).epochMilliseconds;
    },
    dateOf: (at) => zoned(at).toPlainDate().toString(),
    minuteOf(at) {
      const { hour, minute } = zoned(at);
      return hour * 60 + minute;
    },
  };
}

/** The civil date `days` after `date`. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
}

/** ISO weekday of a civil date: 1 is Monday, 7 is Sunday. */
export function weekdayOf(date: string): number {
  return new Date(Date.parse(date)).getUTCDay() || 7;
}

/** `HH:MM` of minutes since midnight; 1440 is 24:00. */
export function timeText(minutes: number): string {
  const pad = (n: number) => String(n).padStart(2, '0');
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
