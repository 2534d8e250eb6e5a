import { belowQuery } from './areas.js';
import type { Db } from './database.js';
import { activeSchedulesAt, updateSchedule } from './schedules.js';

/**
 * Makes an area part of another of its level: what lay in it lies in the other now, and it stays below it as history,
 * so that its bulletins, schedules and log are found there. Schedules that named it go on where they sounded before,
 * and nowhere else: a merger wakes nobody. Call in a transaction.
 */
export async function mergeArea(db: Db, old: string, into: string, at: number): Promise<void> {
  await nameParts(db, old, at);
  await db.updateTable('area').set({ parent_id: into }).where('parent_id', '=', old).execute();
  await db.updateTable('cluster').set({ area_id: into }).where('area_id', '=', old).execute();
  await db.updateTable('area').set({ parent_id: into, merged_into: into }).where('id', '=', old).execute();
}

/** Schedules of an area name what lies in it now, its villages or its clusters, in its place. */
async function nameParts(db: Db, old: string, at: number): Promise<void> {
  const children = await db.selectFrom('area').select('id').where('parent_id', '=', old).execute();
  const clusters = await db.selectFrom('cluster').select('id').where('area_id', '=', old).execute();
  const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
  for (const schedule of await activeSchedulesAt(db, { areaIds: [old], clusterIds: [] }, '')) {
    const { areaIds, clusterIds, updatedAt } = schedule;
    const parts = {
      areaIds: [...new Set([...areaIds.filter((id) => id !== old), ...ids(children)])],
      clusterIds: [...new Set([...clusterIds, ...ids(clusters)])],
    };
    await updateSchedule(db, { ...schedule, ...parts, updatedAt: at }, updatedAt);
  }
}

/** Whether a stop of this very area is in force: a merger would lift it unsaid. */
export async function hasStop(db: Db, areaId: string, now: number): Promise<boolean> {
  const row = await db
    .selectFrom('override_entry')
    .select('id')
    .where('area_id', '=', areaId)
    .where('kind', '=', 'stop')
    .where('until', '>', now)
    .where('lifted_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The names of accounts in use that are bound to an area. */
export async function accountsAt(db: Db, areaId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('account')
    .select('name')
    .where('area_id', '=', areaId)
    .where('disabled_at', 'is', null)
    .orderBy('name')
    .execute();
  return rows.map(({ name }) => name);
}

/** What lies in an area and would move with it: places below it, clusters, their boxes, schedules that name it. */
export async function whatMoves(db: Db, areaId: string) {
  const villages = await db
    .selectFrom('area')
    .select('name')
    .where('parent_id', '=', areaId)
    .where('merged_into', 'is', null)
    .orderBy('name')
    .execute();
  const clusters = await db
    .selectFrom('cluster')
    .leftJoin('box', (join) =>
      join.onRef('box.cluster_id', '=', 'cluster.id').on('box.state', '!=', 'revoked'),
    )
    .select(({ fn }) => ['cluster.name', fn.count<number>('box.id').as('boxes')])
    .where('cluster.area_id', 'in', belowQuery(db, areaId))
    .groupBy(['cluster.id', 'cluster.name'])
    .orderBy('cluster.name')
    .execute();
  const schedules = await activeSchedulesAt(db, { areaIds: [areaId], clusterIds: [] }, '');
  return { villages: villages.map(({ name }) => name), clusters, schedules: schedules.length };
}
