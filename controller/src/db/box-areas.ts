import { coversChain } from '@loa/shared/trust/areas';
import { areaChain, mergedAreas } from './areas.js';
import type { Db } from './database.js';

/** The ids of the areas a box lies in, from the outermost down to its village; empty for an unknown box. */
export async function boxAreaChain(db: Db, boxId: string): Promise<string[]> {
  const row = await db
    .selectFrom('box')
    .innerJoin('cluster', 'cluster.id', 'box.cluster_id')
    .select('cluster.area_id')
    .where('box.id', '=', boxId)
    .executeTakeFirst();
  return row ? (await areaChain(db, row.area_id)).map(({ id }) => id) : [];
}

/**
 * Every area whose documents concern a box: its chain, the commune it pinned, and whatever was merged into one of
 * these, for it follows the plan of before a merger until it has heard the next.
 */
export async function areasOfBox(db: Db, boxId: string): Promise<string[]> {
  const chain = await boxAreaChain(db, boxId);
  const home = await db.selectFrom('box').select('commune_id').where('id', '=', boxId).executeTakeFirst();
  const areas = new Set(home?.commune_id ? [...chain, home.commune_id] : chain);
  const merged = await mergedAreas(db);
  for (const old of Object.keys(merged)) if (coversChain([old], chain, merged)) areas.add(old);
  return [...areas];
}

/** The commune that a box belongs to for good; null where its areas have none. */
export async function communeOfBox(db: Db, boxId: string): Promise<string | null> {
  const chain = await boxAreaChain(db, boxId);
  if (chain.length === 0) return null;
  const row = await db
    .selectFrom('area')
    .select('id')
    .where('id', 'in', chain)
    .where('level', '=', 'commune')
    .executeTakeFirst();
  return row?.id ?? null;
}
