import type { Schedule } from '@loa/shared/api/schedules';
import type { Db } from '../db/database.js';
import { calendarsById } from '../db/holiday-calendars.js';
import { civilTime } from '../planning/calendar/civil-time.js';
import { timetableText } from '../planning/calendar/timetable-text.js';

/** A schedule's timetable as people say it, in the time of a place. */
export async function scheduleSentence(
  db: Db,
  { timetable }: Pick<Schedule, 'timetable'>,
  zone: string,
): Promise<string> {
  const ids = timetable.kind === 'recurring' ? timetable.holidays.map(({ calendarId }) => calendarId) : [];
  const calendars = new Map((await calendarsById(db, ids)).map(({ id, name }) => [id, name]));
  return timetableText(timetable, { civil: civilTime(zone), calendars });
}
