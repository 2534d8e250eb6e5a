import { Outline } from '@loa/shared/api/outlines';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';
import { readJson } from './json-column.js';

/** In place of the one it had. */
export async function putOutline(
  db: Db,
  {
    areaId,
    outline,
    points,
    at,
    by,
  }: { areaId: string; outline: Outline; points: number; at: number; by: string },
): Promise<void> {
  const row = { outline: JSON.stringify(outline), points, at, by };
  await db
    .insertInto('area_outline')
    .values({ area_id: areaId, ...row })
    .onConflict((conflict) => conflict.column('area_id').doUpdateSet(row))
    .execute();
}

/** False when it had none. */
export async function removeOutline(db: Db, areaId: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('area_outline')
    .where('area_id', '=', areaId)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

/** How large each outline of the living areas at or below `root` is, in corners, by area. */
export async function outlineSizes(db: Db, root: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('area_outline')
    .innerJoin('area', 'area.id', 'area_outline.area_id')
    .select(['area_outline.area_id', 'area_outline.points'])
    .where('area.id', 'in', belowQuery(db, root))
    .where('area.merged_into', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.area_id, row.points]));
}

export async function outlinesOf(db: Db, areaIds: readonly string[]): Promise<Map<string, Outline>> {
  const found = new Map<string, Outline>();
  // SQLite takes no more than so many values at once.
  for (let from = 0; from < areaIds.length; from += 500) {
    const rows = await db
      .selectFrom('area_outline')
      .select(['area_id', 'outline'])
      .where('area_id', 'in', areaIds.slice(from, from + 500))
      .execute();
    for (const row of rows) found.set(row.area_id, readJson(Outline, row.outline, 'area_outline.outline'));
  }
  return found;
}
