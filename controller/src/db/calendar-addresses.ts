import type { Area } from '@loa/shared/api/areas';
import type { Instant } from '@loa/shared/instant';
import { findArea } from './areas.js';
import type { Db } from './database.js';

/** Since when an area has one; null: it has none. */
export async function calendarAddressSince(db: Db, areaId: string): Promise<Instant | null> {
  const row = await db
    .selectFrom('calendar_address')
    .select('created_at')
    .where('area_id', '=', areaId)
    .executeTakeFirst();
  return row?.created_at ?? null;
}

/** The address of an area from now on: the one before opens nothing any more. */
export async function putCalendarAddress(
  db: Db,
  { areaId, hash, by, at }: { areaId: string; hash: string; by: string; at: Instant },
): Promise<void> {
  const values = { hash, created_by: by, created_at: at };
  await db
    .insertInto('calendar_address')
    .values({ area_id: areaId, ...values })
    .onConflict((conflict) => conflict.column('area_id').doUpdateSet(values))
    .execute();
}

/** False where there was none. */
export async function removeCalendarAddress(db: Db, areaId: string): Promise<boolean> {
  const result = await db.deleteFrom('calendar_address').where('area_id', '=', areaId).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** The area whose address this is the hash of; null also once the area is part of another. */
export async function areaOfCalendarAddress(db: Db, hash: string): Promise<Area | null> {
  const row = await db
    .selectFrom('calendar_address')
    .select('area_id')
    .where('hash', '=', hash)
    .executeTakeFirst();
  const area = row ? await findArea(db, row.area_id) : null;
  return area?.mergedInto === null ? area : null;
}
