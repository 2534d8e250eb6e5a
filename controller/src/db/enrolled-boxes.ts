import { areasOfBox } from './box-areas.js';
import type { Db } from './database.js';

/** Whether a box has its place and was not revoked. */
export async function isEnrolled(db: Db, boxId: string): Promise<boolean> {
  const row = await db
    .selectFrom('box')
    .select('id')
    .where('id', '=', boxId)
    .where('state', '=', 'enrolled')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ids of every enrolled box. */
export async function enrolledIds(db: Db): Promise<Set<string>> {
  const rows = await db.selectFrom('box').select('id').where('state', '=', 'enrolled').execute();
  return new Set(rows.map(({ id }) => id));
}

export interface EnrolledBox {
  boxId: string;
  keyId: string;
  /** Every area whose documents concern it. */
  areas: string[];
}

/** Every enrolled box with its key and its areas, by id. */
export async function enrolledBoxes(db: Db): Promise<EnrolledBox[]> {
  const rows = await db
    .selectFrom('box')
    .select(['id', 'key_id'])
    .where('state', '=', 'enrolled')
    .orderBy('id')
    .execute();
  const boxes: EnrolledBox[] = [];
  for (const { id, key_id } of rows) {
    if (key_id !== null) boxes.push({ boxId: id, keyId: key_id, areas: await areasOfBox(db, id) });
  }
  return boxes;
}
