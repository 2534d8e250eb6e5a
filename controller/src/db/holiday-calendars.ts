import type { HolidayCalendar } from '@loa/shared/api/holiday-calendars';
import { HolidayRule, type Timetable } from '@loa/shared/timetable';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { VIETNAM_CALENDAR_ID, VIETNAM_HOLIDAYS } from '../planning/calendar/vietnam.js';
import type { Db } from './database.js';
import { readJson } from './json-column.js';
import type { HolidayCalendarTable } from './schema-planning.js';

/** Calendars that come with the program: nobody edits them. */
export const BUILT_IN_CALENDARS: readonly HolidayCalendar[] = [
  {
    id: VIETNAM_CALENDAR_ID,
    areaId: null,
    name: 'Ngày nghỉ lễ của Việt Nam',
    holidays: [...VIETNAM_HOLIDAYS],
    updatedAt: 0,
  },
];

/** A calendar that belongs to an area; the country's own stands in the program. */
export type OwnCalendar = HolidayCalendar & { areaId: string };

/** Writes a calendar under its id, over what stood there. */
export async function putCalendar(db: Db, calendar: OwnCalendar): Promise<void> {
  const row = {
    area_id: calendar.areaId,
    name: calendar.name,
    holidays: JSON.stringify(calendar.holidays),
    updated_at: calendar.updatedAt,
  };
  await db
    .insertInto('holiday_calendar')
    .values({ id: calendar.id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

export async function findCalendar(db: Db, id: string): Promise<OwnCalendar | null> {
  const row = await db.selectFrom('holiday_calendar').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toCalendar(row) : null;
}

export async function listCalendars(db: Db): Promise<OwnCalendar[]> {
  const rows = await db.selectFrom('holiday_calendar').selectAll().orderBy('name').orderBy('id').execute();
  return rows.map(toCalendar);
}

/** The days of every calendar that these timetables ask, by its id. */
export async function holidaysOf(
  db: Db,
  asking: readonly { timetable: Timetable }[],
): Promise<Map<string, readonly HolidayRule[]>> {
  const ids = asking.flatMap(({ timetable }) =>
    timetable.kind === 'recurring' ? timetable.holidays.map(({ calendarId }) => calendarId) : [],
  );
  const calendars = await calendarsById(db, [...new Set(ids)]);
  return new Map(calendars.map(({ id, holidays }) => [id, holidays]));
}

/** The built-in ones among them included. */
export async function calendarsById(db: Db, ids: readonly string[]): Promise<HolidayCalendar[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('holiday_calendar')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();
  return [...BUILT_IN_CALENDARS.filter(({ id }) => ids.includes(id)), ...rows.map(toCalendar)];
}

const Holidays = z.array(HolidayRule);

function toCalendar(row: Selectable<HolidayCalendarTable>): OwnCalendar {
  return {
    id: row.id,
    areaId: row.area_id,
    name: row.name,
    holidays: readJson(Holidays, row.holidays, 'holiday_calendar.holidays'),
    updatedAt: row.updated_at,
  };
}
