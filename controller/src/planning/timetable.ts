import type { Instant } from '@loa/shared/instant';
import type { Timetable } from '@loa/shared/timetable';
import { addDays, type CivilTime, weekdayOf } from './civil-time.js';

/** One time at which a schedule sounds. `localDate` is the date it was meant for, whatever DST made of its time. */
export interface Occurrence {
  occurrenceId: string;
  localDate: string;
  startsAt: Instant;
}

/** The lasting occurrence ids of timetables that hold only one time. */
const ONCE = 'once';
const NOW = 'now';

/** Every occurrence with from ≤ startsAt < until, in order of time. */
export function occurrencesOf(
  timetable: Timetable,
  civil: CivilTime,
  window: { from: Instant; until: Instant },
): Occurrence[] {
  return expand(timetable, civil, window)
    .filter(({ startsAt }) => window.from <= startsAt && startsAt < window.until)
    .sort((a, b) => a.startsAt - b.startsAt || (a.occurrenceId < b.occurrenceId ? -1 : 1));
}

function expand(timetable: Timetable, civil: CivilTime, window: { from: Instant; until: Instant }) {
  switch (timetable.kind) {
    case 'now':
      return [{ occurrenceId: NOW, localDate: civil.dateOf(timetable.at), startsAt: timetable.at }];
    case 'once': {
      const { date, time } = timetable;
      return [{ occurrenceId: ONCE, localDate: date, startsAt: civil.instantOf(date, time) }];
    }
    case 'weekly':
      return expandWeekly(timetable, civil, window);
  }
}

function expandWeekly(
  timetable: Extract<Timetable, { kind: 'weekly' }>,
  civil: CivilTime,
  window: { from: Instant; until: Instant },
): Occurrence[] {
  const found: Occurrence[] = [];
  // A gap may push a time past midnight, so the day before the window counts too.
  const first = later(addDays(civil.dateOf(window.from), -1), timetable.from);
  const last = earlier(civil.dateOf(window.until), timetable.until);
  for (let date = first; date <= last; date = addDays(date, 1)) {
    if (!timetable.days.includes(weekdayOf(date))) continue;
    for (const { occurrenceId, time } of timetable.times) {
      found.push({ occurrenceId, localDate: date, startsAt: civil.instantOf(date, time) });
    }
  }
  return found;
}

const later = (a: string, b: string | undefined) => (b !== undefined && b > a ? b : a);
const earlier = (a: string, b: string | undefined) => (b !== undefined && b < a ? b : a);
