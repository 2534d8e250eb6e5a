import { PlanSettings } from '@loa/shared/messages/plan';
import { Status } from '@loa/shared/messages/status';
import { currentArea } from '@loa/shared/trust/areas';
import { type Selectable, sql } from 'kysely';
import { belowQuery, mergedAreas } from './areas.js';
import type { Db } from './database.js';
import { readJson } from './json-column.js';
import { behind, holdsWords, type ListPage } from './list-page.js';
import { nameColumns, nameOrder } from './name-columns.js';
import type { BoxState, BoxTable } from './schema.js';

/** A box with the place where it stands. */
export interface BoxRecord {
  id: string;
  clusterId: string;
  clusterName: string;
  areaId: string;
  areaName: string;
  name: string;
  keyId: string | null;
  state: BoxState;
  createdAt: number;
  enrolledAt: number | null;
  revokedAt: number | null;
  status: Status | null;
  lastSeenAt: number | null;
  outputs: PlanSettings['outputs'];
}

export interface NewBoxRecord {
  id: string;
  clusterId: string;
  name: string;
  outputs: PlanSettings['outputs'];
  createdAt: number;
}

export async function insertBox(db: Db, box: NewBoxRecord): Promise<void> {
  await db
    .insertInto('box')
    .values({
      id: box.id,
      cluster_id: box.clusterId,
      name: box.name,
      ...nameColumns(box),
      state: 'created',
      created_at: box.createdAt,
      outputs: JSON.stringify(box.outputs),
    })
    .execute();
}

export async function findBox(db: Db, id: string): Promise<BoxRecord | null> {
  const row = await boxesQuery(db).where('box.id', '=', id).executeTakeFirst();
  return row ? toBox(row) : null;
}

/** Boxes in areas at or below `root`, the enrolled and the waiting before the revoked. */
export async function listBoxes(db: Db, root: string): Promise<BoxRecord[]> {
  const rows = await boxesQuery(db)
    .where('cluster.area_id', 'in', belowQuery(db, root))
    .orderBy('area.name')
    .orderBy('cluster.name')
    .orderBy('box.name')
    .orderBy('box.id')
    .execute();
  return rows.map(toBox);
}

export interface BoxFilter {
  /** At or below it. */
  root: string;
  q?: string | undefined;
  clusterId?: string | undefined;
  /** These alone. */
  ids?: readonly string[] | undefined;
}

/** By village, cluster and name. */
export async function boxPage(
  db: Db,
  { root, q, clusterId, ids }: BoxFilter,
  { after, limit }: ListPage,
): Promise<BoxRecord[]> {
  const order = sql<string>`area.name_order || ' ' || cluster.name_order || ' ' || box.name_order`;
  const told = sql<string>`area.folded || ' ' || cluster.folded || ' ' || box.folded`;
  const inner = boxesQuery(db).select([order.as('list_order'), told.as('told')]);
  let select = db.selectFrom(inner.as('found')).selectAll().where('area_id', 'in', belowQuery(db, root));
  for (const condition of holdsWords('told', q)) select = select.where(condition);
  if (clusterId !== undefined) select = select.where('cluster_id', '=', clusterId);
  if (ids !== undefined) select = select.where('id', 'in', [...ids]);
  if (after) select = select.where(behind('list_order', 'asc', after));
  const rows = await select.orderBy('list_order').orderBy('id').limit(limit).execute();
  return rows.map(toBox);
}

/** Where a box stands in `boxPage`. */
export function boxKey({ id, areaName, clusterName, name }: BoxPlaced) {
  return { key: [areaName, clusterName, name].map(nameOrder).join(' '), id };
}

type BoxPlaced = Pick<BoxRecord, 'id' | 'areaName' | 'clusterName' | 'name'>;

/** The boxes, not revoked, that stand in any of these clusters or below any of these areas. */
export async function boxIdsAt(db: Db, places: BoxPlaces): Promise<string[]> {
  return (await boxesAt(db, places)).map(({ id }) => id);
}

interface BoxPlaces {
  areaIds: readonly string[];
  clusterIds: readonly string[];
}

/** As `boxIdsAt`, with what each waits for: one that nobody enrolled yet hears nothing. */
export async function boxesAt(db: Db, places: BoxPlaces): Promise<Pick<BoxRecord, 'id' | 'state'>[]> {
  const found = new Map<string, BoxState>();
  const merged = await mergedAreas(db);
  const living = db
    .selectFrom('box')
    .innerJoin('cluster', 'cluster.id', 'box.cluster_id')
    .select(['box.id', 'box.state'])
    .where('box.state', '!=', 'revoked');
  for (const areaId of new Set(places.areaIds.map((id) => currentArea(id, merged)))) {
    const rows = await living.where('cluster.area_id', 'in', belowQuery(db, areaId)).execute();
    for (const row of rows) found.set(row.id, row.state);
  }
  if (places.clusterIds.length > 0) {
    const rows = await living.where('cluster.id', 'in', [...places.clusterIds]).execute();
    for (const row of rows) found.set(row.id, row.state);
  }
  return [...found].map(([id, state]) => ({ id, state }));
}

/** Ends a box's access for good; its tokens and codes go with it. False when it had ended already. */
export async function revokeBox(db: Db, id: string, at: number): Promise<boolean> {
  const result = await db
    .updateTable('box')
    .set({ state: 'revoked', revoked_at: at })
    .where('id', '=', id)
    .where('state', '!=', 'revoked')
    .executeTakeFirst();
  await db.deleteFrom('box_token').where('box_id', '=', id).execute();
  await db.deleteFrom('enrolment_code').where('box_id', '=', id).execute();
  return result.numUpdatedRows === 1n;
}

/** Puts a new code in place of whatever code the box had. False when another box's code has that public part. */
export async function replaceEnrolmentCode(
  db: Db,
  code: { codeId: string; secret: string; boxId: string; expiresAt: number },
): Promise<boolean> {
  await db
    .deleteFrom('enrolment_code')
    .where('box_id', '=', code.boxId)
    .where('used_at', 'is', null)
    .execute();
  const result = await db
    .insertInto('enrolment_code')
    .values({
      code_id: code.codeId,
      secret: code.secret,
      box_id: code.boxId,
      expires_at: code.expiresAt,
    })
    .onConflict((conflict) => conflict.column('code_id').doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) === 1;
}

function boxesQuery(db: Db) {
  return db
    .selectFrom('box')
    .innerJoin('cluster', 'cluster.id', 'box.cluster_id')
    .innerJoin('area', 'area.id', 'cluster.area_id')
    .selectAll('box')
    .select(['cluster.name as cluster_name', 'cluster.area_id as area_id', 'area.name as area_name']);
}

type BoxRow = Omit<Selectable<BoxTable>, 'outputs'> & {
  outputs: string;
  cluster_name: string;
  area_id: string;
  area_name: string;
};

function toBox(row: BoxRow): BoxRecord {
  return {
    id: row.id,
    clusterId: row.cluster_id,
    clusterName: row.cluster_name,
    areaId: row.area_id,
    areaName: row.area_name,
    name: row.name,
    keyId: row.key_id,
    state: row.state,
    createdAt: row.created_at,
    enrolledAt: row.enrolled_at,
    revokedAt: row.revoked_at,
    status: row.last_status === null ? null : readJson(Status, row.last_status, 'box.last_status'),
    lastSeenAt: row.last_seen_at,
    outputs: readJson(PlanSettings.shape.outputs, row.outputs, 'box.outputs'),
  };
}
