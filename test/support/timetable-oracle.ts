import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { civilTime } from '../../controller/src/planning/calendar/civil-time.js';
import { NO_HOLIDAYS } from '../../controller/src/planning/calendar/compile-timetable.js';
import { occurrencesOf } from '../../controller/src/planning/calendar/timetable.js';
import type { DayRule } from '../../shared/src/timetable.js';
import type { TimetableCase } from './timetable-cases.js';

const DAY = 86_400_000;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

/** `YYYY-MM-DD occurrenceId instant`, in order of time. */
export type Line = string;

/**
 * What a timetable means according to rrule-temporal (RFC 5545) and Temporal, written as naively as can be: lists of
 * dates, one question to the oracle for each rule and time.
 *
 * The one place where the oracle means something else: RFC 5545 §3.3.10 leaves out generated times that a gap
 * swallows, while a village expects its programme on that day too, so ours move forward by the gap as §3.3.5 has it
 * for a single time. So the oracle answers twice, in UTC for the dates and in the zone for the instants, and what it
 * leaves out in the zone must be a time that does not exist there.
 */
export function expectedOf({ zone, timetable, from, until }: TimetableCase): Line[] {
  const named = new Map<string, DayRule[]>();
  for (const rule of timetable.days)
    for (const date of datesOf(rule, from, until)) named.set(date, [...(named.get(date) ?? []), rule]);
  for (const date of named.keys()) {
    const outside =
      (timetable.from !== undefined && date < timetable.from) ||
      (timetable.until !== undefined && date > timetable.until);
    if (outside || timetable.except.includes(date)) named.delete(date);
  }
  const answers = new Map<string, Map<string, number>>();
  const generated = (rule: GeneratedRule, time: string) => {
    const key = JSON.stringify([rule, time]);
    const known = answers.get(key) ?? instantsOf(rule, time, zone, from, until);
    answers.set(key, known);
    return known;
  };
  const namedInstant = (rules: readonly DayRule[], date: string, time: string) => {
    const asked = rules.filter(isGenerated);
    for (const rule of asked) {
      const at = generated(rule, time).get(date);
      if (at !== undefined) return at;
    }
    const at = singleInstant(date, time, zone);
    const exists = at !== null && wallOf(at, zone) === `${date}T${time}`;
    if (exists && asked.length === rules.length)
      throw new Error(`The oracle leaves out ${date} ${time}, which exists`);
    return at;
  };

  // By date and id, so that an extra day's time takes the place of the timetable's own of the same id.
  const found = new Map<string, { date: string; id: string; at: number }>();
  const put = (date: string, id: string, at: number) => found.set(`${date} ${id}`, { date, id, at });
  for (const [date, rules] of named)
    for (const { occurrenceId, time } of timetable.times) {
      const at = namedInstant(rules, date, time);
      if (at !== null) put(date, occurrenceId, at);
    }
  for (const { date, times } of timetable.extra)
    if (!times) for (const t of timetable.times) putSingle(date, t.occurrenceId, t.time);
  const taken = new Set<string>();
  for (const { date, times } of timetable.extra)
    for (const { occurrenceId, time } of times ?? []) {
      const key = `${date} ${occurrenceId}`;
      if (!taken.has(key)) putSingle(date, occurrenceId, time);
      taken.add(key);
    }
  function putSingle(date: string, id: string, time: string) {
    const at = singleInstant(date, time, zone);
    if (at !== null) put(date, id, at);
  }

  return [...found.values()]
    .filter(({ at }) => from <= at && at < until)
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1) || (a.date < b.date ? -1 : 1))
    .map(({ date, id, at }) => `${date} ${id} ${new Date(at).toISOString()}`);
}

/** The dates that a rule names around the window. */
function datesOf(rule: DayRule, from: number, until: number): string[] {
  const window = [new Date(from - 4 * DAY), new Date(until + 4 * DAY)] as const;
  if (rule.every === 'date') return rule.dates;
  if (rule.every === 'dateInRange') return range(rule.from, rule.until);
  if (!isGenerated(rule)) throw new Error(`The oracle knows nothing of ${rule.every}`);
  const dtstart = Temporal.ZonedDateTime.from(`${firstDate(rule, from)}T00:00[UTC]`);
  return rulesOf(rule).flatMap((parts) =>
    new RRuleTemporal({ ...parts, dtstart })
      .between(...window, true)
      .map((date) => date.toPlainDate().toString()),
  );
}

