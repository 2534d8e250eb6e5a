import type { Suspension } from '@loa/shared/api/suspensions';
import type { Instant } from '@loa/shared/instant';
import { type Selectable, type SqlBool, sql } from 'kysely';
import { areaChain, belowQuery } from './areas.js';
import type { Db } from './database.js';
import { readJson, Strings } from './json-column.js';
import { behind, type ListPage } from './list-page.js';
import type { SuspensionTable } from './schema-planning.js';

export async function insertSuspension(db: Db, suspension: Suspension): Promise<void> {
  await db
    .insertInto('suspension')
    .values({
      id: suspension.id,
      name: suspension.name,
      area_ids: JSON.stringify(suspension.areaIds),
      from_date: suspension.from,
      until_date: suspension.until,
      music: suspension.music ? 1 : 0,
      column_names: JSON.stringify(suspension.columns),
      everything: suspension.everything ? 1 : 0,
      created_by: suspension.createdBy,
      created_at: suspension.createdAt,
      cancelled_at: suspension.cancelledAt,
    })
    .execute();
}

export async function findSuspension(db: Db, id: string): Promise<Suspension | null> {
  const row = await db.selectFrom('suspension').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toSuspension(row) : null;
}

/** In force on this civil date or later, the earliest first. */
export async function suspensionsFrom(db: Db, onOrAfter: string): Promise<Suspension[]> {
  const rows = await db
    .selectFrom('suspension')
    .selectAll()
    .where('until_date', '>=', onOrAfter)
    .where('cancelled_at', 'is', null)
    .orderBy('from_date')
    .orderBy('id')
    .execute();
  return rows.map(toSuspension);
}

/** Those that stood at `at` and were lifted since, as far as they reach to this civil date or later. */
export async function suspensionsLiftedSince(
  db: Db,
  { at, onOrAfter }: { at: Instant; onOrAfter: string },
): Promise<Suspension[]> {
  const rows = await db
    .selectFrom('suspension')
    .selectAll()
    .where('until_date', '>=', onOrAfter)
    .where('created_at', '<=', at)
    .where('cancelled_at', '>', at)
    .orderBy('id')
    .execute();
  return rows.map(toSuspension);
}

export interface SuspensionFilter {
  /** Touched: it, or something above or below it. */
  root: string;
  id?: string | undefined;
  /** In force on one of these civil dates, both included. */
  from?: string | undefined;
  until?: string | undefined;
  /** Whether those that were cancelled are told, too. */
  cancelled: boolean;
}

/** The latest to begin first. */
export async function listSuspensions(
  db: Db,
  { root, id, from, until, cancelled }: SuspensionFilter,
  { after, limit }: ListPage,
): Promise<Suspension[]> {
  const above = (await areaChain(db, root)).map((area) => area.id);
  const touches = sql<SqlBool>`exists (select 1 from json_each(suspension.area_ids) as named
    where named.value in (${belowQuery(db, root)}) or named.value in (${sql.join(above)}))`;
  let select = db.selectFrom('suspension').selectAll().where(touches);
  if (id !== undefined) select = select.where('id', '=', id);
  if (from !== undefined) select = select.where('until_date', '>=', from);
  if (until !== undefined) select = select.where('from_date', '<=', until);
  if (!cancelled) select = select.where('cancelled_at', 'is', null);
  if (after) select = select.where(behind('from_date', 'desc', after));
  const rows = await select.orderBy('from_date', 'desc').orderBy('id', 'desc').limit(limit).execute();
  return rows.map(toSuspension);
}

/** False when it had been cancelled before. */
export async function cancelSuspension(db: Db, id: string, at: number): Promise<boolean> {
  const result = await db
    .updateTable('suspension')
    .set({ cancelled_at: at })
    .where('id', '=', id)
    .where('cancelled_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

function toSuspension(row: Selectable<SuspensionTable>): Suspension {
  return {
    id: row.id,
    name: row.name,
    areaIds: readJson(Strings, row.area_ids, 'suspension.area_ids'),
    from: row.from_date,
    until: row.until_date,
    music: row.music === 1,
    columns: readJson(Strings, row.column_names, 'suspension.column_names'),
    everything: row.everything === 1,
    createdBy: row.created_by,
    createdAt: row.created_at,
    cancelledAt: row.cancelled_at,
  };
}
