import { NO_RULES } from '@loa/shared/place-rules';
import { keptRules, type OwnRules } from '../planning/place/kept-rules.js';
import { areasIn, belowQuery, findArea, updateArea } from './areas.js';
import { clustersIn, updateCluster } from './clusters.js';
import type { Db } from './database.js';
import { activeSchedulesAt, updateSchedule } from './schedules.js';

/**
 * Makes an area part of another of its level: what lay in it lies in the other now, and it stays below it as history,
 * so that its bulletins, schedules and log are found there. Schedules that named it go on where they sounded before,
 * and nowhere else, and its own hours and rules hold on for what lay in it: a merger wakes nobody. Call in a transaction.
 */
export async function mergeArea(db: Db, old: string, into: string, at: number): Promise<void> {
  await nameParts(db, old, at);
  for (const { update } of await keptRulesBelow(db, old)) await update();
  await db.updateTable('area').set({ parent_id: into }).where('parent_id', '=', old).execute();
  await db.updateTable('cluster').set({ area_id: into }).where('area_id', '=', old).execute();
  await db.updateTable('area').set({ parent_id: into, merged_into: into }).where('id', '=', old).execute();
}

/** What the parts of an area say for themselves once it is gone, and how to write it down; none where it says nothing. */
export async function keptRulesBelow(
  db: Db,
  old: string,
): Promise<{ kept: OwnRules; update: () => Promise<unknown> }[]> {
  const gone = await findArea(db, old);
  if (!gone || !hasOwnRules(gone)) return [];
  const areas = (await areasIn(db, old)).filter(({ mergedInto }) => mergedInto === null);
  const ofAreas = areas.map((area) => {
    const kept = keptRules(gone, area);
    return { kept, update: () => updateArea(db, area, kept) };
  });
  const ofClusters = (await clustersIn(db, old)).map((cluster) => {
    const kept = keptRules(gone, cluster);
    return { kept, update: () => updateCluster(db, cluster, kept) };
  });
  return [...ofAreas, ...ofClusters];
}

export function hasOwnRules({ hours, rules }: OwnRules): boolean {
  return hours !== null || JSON.stringify(rules) !== JSON.stringify(NO_RULES);
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

/**
 * Accounts of an area are of another from now on, those that left too: whoever comes back finds what there is. Tells
 * whose they are.
 */
export async function moveAccounts(db: Db, old: string, into: string): Promise<string[]> {
  const rows = await db.selectFrom('account').select('id').where('area_id', '=', old).execute();
  await db.updateTable('account').set({ area_id: into }).where('area_id', '=', old).execute();
  return rows.map(({ id }) => id);
}

/** The names of accounts in use that are bound to an area. */
async function accountsAt(db: Db, areaId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('account')
    .select('name')
    .where('area_id', '=', areaId)
    .where('disabled_at', 'is', null)
    .orderBy('folded')
    .execute();
  return rows.map(({ name }) => name);
}

/** What would move with an area: places below it, clusters, their boxes, schedules that name it, accounts of it. */
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
  return {
    villages: villages.map(({ name }) => name),
    clusters,
    schedules: schedules.length,
    accounts: await accountsAt(db, areaId),
  };
}
