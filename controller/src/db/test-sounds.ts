import type { Override } from '@loa/shared/messages/override';
import type { Db } from './database.js';

/** Tells one box to play a test: an override like a stop, over by itself. */
export async function insertTest(
  db: Db,
  test: Extract<Override, { kind: 'test' }>,
  { areaId, actor }: { areaId: string; actor: string },
): Promise<void> {
  await db
    .insertInto('override_entry')
    .values({
      id: test.overrideId,
      area_id: areaId,
      kind: 'test',
      doc: JSON.stringify(test),
      created_at: test.createdAt,
      until: test.until,
      created_by: actor,
    })
    .execute();
}

/** Whether a test of this area is still under way. */
export async function testUnderWay(db: Db, boxId: string, now: number): Promise<boolean> {
  const row = await db
    .selectFrom('override_entry')
    .select('id')
    .where('kind', '=', 'test')
    .where('until', '>', now)
    .where('doc', 'like', `%"${boxId}"%`)
    .executeTakeFirst();
  return row !== undefined;
}
