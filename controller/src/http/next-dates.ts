import type { Schedule } from '@loa/shared/api/schedules';
import { DAY, type Instant } from '@loa/shared/instant';
import type { Db } from '../db/database.js';
import { holidaysOf } from '../db/holiday-calendars.js';
import { civilTime } from '../planning/calendar/civil-time.js';
import { occurrencesOf } from '../planning/calendar/timetable.js';

/** So many are named: enough to see whether the rules say what was meant. */
const NAMED = 5;
/** A timetable without a run in this time is refused as over. */
const HORIZON_MS = 400 * DAY;

/** The next civil dates on which a recurring schedule sounds; what sounds once is told by its own date. */
export async function nextDates(
  db: Db,
  schedule: Pick<Schedule, 'timetable'>,
  { zone, now }: { zone: string; now: Instant },
): Promise<string[]> {
  const { timetable } = schedule;
  if (timetable.kind !== 'recurring') return [];
  const places = { civil: civilTime(zone), holidays: await holidaysOf(db, [schedule]) };
  const runs = occurrencesOf(timetable, places, { from: now, until: now + HORIZON_MS });
  return [...new Set(runs.map(({ localDate }) => localDate))].slice(0, NAMED);
}
