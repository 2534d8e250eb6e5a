import type { Stop } from '@loa/shared/api/stops';
import { Override } from '@loa/shared/messages/override';
import type { Selectable } from 'kysely';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';
import { readJson } from './json-column.js';
import { behind, type ListPage } from './list-page.js';
import type { OverrideEntryTable } from './schema.js';

/** Writes a stop as the override that boxes will get. */
export async function insertStop(db: Db, stop: Stop): Promise<void> {
  const override: Override = {
    kind: 'stop',
    overrideId: stop.id,
    createdAt: stop.createdAt,
    startsAt: stop.createdAt,
    until: stop.until,
    areas: [stop.areaId],
    ...(stop.boxIds ? { boxes: stop.boxIds } : {}),
  };
  await db
    .insertInto('override_entry')
    .values({
      id: stop.id,
      area_id: stop.areaId,
      kind: 'stop',
      doc: JSON.stringify(override),
      created_at: stop.createdAt,
      until: stop.until,
      created_by: stop.createdBy,
    })
    .execute();
}

export async function findStop(db: Db, id: string): Promise<Stop | null> {
  const row = await stopsQuery(db).where('id', '=', id).executeTakeFirst();
  return row ? toStop(row) : null;
}

/** Stops in force at `now` for areas at or below `root`, or above it, the newest first. */
export async function activeStops(
  db: Db,
  query: { root: string; above: readonly string[]; now: number },
  { after, limit }: ListPage,
): Promise<Stop[]> {
  let select = stopsQuery(db)
    .where('lifted_at', 'is', null)
    .where('until', '>', query.now)
    .where((eb) =>
      eb.or([
        eb('area_id', 'in', belowQuery(db, query.root)),
        ...(query.above.length > 0 ? [eb('area_id', 'in', [...query.above])] : []),
      ]),
    );
  if (after) select = select.where(behind('created_at', 'desc', after));
  const rows = await select.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  return rows.map(toStop);
}

/** False when it had been lifted before. */
export async function liftStop(db: Db, id: string, at: number): Promise<boolean> {
  const result = await db
    .updateTable('override_entry')
    .set({ lifted_at: at })
    .where('id', '=', id)
    .where('lifted_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

function stopsQuery(db: Db) {
  return db.selectFrom('override_entry').selectAll().where('kind', '=', 'stop');
}

function toStop(row: Selectable<OverrideEntryTable>): Stop {
  const override = readJson(Override, row.doc, 'override_entry.doc');
  return {
    id: row.id,
    areaId: row.area_id,
    boxIds: override.boxes ?? null,
    createdAt: row.created_at,
    until: row.until,
    liftedAt: row.lifted_at,
    createdBy: row.created_by,
  };
}
