import type { Cluster, ClusterPatch } from '@loa/shared/api/clusters';
import type { Selectable } from 'kysely';
import { belowQuery, defined } from './areas.js';
import type { Db } from './database.js';
import { Languages, readJson, readRules, Windows } from './json-column.js';
import type { ClusterTable } from './schema.js';

export async function insertCluster(db: Db, cluster: Cluster): Promise<void> {
  await db
    .insertInto('cluster')
    .values({
      id: cluster.id,
      created_at: cluster.createdAt,
      ...columnsOf(cluster),
    })
    .execute();
}

export async function findCluster(db: Db, id: string): Promise<Cluster | null> {
  const row = await db.selectFrom('cluster').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toCluster(row) : null;
}

/** Clusters in areas at or below `root`. */
export async function listClusters(db: Db, root: string): Promise<Cluster[]> {
  const rows = await db
    .selectFrom('cluster')
    .selectAll()
    .where('area_id', 'in', belowQuery(db, root))
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(toCluster);
}

export async function updateCluster(db: Db, cluster: Cluster, patch: ClusterPatch): Promise<Cluster> {
  const next = { ...cluster, ...defined(patch) };
  await db.updateTable('cluster').set(columnsOf(next)).where('id', '=', cluster.id).execute();
  return next;
}

function columnsOf(cluster: Cluster) {
  return {
    area_id: cluster.areaId,
    name: cluster.name,
    lat: cluster.lat,
    lon: cluster.lon,
    languages: JSON.stringify(cluster.languages),
    hours: cluster.hours && JSON.stringify(cluster.hours),
    max_gain_db: cluster.maxGainDb,
    rules: JSON.stringify(cluster.rules),
  };
}

function toCluster(row: Selectable<ClusterTable>): Cluster {
  return {
    id: row.id,
    areaId: row.area_id,
    name: row.name,
    lat: row.lat,
    lon: row.lon,
    languages: readJson(Languages, row.languages, 'cluster.languages'),
    hours: row.hours === null ? null : readJson(Windows, row.hours, 'cluster.hours'),
    maxGainDb: row.max_gain_db,
    rules: readRules(row.rules, 'cluster.rules'),
    createdAt: row.created_at,
  };
}
