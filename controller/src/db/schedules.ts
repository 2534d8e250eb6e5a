import { Schedule } from '@loa/shared/api/schedules';
import { Timetable } from '@loa/shared/timetable';
import type { Selectable } from 'kysely';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';
import { readJson, Strings } from './json-column.js';
import type { ScheduleTable } from './schema.js';

export async function insertSchedule(db: Db, schedule: Schedule): Promise<void> {
  await db
    .insertInto('schedule')
    .values({
      id: schedule.id,
      bulletin_id: schedule.bulletinId,
      name: schedule.name,
      area_ids: JSON.stringify(schedule.areaIds),
      cluster_ids: JSON.stringify(schedule.clusterIds),
      timetable: JSON.stringify(schedule.timetable),
      priority: schedule.priority,
      lateness: schedule.lateness,
      resume: schedule.resume,
      gain_db: schedule.gainDb,
      state: schedule.state,
      created_by: schedule.createdBy,
      created_at: schedule.createdAt,
    })
    .execute();
}

export async function findSchedule(db: Db, id: string): Promise<Schedule | null> {
  const row = await db.selectFrom('schedule').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toSchedule(row) : null;
}

/** Schedules of bulletins at or below `root`, newest first; `before` is the (createdAt, id) to go on from. */
export async function listSchedules(
  db: Db,
  query: {
    root: string;
    state: Schedule['state'] | null;
    before: { at: number; id: string } | null;
    limit: number;
  },
): Promise<Schedule[]> {
  let select = db
    .selectFrom('schedule')
    .innerJoin('bulletin', 'bulletin.id', 'schedule.bulletin_id')
    .selectAll('schedule')
    .where('bulletin.area_id', 'in', belowQuery(db, query.root));
  if (query.state) select = select.where('schedule.state', '=', query.state);
  const { before } = query;
  if (before) {
    select = select.where((eb) =>
      eb.or([
        eb('schedule.created_at', '<', before.at),
        eb.and([eb('schedule.created_at', '=', before.at), eb('schedule.id', '<', before.id)]),
      ]),
    );
  }
  const rows = await select
    .orderBy('schedule.created_at', 'desc')
    .orderBy('schedule.id', 'desc')
    .limit(query.limit)
    .execute();
  return rows.map(toSchedule);
}

/** Every schedule that may still sound; what the planner expands. */
export async function activeSchedules(db: Db): Promise<Schedule[]> {
  const rows = await db
    .selectFrom('schedule')
    .selectAll()
    .where('state', '=', 'active')
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(toSchedule);
}

export async function activeSchedulesOf(db: Db, bulletinId: string): Promise<Schedule[]> {
  const rows = await db
    .selectFrom('schedule')
    .selectAll()
    .where('bulletin_id', '=', bulletinId)
    .where('state', '=', 'active')
    .execute();
  return rows.map(toSchedule);
}

/** False when it had been cancelled before. */
export async function cancelSchedule(db: Db, id: string, by: string, at: number): Promise<boolean> {
  const result = await db
    .updateTable('schedule')
    .set({ state: 'cancelled', cancelled_at: at, cancelled_by: by })
    .where('id', '=', id)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

function toSchedule(row: Selectable<ScheduleTable>): Schedule {
  const shape = Schedule.shape;
  return {
    id: row.id,
    bulletinId: row.bulletin_id,
    name: row.name,
    areaIds: readJson(Strings, row.area_ids, 'schedule.area_ids'),
    clusterIds: readJson(Strings, row.cluster_ids, 'schedule.cluster_ids'),
    timetable: readJson(Timetable, row.timetable, 'schedule.timetable'),
    priority: shape.priority.parse(row.priority),
    lateness: shape.lateness.parse(row.lateness),
    resume: shape.resume.parse(row.resume),
    gainDb: row.gain_db,
    state: row.state,
    cancelledAt: row.cancelled_at,
    cancelledBy: row.cancelled_by,
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}
