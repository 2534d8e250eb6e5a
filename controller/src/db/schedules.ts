import { Schedule } from '@loa/shared/api/schedules';
import { Timetable } from '@loa/shared/timetable';
import type { Selectable } from 'kysely';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';
import { readJson, Strings } from './json-column.js';
import { lastDateOf } from './last-date.js';
import { behind, type ListPage } from './list-page.js';
import type { ScheduleTable } from './schema.js';

export async function insertSchedule(db: Db, schedule: Schedule): Promise<void> {
  await db
    .insertInto('schedule')
    .values({
      id: schedule.id,
      area_id: schedule.areaId,
      bulletin_id: schedule.bulletinId,
      programme_id: schedule.programmeId,
      state: schedule.state,
      cancelled_at: schedule.cancelledAt,
      cancelled_by: schedule.cancelledBy,
      created_by: schedule.createdBy,
      created_at: schedule.createdAt,
      ...columnsOf(schedule),
    })
    .execute();
  await writePlaces(db, schedule);
}

/** Writes an edited schedule back, unless it was cancelled or edited since it was read: then false. */
export async function updateSchedule(db: Db, schedule: Schedule, readAt: number): Promise<boolean> {
  const result = await db
    .updateTable('schedule')
    .set(columnsOf(schedule))
    .where('id', '=', schedule.id)
    .where('state', '=', 'active')
    .where('updated_at', '=', readAt)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) return false;
  await db.deleteFrom('schedule_place').where('schedule_id', '=', schedule.id).execute();
  await writePlaces(db, schedule);
  return true;
}

export async function findSchedule(db: Db, id: string): Promise<Schedule | null> {
  const row = await db.selectFrom('schedule').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toSchedule(row) : null;
}

/** Schedules of what belongs at or below `root`, newest first; `before` is the (createdAt, id) to go on from. */
export async function listSchedules(
  db: Db,
  { root, state }: { root: string; state?: Schedule['state'] | undefined },
  { after, limit }: ListPage,
): Promise<Schedule[]> {
  let select = db.selectFrom('schedule').selectAll().where('area_id', 'in', belowQuery(db, root));
  if (state !== undefined) select = select.where('state', '=', state);
  if (after) select = select.where(behind('created_at', 'desc', after));
  const rows = await select.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  return rows.map(toSchedule);
}

/** Every schedule that may still sound on this civil date or later; what the planner expands. */
export async function activeSchedules(db: Db, onOrAfter = ''): Promise<Schedule[]> {
  const rows = await activeQuery(db, onOrAfter).execute();
  return rows.map(toSchedule);
}

/** Those of them that sound in any of these areas or clusters. */
export async function activeSchedulesAt(
  db: Db,
  places: { areaIds: readonly string[]; clusterIds: readonly string[] },
  onOrAfter = '',
): Promise<Schedule[]> {
  if (places.areaIds.length + places.clusterIds.length === 0) return [];
  const there = db
    .selectFrom('schedule_place')
    .select('schedule_id')
    .where((eb) =>
      eb.or([
        eb('schedule_place.area_id', 'in', [...places.areaIds]),
        eb('schedule_place.cluster_id', 'in', [...places.clusterIds]),
      ]),
    );
  const rows = await activeQuery(db, onOrAfter).where('id', 'in', there).execute();
  return rows.map(toSchedule);
}

/** Active schedules of a bulletin by itself, or of a programme. */
export async function activeSchedulesOf(
  db: Db,
  what: { bulletinId: string } | { programmeIds: readonly string[] },
): Promise<Schedule[]> {
  const active = activeQuery(db, '');
  const rows = await ('bulletinId' in what
    ? active.where('bulletin_id', '=', what.bulletinId)
    : active.where('programme_id', 'in', [...what.programmeIds])
  ).execute();
  return rows.map(toSchedule);
}

/** Active schedules whose timetable asks this calendar. */
export async function schedulesWithCalendar(db: Db, calendarId: string): Promise<Schedule[]> {
  // Ids hold no character that means something to LIKE but the underscore, which only finds too much.
  const rows = await activeQuery(db, '').where('timetable', 'like', `%"${calendarId}"%`).execute();
  return rows.map(toSchedule).filter(({ timetable }) => asks(timetable, calendarId));
}

function asks(timetable: Timetable, calendarId: string): boolean {
  return timetable.kind === 'recurring' && timetable.holidays.some((use) => use.calendarId === calendarId);
}

function activeQuery(db: Db, onOrAfter: string) {
  return db
    .selectFrom('schedule')
    .selectAll()
    .where('state', '=', 'active')
    .where((eb) => eb.or([eb('last_date', 'is', null), eb('last_date', '>=', onOrAfter)]))
    .orderBy('created_at')
    .orderBy('id');
}

/** False when it had been cancelled before. */
export async function cancelSchedule(db: Db, id: string, by: string, at: number): Promise<boolean> {
  const result = await db
    .updateTable('schedule')
    .set({ state: 'cancelled', cancelled_at: at, cancelled_by: by, updated_at: at })
    .where('id', '=', id)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

async function writePlaces(db: Db, { id, areaIds, clusterIds }: Schedule): Promise<void> {
  const rows = [
    ...areaIds.map((areaId) => ({ schedule_id: id, area_id: areaId, cluster_id: null })),
    ...clusterIds.map((clusterId) => ({ schedule_id: id, area_id: null, cluster_id: clusterId })),
  ];
  if (rows.length > 0) await db.insertInto('schedule_place').values(rows).execute();
}

function columnsOf(schedule: Schedule) {
  return {
    name: schedule.name,
    area_ids: JSON.stringify(schedule.areaIds),
    cluster_ids: JSON.stringify(schedule.clusterIds),
    timetable: JSON.stringify(schedule.timetable),
    last_date: lastDateOf(schedule.timetable),
    priority: schedule.priority,
    lateness: schedule.lateness,
    latest_start_minutes: schedule.latestStartMinutes,
    resume: schedule.resume,
    gain_db: schedule.gainDb,
    updated_at: schedule.updatedAt,
  };
}

function toSchedule(row: Selectable<ScheduleTable>): Schedule {
  const shape = Schedule.shape;
  return {
    id: row.id,
    areaId: row.area_id,
    bulletinId: row.bulletin_id,
    programmeId: row.programme_id,
    name: row.name,
    areaIds: readJson(Strings, row.area_ids, 'schedule.area_ids'),
    clusterIds: readJson(Strings, row.cluster_ids, 'schedule.cluster_ids'),
    timetable: readJson(Timetable, row.timetable, 'schedule.timetable'),
    priority: shape.priority.parse(row.priority),
    lateness: shape.lateness.parse(row.lateness),
    latestStartMinutes: row.latest_start_minutes,
    resume: shape.resume.parse(row.resume),
    gainDb: row.gain_db,
    state: row.state,
    cancelledAt: row.cancelled_at,
    cancelledBy: row.cancelled_by,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
