import type { Repair } from '@loa/shared/api/repairs';
import { accountNames } from './accounts.js';
import { areaChain, belowQuery } from './areas.js';
import type { Db } from './database.js';

/** By the box's id, for boxes at or below an area. */
export async function repairsBelow(db: Db, root: string): Promise<Map<string, Repair>> {
  const rows = await db
    .selectFrom('box_repair')
    .innerJoin('box', 'box.id', 'box_repair.box_id')
    .innerJoin('cluster', 'cluster.id', 'box.cluster_id')
    .select(['box_repair.box_id', 'assignee', 'note', 'at', 'by'])
    .where('cluster.area_id', 'in', belowQuery(db, root))
    .execute();
  const nameOf = await accountNames(
    db,
    rows.map(({ by }) => by),
  );
  return new Map(
    rows.map(({ box_id, assignee, note, at, by }) => [box_id, { assignee, note, at, byName: nameOf(by) }]),
  );
}

export async function putRepair(
  db: Db,
  repair: { boxId: string; assignee: string; note: string | null; at: number; by: string },
): Promise<void> {
  const { boxId, ...row } = repair;
  await db
    .insertInto('box_repair')
    .values({ box_id: boxId, ...row })
    .onConflict((conflict) => conflict.column('box_id').doUpdateSet(row))
    .execute();
}

/** False: there was none. */
export async function endRepair(db: Db, boxId: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('box_repair').where('box_id', '=', boxId).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** The names of technicians who answer for a place. */
export async function techniciansOf(db: Db, areaId: string): Promise<string[]> {
  const chain = await areaChain(db, areaId);
  const rows = await db
    .selectFrom('account')
    .select('name')
    .where('role', '=', 'technician')
    .where('disabled_at', 'is', null)
    .where(
      'area_id',
      'in',
      chain.map(({ id }) => id),
    )
    .orderBy('name')
    .execute();
  return rows.map(({ name }) => name);
}
