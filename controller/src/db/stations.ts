import { Station } from '@loa/shared/api/stations';
import { fold } from '@loa/shared/fold';
import { type Selectable, sql } from 'kysely';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';
import { readJson } from './json-column.js';
import { behind, holdsWords, type ListPage } from './list-page.js';
import type { StationTable } from './schema-planning.js';

export async function insertStation(db: Db, station: Station): Promise<void> {
  await db
    .insertInto('station')
    .values({
      id: station.id,
      area_id: station.areaId,
      created_by: station.createdBy,
      created_at: station.createdAt,
      ...columnsOf(station),
    })
    .execute();
}

export async function findStation(db: Db, id: string): Promise<Station | null> {
  const row = await db.selectFrom('station').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toStation(row) : null;
}

export async function stationsById(db: Db, ids: readonly string[]): Promise<Station[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('station')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();
  return rows.map(toStation);
}

/** Stations at or below `root` by name. */
export async function listStations(
  db: Db,
  { root, q }: { root: string; q?: string | undefined },
  { after, limit }: ListPage,
): Promise<Station[]> {
  let select = db.selectFrom('station').selectAll().where('area_id', 'in', belowQuery(db, root));
  for (const condition of holdsWords('folded', q)) select = select.where(condition);
  if (after) select = select.where(behind('folded', 'asc', after));
  const rows = await select.orderBy('folded').orderBy('id').limit(limit).execute();
  return rows.map(toStation);
}

/** Writes a station back, unless it moved on since it was read: then false. */
export async function updateStation(db: Db, station: Station, readAt: number): Promise<boolean> {
  const result = await db
    .updateTable('station')
    .set(columnsOf(station))
    .where('id', '=', station.id)
    .where('updated_at', '=', readAt)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function deleteStation(db: Db, id: string): Promise<void> {
  await db.deleteFrom('station').where('id', '=', id).execute();
}

/** The stations that this bulletin stands in for when their stream fails. */
export async function stationsFallingBackOn(db: Db, bulletinId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('station')
    .select('id')
    .where('fallback_bulletin_id', '=', bulletinId)
    .execute();
  return rows.map(({ id }) => id);
}

/** How many stations at or below an area stand in a scheduled programme with an approval that ends in that time. */
export async function endingStations(
  db: Db,
  { root, from, until }: { root: string; from: number; until: number },
): Promise<number> {
  const carried = db
    .selectFrom('programme_part')
    .innerJoin('schedule', 'schedule.programme_id', 'programme_part.programme_id')
    .select('programme_part.part')
    .where('programme_part.kind', '=', 'station')
    .where('schedule.state', '=', 'active');
  const row = await db
    .selectFrom('station')
    .innerJoin('grant_doc', 'grant_doc.id', 'station.grant_id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('station.area_id', 'in', belowQuery(db, root))
    .where('grant_doc.valid_until', '>', from)
    .where('grant_doc.valid_until', '<=', until)
    .where('station.id', 'in', carried)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The account that gave a station the address it has, by the audit log; null where that does not say. */
export async function whoGaveAddress(db: Db, stationId: string): Promise<string | null> {
  const row = await db
    .selectFrom('audit')
    .select('actor')
    .where('subject', '=', stationId)
    .where('action', 'in', ['station.create', 'station.change'])
    .where(sql<string | null>`json_extract(detail, '$.url')`, 'is not', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.actor ?? null;
}

function columnsOf(station: Station) {
  return {
    name: station.name,
    folded: fold(station.name),
    url: station.url,
    hours: JSON.stringify(station.hours),
    fallback_bulletin_id: station.fallbackBulletinId,
    grant_id: station.grantId,
    updated_at: station.updatedAt,
  };
}

function toStation(row: Selectable<StationTable>): Station {
  return {
    id: row.id,
    areaId: row.area_id,
    name: row.name,
    url: row.url,
    hours: readJson(Station.shape.hours, row.hours, 'station.hours'),
    fallbackBulletinId: row.fallback_bulletin_id,
    grantId: row.grant_id,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
