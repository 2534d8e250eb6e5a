import type { Column } from '@loa/shared/api/columns';
import { fold } from '@loa/shared/fold';
import { type SqlBool, sql } from 'kysely';
import { areaChain, belowQuery } from './areas.js';
import type { Db } from './database.js';
import { inOrderOf } from './list-page.js';

/** A column that somebody registered. */
export interface ColumnRecord {
  id: string;
  areaId: string;
  name: string;
  description: string | null;
  createdBy: string;
  createdAt: number;
  archivedAt: number | null;
}

/** False when the area has a column of this name. */
export async function insertColumn(db: Db, column: ColumnRecord): Promise<boolean> {
  const result = await db
    .insertInto('bulletin_column')
    .values({
      id: column.id,
      area_id: column.areaId,
      name: column.name,
      description: column.description,
      created_by: column.createdBy,
      created_at: column.createdAt,
    })
    .onConflict((conflict) => conflict.columns(['area_id', 'name']).doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) === 1;
}

export async function findColumn(db: Db, id: string): Promise<ColumnRecord | null> {
  const row = await db.selectFrom('bulletin_column').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toRecord(row) : null;
}

/** False when another column of the area has this name. */
export async function updateColumn(db: Db, column: ColumnRecord): Promise<boolean> {
  const taken = await db
    .selectFrom('bulletin_column')
    .select('id')
    .where('area_id', '=', column.areaId)
    .where('name', '=', column.name)
    .where('id', '!=', column.id)
    .executeTakeFirst();
  if (taken) return false;
  const { name, description, archivedAt: archived_at } = column;
  await db
    .updateTable('bulletin_column')
    .set({ name, description, archived_at })
    .where('id', '=', column.id)
    .execute();
  return true;
}

/**
 * The columns at, above or below an area, and those that its bulletins bear without being registered: in use first, what
 * was put away last, by name.
 */
export async function listColumns(db: Db, root: string, archived: boolean): Promise<Column[]> {
  const above = (await areaChain(db, root)).map(({ id }) => id);
  const here = sql<SqlBool>`(area_id in (${belowQuery(db, root)}) or area_id in (${sql.join(above)}))`;
  const registered = await db.selectFrom('bulletin_column').selectAll().where(here).execute();
  const used = await db
    .selectFrom('bulletin')
    .select(['column_name', sql<number>`count(*)`.as('count'), sql<number>`max(created_at)`.as('newest')])
    .where('area_id', 'in', belowQuery(db, root))
    .where('column_name', 'is not', null)
    .groupBy('column_name')
    .execute();
  const uses = new Map(used.map((row) => [row.column_name ?? '', row]));
  const told = registered.map(
    (row): Column => ({
      ...{ id: row.id, areaId: row.area_id, name: row.name, description: row.description },
      bulletins: Number(uses.get(row.name)?.count ?? 0),
      newestAt: uses.get(row.name)?.newest ?? null,
      archivedAt: row.archived_at,
    }),
  );
  const names = new Set(registered.map(({ name }) => name));
  const unregistered = [...uses].filter(([name]) => !names.has(name));
  for (const [name, { count, newest }] of unregistered) {
    const nothing = { id: null, areaId: null, description: null, archivedAt: null };
    told.push({ ...nothing, name, bulletins: Number(count), newestAt: newest });
  }
  const wanted = told.filter(({ archivedAt }) => archived || archivedAt === null);
  return inOrderOf(wanted, columnKey);
}

/** Where a column stands in `listColumns`. */
export function columnKey({ id, name, archivedAt }: Column): { key: string; id: string } {
  const rank = archivedAt !== null ? 2 : id === null ? 1 : 0;
  return { key: `${rank} ${fold(name)} ${name}`, id: id ?? '-' };
}

function toRecord(row: {
  id: string;
  area_id: string;
  name: string;
  description: string | null;
  created_by: string;
  created_at: number;
  archived_at: number | null;
}): ColumnRecord {
  return {
    id: row.id,
    areaId: row.area_id,
    name: row.name,
    description: row.description,
    createdBy: row.created_by,
    createdAt: row.created_at,
    archivedAt: row.archived_at,
  };
}
