import type { Area, AreaPatch } from '@loa/shared/api/areas';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Db } from './database.js';
import { Languages, readJson, readRules, Strings, Windows } from './json-column.js';
import { behind, holdsWords, type ListPage } from './list-page.js';
import { nameColumns, nameOrder } from './name-columns.js';
import type { AreaTable } from './schema.js';

export async function insertArea(db: Db, area: Area): Promise<void> {
  await db
    .insertInto('area')
    .values({
      id: area.id,
      parent_id: area.parentId,
      level: area.level,
      created_at: area.createdAt,
      ...columnsOf(area),
    })
    .execute();
}

export async function findArea(db: Db, id: string): Promise<Area | null> {
  const row = await db.selectFrom('area').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toArea(row) : null;
}

/** The area that everything of this controller lies in. */
export async function topArea(db: Db): Promise<Area | null> {
  const row = await db
    .selectFrom('area')
    .selectAll()
    .where('parent_id', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row ? toArea(row) : null;
}

/** Every area at or below `root`, in order of level and name; all areas where `root` is null. */
export async function listAreas(db: Db, root: string | null): Promise<Area[]> {
  let query = db.selectFrom('area').selectAll();
  if (root !== null) query = query.where('id', 'in', belowQuery(db, root));
  const rows = await query.orderBy('level').orderBy('name').orderBy('id').execute();
  return rows.map(toArea).sort((a, b) => DEPTH[a.level] - DEPTH[b.level]);
}

/** More than the largest province has; whoever asks for all of them at once gets no more. */
const MOST_AT_ONCE = 10_000;

/** As `listAreas`, at most `MOST_AT_ONCE`: villages are left out before communes. */
export async function areaTree(db: Db, root: string): Promise<Area[]> {
  const rows = await db
    .selectFrom('area')
    .selectAll()
    .where('id', 'in', belowQuery(db, root))
    .orderBy(LEVEL_ORDER)
    .orderBy('name_order')
    .orderBy('id')
    .limit(MOST_AT_ONCE)
    .execute();
  return rows.map(toArea);
}

const LEVEL_ORDER = sql<string>`case level when 'province' then '0' when 'commune' then '1' else '2' end`;

export interface AreaFilter {
  /** At or below it. */
  root: string;
  q?: string | undefined;
  level?: Area['level'] | undefined;
  /** Whether what has become part of another is among them. */
  merged: boolean;
}

/** What is part of no other first, the outer levels before the inner, then by name. */
export async function areaPage(
  db: Db,
  { root, q, level, merged }: AreaFilter,
  { after, limit }: ListPage,
): Promise<Area[]> {
  const list_order = sql<string>`case when merged_into is null then '0' else '1' end || ${LEVEL_ORDER} || name_order`;
  let inner = db.selectFrom('area').selectAll().select(list_order.as('list_order'));
  inner = inner.where('id', 'in', belowQuery(db, root));
  for (const condition of holdsWords('folded', q)) inner = inner.where(condition);
  if (level !== undefined) inner = inner.where('level', '=', level);
  if (!merged) inner = inner.where('merged_into', 'is', null);
  let select = db.selectFrom(inner.as('found')).selectAll();
  if (after) select = select.where(behind('list_order', 'asc', after));
  const rows = await select.orderBy('list_order').orderBy('id').limit(limit).execute();
  return rows.map(toArea);
}

const DEPTH = { province: 0, commune: 1, village: 2 } as const;

/** Where an area stands in `areaPage`. */
export function areaKey({ id, mergedInto, level, name }: Area) {
  return { key: `${mergedInto === null ? 0 : 1}${DEPTH[level]}${nameOrder(name)}`, id };
}

/** Those at or below `root` that are part of no other. */
export async function livingAreas(db: Db, root: string): Promise<Area[]> {
  return (await listAreas(db, root)).filter(({ mergedInto }) => mergedInto === null);
}

/** Those that lie in this very area, those merged into it too. */
export async function areasIn(db: Db, parentId: string): Promise<Area[]> {
  const rows = await db.selectFrom('area').selectAll().where('parent_id', '=', parentId).execute();
  return rows.map(toArea);
}

/** `area` as an edit would make it: what the patch does not name, of the rules too, stays as it is there. */
export function changedArea(area: Area, patch: AreaPatch): Area {
  return { ...area, ...defined(patch), rules: { ...area.rules, ...defined(patch.rules ?? {}) } };
}

/** Writes the edit of `area` as it stands. */
export async function updateArea(db: Db, area: Area, patch: AreaPatch): Promise<Area> {
  const next = changedArea(area, patch);
  await db.updateTable('area').set(columnsOf(next)).where('id', '=', area.id).execute();
  return next;
}

/** From the outermost area down to `id` itself; empty when there is no such area. */
export async function areaChain(db: Db, id: string): Promise<Area[]> {
  const chain: Area[] = [];
  for (let next: string | null = id; next !== null && chain.length < 12; ) {
    const area: Area | null = await findArea(db, next);
    if (!area) break;
    chain.unshift(area);
    next = area.parentId;
  }
  return chain;
}

/** Every area that was merged into another: old id → new id. */
export async function mergedAreas(db: Db): Promise<Record<string, string>> {
  const rows = await db
    .selectFrom('area')
    .select(['id', 'merged_into'])
    .where('merged_into', 'is not', null)
    .execute();
  return Object.fromEntries(rows.flatMap((row) => (row.merged_into ? [[row.id, row.merged_into]] : [])));
}

/** These areas and every one above them. */
export async function areasAbove(db: Db, ids: readonly string[]): Promise<Map<string, Area>> {
  if (ids.length === 0) return new Map();
  const above = db
    .withRecursive('above(id, parent_id)', (query) =>
      query
        .selectFrom('area')
        .select(['id', 'parent_id'])
        .where('id', 'in', [...ids])
        .union(
          query
            .selectFrom('area')
            .innerJoin('above', 'above.parent_id', 'area.id')
            .select(['area.id', 'area.parent_id']),
        ),
    )
    .selectFrom('above')
    .select('above.id');
  const rows = await db.selectFrom('area').selectAll().where('id', 'in', above).execute();
  return new Map(rows.map((row) => [row.id, toArea(row)]));
}

/** A subquery of the ids at or below `root`: PostgreSQL and SQLite both know WITH RECURSIVE. */
export function belowQuery(db: Db, root: string) {
  return db
    .withRecursive('below(id)', (query) =>
      query
        .selectFrom('area')
        .select('id')
        .where('id', '=', root)
        .unionAll(
          query.selectFrom('area').innerJoin('below', 'below.id', 'area.parent_id').select('area.id'),
        ),
    )
    .selectFrom('below')
    .select('below.id');
}

/** The ids at or below any of `roots`. */
export async function idsBelow(db: Db, roots: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const root of roots) for (const { id } of await belowQuery(db, root).execute()) found.add(id);
  return found;
}

