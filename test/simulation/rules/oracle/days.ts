import { DAY, MINUTE } from '@loa/shared/instant';
import type { DayRule } from '@loa/shared/timetable';
import { ZONE_MS } from '../../world/places.js';
import type { Decisions, TrueTimes } from '../../world/truth.js';

/** New moons over Việt Nam while worlds last, as printed calendars have them: mùng một, and how long the month is. */
const LUNAR_MONTHS = [
  { first: '2026-10-10', days: 30 },
  { first: '2026-11-09', days: 30 },
  { first: '2026-12-09', days: 30 },
];

const known = new WeakMap<TrueTimes, Map<string, Run[]>>();

interface Run {
  startsAt: number;
  localDate: string;
}

/** Every run of a timetable with from < startsAt < until. The boxes of a commune ask for the same; calendars change. */
export function runsOf(
  times: TrueTimes,
  calendars: Decisions['calendars'],
  stretch: { from: number; until: number },
): readonly Run[] {
  if (times.holidays.length > 0) return everyRun(times, calendars, stretch);
  const name = `${stretch.from} ${stretch.until}`;
  const found = known.get(times) ?? new Map<string, Run[]>();
  known.set(times, found);
  const runs = found.get(name) ?? everyRun(times, calendars, stretch);
  found.set(name, runs);
  return runs;
}

/** In the plainest way: day by day. */
function everyRun(
  times: TrueTimes,
  calendars: Decisions['calendars'],
  { from, until }: { from: number; until: number },
): Run[] {
  const found: Run[] = [];
  for (let day = midnight(from); day < until; day += DAY) {
    const localDate = dateOf(day);
    if (!sounds(times, localDate, calendars)) continue;
    for (const minute of times.minutes) {
      const startsAt = day + minute * MINUTE;
      if (startsAt > from && startsAt < until) found.push({ startsAt, localDate });
    }
  }
  return found;
}

function sounds(
  { days, except, extra, holidays }: TrueTimes,
  date: string,
  calendars: Decisions['calendars'],
) {
  if (extra.includes(date)) return true;
  if (except.includes(date) || !days.some((rule) => names(rule, date))) return false;
  return holidays.every(
    ({ calendarId, on }) => (calendars.get(calendarId) ?? []).includes(date) === (on === 'only'),
  );
}

function names(rule: DayRule, date: string): boolean {
  switch (rule.every) {
    case 'day':
      return rule.interval === 1 || multiple(numberOf(date) - numberOf(rule.from ?? date), rule.interval);
    case 'week': {
      const weeks = (mondayOf(date) - mondayOf(rule.from ?? date)) / 7;
      return rule.days.includes(weekdayOf(date)) && (rule.interval === 1 || multiple(weeks, rule.interval));
    }
    case 'month': {
      const [day, length] = [Number(date.slice(8)), lengthOfMonth(date)];
      const nth = [Math.ceil(day / 7), -Math.ceil((length - day + 1) / 7)];
      return (
        rule.dates.some((named) => day === (named > 0 ? named : length + 1 + named)) ||
        rule.weekdays.some((named) => weekdayOf(date) === named.day && nth.includes(named.nth))
      );
    }
    case 'year': {
      const [month, day, length] = [Number(date.slice(5, 7)), Number(date.slice(8)), lengthOfMonth(date)];
      return rule.dates.some((d) => d.month === month && day === (d.day > 0 ? d.day : length + 1 + d.day));
    }
    case 'lunarMonth':
      return LUNAR_MONTHS.some(({ first, days }) => {
        const day = numberOf(date) - numberOf(first) + 1;
        return day >= 1 && day <= days && rule.days.some((d) => day === (d === -1 ? days : d));
      });
    case 'date':
      return rule.dates.includes(date);
    case 'dateInRange':
      return rule.from <= date && date <= rule.until;
    default:
      throw new Error(`worlds are too short for ${rule.every}`);
  }
}

/** The civil date of an instant in the commune. */
export function dateOf(unix: number): string {
  return new Date(unix + ZONE_MS).toISOString().slice(0, 10);
}

export function midnight(unix: number): number {
  return Math.floor((unix + ZONE_MS) / DAY) * DAY - ZONE_MS;
}

/** Days since 1970. */
export const numberOf = (date: string) => Date.parse(date) / DAY;
/** 1 is Monday. */
export const weekdayOf = (date: string) => new Date(date).getUTCDay() || 7;
const mondayOf = (date: string) => numberOf(date) + 1 - weekdayOf(date);
const multiple = (days: number, interval: number) => days >= 0 && days % interval === 0;
const lengthOfMonth = (date: string) =>
  new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate();
