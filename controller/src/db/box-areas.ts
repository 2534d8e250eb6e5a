import { areaChain } from './areas.js';
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