/** The ids of an area, of all below it and of all above it: whose things its people may come upon. */
export async function idsAround(db: Db, id: string): Promise<Set<string>> {
  const around = await idsBelow(db, [id]);
  for (const area of await areaChain(db, id)) around.add(area.id);
  return around;
}

export async function countAreas(db: Db): Promise<number> {
  const row = await db.selectFrom('area').select(sql<number>`count(*)`.as('count')).executeTakeFirstOrThrow();
  return Number(row.count);
}

function columnsOf(area: Area) {
  return {
    kind: area.kind,
    name: area.name,
    ...nameColumns(area),
    households: area.households,
    population: area.population,
    languages: JSON.stringify(area.languages),
    flags: JSON.stringify(area.flags),
    lat: area.lat,
    lon: area.lon,
    hours: area.hours && JSON.stringify(area.hours),
    zone: area.zone,
    rules: JSON.stringify(area.rules),
    merged_into: area.mergedInto,
  };
}

function toArea(row: Selectable<AreaTable>): Area {
  return {
    id: row.id,
    parentId: row.parent_id,
    level: row.level,
    kind: row.kind,
    name: row.name,
    households: row.households,
    population: row.population,
    languages: readJson(Languages, row.languages, 'area.languages'),
    flags: readJson(Strings, row.flags, 'area.flags'),
    lat: row.lat,
    lon: row.lon,
    hours: row.hours === null ? null : readJson(Windows, row.hours, 'area.hours'),
    zone: row.zone,
    rules: readRules(row.rules, 'area.rules'),
    mergedInto: row.merged_into,
    createdAt: row.created_at,
  };
}

/** A patch's fields without those that were not given. */
export function defined<T extends object>(patch: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
