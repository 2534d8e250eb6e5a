import { DAY } from '@loa/shared/instant';
import type { DayRule, RecurringTimetable, Timetable } from '@loa/shared/timetable';

/** The last civil date on which a timetable may sound, never too early; null where it goes on for ever. */
export function lastDateOf(timetable: Timetable): string | null {
  switch (timetable.kind) {
    case 'once':
      return timetable.date;
    case 'now':
      // The day after its own in UTC is not before its day in any zone.
      return new Date(timetable.at + DAY).toISOString().slice(0, 10);
    case 'recurring':
      return lastOfRecurring(timetable);
  }
}

function lastOfRecurring({ days, until, extra }: RecurringTimetable): string | null {
  const rules = days.map(lastOfRule);
  const named = latest(rules.filter((date) => date !== null));
  const ruled = rules.includes(null) ? (until ?? null) : earlier(named, until);
  // An extra day stands beyond the rules and their end.
  return ruled === null ? null : latest([ruled, ...extra.map(({ date }) => date)]);
}

function lastOfRule(rule: DayRule): string | null {
  if (rule.every === 'date') return latest(rule.dates);
  return rule.every === 'dateInRange' ? rule.until : null;
}

/** Of dates written YYYY-MM-DD, whose text sorts as their time. */
function latest(dates: readonly string[]): string {
  return dates.reduce((last, date) => (date > last ? date : last), '');
}

function earlier(date: string, bound: string | undefined): string {
  return bound !== undefined && bound < date ? bound : date;
}
