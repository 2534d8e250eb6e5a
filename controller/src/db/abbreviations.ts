import { areaChain } from './areas.js';
import type { Db } from './database.js';

export interface AbbreviationRecord {
  id: string;
  areaId: string;
  written: string;
  spoken: string;
  createdBy: string;
  createdAt: number;
}

/** False when the area has this entry already. */
export async function insertAbbreviation(db: Db, entry: AbbreviationRecord): Promise<boolean> {
  const result = await db
    .insertInto('abbreviation')
    .values({
      id: entry.id,
      area_id: entry.areaId,
      written: entry.written,
      spoken: entry.spoken,
      created_by: entry.createdBy,
      created_at: entry.createdAt,
    })
    .onConflict((conflict) => conflict.columns(['area_id', 'written']).doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) === 1;
}

/** How many an area has of its own. */
export async function countAbbreviations(db: Db, areaId: string): Promise<number> {
  const row = await db
    .selectFrom('abbreviation')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('area_id', '=', areaId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function findAbbreviation(db: Db, id: string): Promise<AbbreviationRecord | null> {
  const row = await db.selectFrom('abbreviation').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toRecord(row) : null;
}

/** The words that hold at a place: of every area above it and its own; the nearest decides. */
export async function abbreviationsAt(db: Db, areaId: string): Promise<AbbreviationRecord[]> {
  const chain = (await areaChain(db, areaId)).map(({ id }) => id);
  if (chain.length === 0) return [];
  const rows = await db.selectFrom('abbreviation').selectAll().where('area_id', 'in', chain).execute();
  const nearest = new Map<string, AbbreviationRecord>();
  const byDepth = rows.map(toRecord).sort((a, b) => chain.indexOf(a.areaId) - chain.indexOf(b.areaId));
  for (const entry of byDepth) nearest.set(entry.written, entry);
  return [...nearest.values()].sort((a, b) => a.written.localeCompare(b.written, 'vi'));
}

/** False when another entry of the area is written so. */
export async function updateAbbreviation(db: Db, entry: AbbreviationRecord): Promise<boolean> {
  const taken = await db
    .selectFrom('abbreviation')
    .select('id')
    .where('area_id', '=', entry.areaId)
    .where('written', '=', entry.written)
    .where('id', '!=', entry.id)
    .executeTakeFirst();
  if (taken) return false;
  await db
    .updateTable('abbreviation')
    .set({ written: entry.written, spoken: entry.spoken })
    .where('id', '=', entry.id)
    .execute();
  return true;
}

export async function deleteAbbreviation(db: Db, id: string): Promise<void> {
  await db.deleteFrom('abbreviation').where('id', '=', id).execute();
}

function toRecord(row: {
  id: string;
  area_id: string;
  written: string;
  spoken: string;
  created_by: string;
  created_at: number;
}): AbbreviationRecord {
  return {
    id: row.id,
    areaId: row.area_id,
    written: row.written,
    spoken: row.spoken,
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}