/** The instants by date that the oracle gives in the zone; those that a gap swallows are not among them. */
function instantsOf(
  rule: GeneratedRule,
  time: string,
  zone: string,
  from: number,
  until: number,
): Map<string, number> {
  const found = new Map<string, number>();
  const window = [new Date(from - 6 * DAY), new Date(until + 6 * DAY)] as const;
  const clock = { byHour: [Number(time.slice(0, 2))], byMinute: [Number(time.slice(3))], bySecond: [0] };
  // The start of the day, not the time itself: that may fall into a gap and would start the rule later.
  const dtstart = Temporal.PlainDate.from(firstDate(rule, from)).toZonedDateTime(zone);
  for (const parts of rulesOf(rule))
    for (const at of new RRuleTemporal({ ...parts, ...clock, dtstart }).between(...window, true))
      found.set(at.toPlainDate().toString(), at.epochMilliseconds);
  return found;
}

/** A single civil time in a zone, moved by a gap; null on a day that the zone leaves out altogether. */
function singleInstant(date: string, time: string, zone: string): number | null {
  const start = Temporal.PlainDate.from(date).toZonedDateTime(zone);
  if (start.toPlainDate().toString() !== date) return null;
  return Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone).epochMilliseconds;
}

const wallOf = (at: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString()
    .slice(0, 16);

/** The rules that RFC 5545 can say; lunar ones have tables of their own. */
type GeneratedRule = Extract<DayRule, { every: 'day' | 'week' | 'month' | 'year' }>;

const isGenerated = (rule: DayRule): rule is GeneratedRule =>
  rule.every === 'day' || rule.every === 'week' || rule.every === 'month' || rule.every === 'year';

/** The recurrence rules that together name a rule's dates. */
function rulesOf(rule: GeneratedRule) {
  switch (rule.every) {
    case 'day':
      return [{ freq: 'DAILY' as const, interval: rule.interval }];
    case 'week': {
      const byDay = rule.days.map((day) => dayCode(day));
      return [{ freq: 'WEEKLY' as const, interval: rule.interval, wkst: 'MO', byDay }];
    }
    case 'month': {
      // In one rule BYMONTHDAY and BYDAY would narrow each other; ours are each days of their own.
      const monthly = { freq: 'MONTHLY' as const, interval: rule.interval };
      const byDay = rule.weekdays.map(({ nth, day }) => `${nth}${dayCode(day)}`);
      return [
        ...(rule.dates.length > 0 ? [{ ...monthly, byMonthDay: rule.dates }] : []),
        ...(byDay.length > 0 ? [{ ...monthly, byDay }] : []),
      ];
    }
    case 'year':
      return rule.dates.map(({ month, day }) => ({
        freq: 'YEARLY' as const,
        byMonth: [month],
        byMonthDay: [day],
      }));
  }
}

const dayCode = (weekday: number) => WEEKDAYS[weekday - 1] ?? 'MO';

/** The date that the rule counts from, or one well before the window. */
function firstDate(rule: GeneratedRule, from: number): string {
  if (rule.every !== 'year' && rule.from !== undefined) return rule.from;
  return `${new Date(from - 30 * DAY).getUTCFullYear()}-01-01`;
}

function range(first: string, last: string): string[] {
  const days = Math.round((Date.parse(last) - Date.parse(first)) / DAY) + 1;
  return Array.from({ length: days }, (_, at) =>
    new Date(Date.parse(first) + at * DAY).toISOString().slice(0, 10),
  );
}

/** What our planning makes of the same. */
export function foundFor({ zone, timetable, from, until }: TimetableCase): Line[] {
  const places = { civil: civilTime(zone), holidays: NO_HOLIDAYS };
  return occurrencesOf(timetable, places, { from, until }).map(
    ({ localDate, occurrenceId, startsAt }) =>
      `${localDate} ${occurrenceId} ${new Date(startsAt).toISOString()}`,
  );
}
