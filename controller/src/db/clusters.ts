import type { Cluster, ClusterLack, ClusterPatch, ClusterRow, Clusters } from '@loa/shared/api/clusters';
import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { z } from 'zod';
import { belowQuery, defined } from './areas.js';
import type { Db } from './database.js';
import { Languages, readJson, readRules, Windows } from './json-column.js';
import { behind, holdsWords, type ListPage } from './list-page.js';
import { nameColumns, nameOrder } from './name-columns.js';
import type { ClusterTable } from './schema.js';

export async function insertCluster(db: Db, cluster: Cluster): Promise<void> {
  await db
    .insertInto('cluster')
    .values({
      id: cluster.id,
      created_at: cluster.createdAt,
      ...clusterColumns(cluster),
    })
    .execute();
}

export async function findCluster(db: Db, id: string): Promise<Cluster | null> {
  const row = await db.selectFrom('cluster').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toCluster(row) : null;
}

export interface ClusterFilter {
  /** At or below it. */
  root: string;
  q?: string | undefined;
  lack?: ClusterLack | undefined;
}

/** By village and name. */
export async function clusterPage(
  db: Db,
  { root, q, lack }: ClusterFilter,
  { after, limit }: ListPage,
): Promise<ClusterRow[]> {
  let select = db.selectFrom(rowsQuery(db).as('found')).selectAll();
  select = select.where('area_id', 'in', belowQuery(db, root));
  for (const condition of holdsWords('told', q)) select = select.where(condition);
  if (lack !== undefined) select = select.where(LACKS[lack]);
  if (after) select = select.where(behind('list_order', 'asc', after));
  const rows = await select.orderBy('list_order').orderBy('id').limit(limit).execute();
  return rows.map(toRow);
}

/** Where a cluster stands in `clusterPage`. */
export function clusterKey({ id, name, areaName }: Pick<ClusterRow, 'id' | 'name' | 'areaName'>) {
  return { key: `${nameOrder(areaName)} ${nameOrder(name)}`, id };
}

export async function findClusterRow(db: Db, id: string): Promise<ClusterRow | null> {
  const row = await rowsQuery(db).where('cluster.id', '=', id).executeTakeFirst();
  return row ? toRow(row) : null;
}

/** How many there are at or below an area, and how many of them lack what. */
export async function countClusters(db: Db, root: string): Promise<z.infer<typeof Clusters>['counts']> {
  const count = (lack: ClusterLack) =>
    sql<number>`coalesce(sum(case when ${LACKS[lack]} then 1 else 0 end), 0)`;
  const row = await db
    .selectFrom(rowsQuery(db).as('found'))
    .where('area_id', 'in', belowQuery(db, root))
    .select(({ fn }) => fn.countAll<number>().as('all'))
    .select([count('phone').as('phone'), count('box').as('box'), count('position').as('position')])
    .executeTakeFirstOrThrow();
  return {
    ...{ all: Number(row.all), phone: Number(row.phone) },
    ...{ box: Number(row.box), position: Number(row.position) },
  };
}

/** Nobody is to be called about what has no receiver yet. */
const LACKS: Readonly<Record<ClusterLack, RawBuilder<SqlBool>>> = {
  phone: sql<SqlBool>`(boxes > 0 and phone is null)`,
  box: sql<SqlBool>`boxes = 0`,
  position: sql<SqlBool>`(lat is null or lon is null)`,
};

function rowsQuery(db: Db) {
  return db
    .selectFrom('cluster')
    .innerJoin('area', 'area.id', 'cluster.area_id')
    .leftJoin('cluster_contact', 'cluster_contact.cluster_id', 'cluster.id')
    .selectAll('cluster')
    .select('area.name as area_name')
    .select([
      'cluster_contact.cluster_id as has_contact',
      'cluster_contact.name as head',
      'cluster_contact.phone',
    ])
    .select(({ selectFrom, fn }) =>
      selectFrom('box')
        .whereRef('box.cluster_id', '=', 'cluster.id')
        .where('box.state', '!=', 'revoked')
        .select(fn.countAll<number>().as('count'))
        .as('boxes'),
    )
    .select([
      sql<string>`area.name_order || ' ' || cluster.name_order`.as('list_order'),
      sql<string>`area.folded || ' ' || cluster.folded || ' ' || coalesce(cluster_contact.folded, '')`.as(
        'told',
      ),
    ]);
}

function toRow(
  row: Selectable<ClusterTable> & {
    area_name: string;
    has_contact: string | null;
    head: string | null;
    phone: string | null;
    boxes: number | null;
  },
): ClusterRow {
  return {
    ...toCluster(row),
    areaName: row.area_name,
    boxes: Number(row.boxes),
    contact: row.has_contact === null ? null : { name: row.head, phone: row.phone },
  };
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

/** Those that lie in this very area. */
export async function clustersIn(db: Db, areaId: string): Promise<Cluster[]> {
  const rows = await db.selectFrom('cluster').selectAll().where('area_id', '=', areaId).execute();
  return rows.map(toCluster);
}

/** `cluster` as an edit would make it: what the patch does not name, of the rules too, stays as it is there. */
export function changedCluster(cluster: Cluster, patch: ClusterPatch): Cluster {
  return { ...cluster, ...defined(patch), rules: { ...cluster.rules, ...defined(patch.rules ?? {}) } };
}

/** Writes the edit of `cluster` as it stands. */
export async function updateCluster(db: Db, cluster: Cluster, patch: ClusterPatch): Promise<Cluster> {
  const next = changedCluster(cluster, patch);
  await db.updateTable('cluster').set(clusterColumns(next)).where('id', '=', cluster.id).execute();
  return next;
}

/** A cluster as its row has it, but for its id and when it was made. */
export function clusterColumns(cluster: Cluster) {
  return {
    area_id: cluster.areaId,
    name: cluster.name,
    ...nameColumns(cluster),
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
