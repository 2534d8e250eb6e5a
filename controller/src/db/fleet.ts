import type { Contact } from '@loa/shared/api/contact';
import type { Sim, VolumePatch } from '@loa/shared/api/fleet';
import { fold } from '@loa/shared/fold';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';

/** What staff wrote down about a box beside the box itself, and where it stands. */
export interface BoxNotes {
  sim: Sim | null;
  volume: { maxGainDb: number | null; muted: boolean } | null;
  position: { lat: number | null; lon: number | null };
}

/** By the box's id, for boxes at or below an area. */
export async function boxNotesBelow(db: Db, root: string): Promise<Map<string, BoxNotes>> {
  const rows = await db
    .selectFrom('box')
    .innerJoin('cluster', 'cluster.id', 'box.cluster_id')
    .leftJoin('box_sim', 'box_sim.box_id', 'box.id')
    .leftJoin('box_volume', 'box_volume.box_id', 'box.id')
    .select(['box.id', 'box_sim.box_id as has_sim', 'box_volume.box_id as has_volume'])
    .select(['box_sim.number', 'box_sim.operator', 'box_sim.expires_on', 'box_sim.note'])
    .select(['box_volume.max_gain_db', 'box_volume.muted', 'cluster.lat', 'cluster.lon'])
    .where('cluster.area_id', 'in', belowQuery(db, root))
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        sim: row.has_sim === null ? null : toSim(row),
        volume: row.has_volume === null ? null : { maxGainDb: row.max_gain_db, muted: row.muted === 1 },
        position: { lat: row.lat, lon: row.lon },
      },
    ]),
  );
}

export async function findSim(db: Db, boxId: string): Promise<Sim | null> {
  const row = await db.selectFrom('box_sim').selectAll().where('box_id', '=', boxId).executeTakeFirst();
  return row ? toSim(row) : null;
}

export async function putSim(db: Db, boxId: string, sim: Sim, now: number): Promise<void> {
  const { number, operator, expiresOn: expires_on, note } = sim;
  const row = { number, operator, expires_on, note, updated_at: now };
  await db
    .insertInto('box_sim')
    .values({ box_id: boxId, ...row })
    .onConflict((conflict) => conflict.column('box_id').doUpdateSet(row))
    .execute();
}

/** By the cluster's id, for clusters at or below an area. */
export async function contactsBelow(db: Db, root: string): Promise<Map<string, Contact>> {
  const rows = await db
    .selectFrom('cluster_contact')
    .innerJoin('cluster', 'cluster.id', 'cluster_contact.cluster_id')
    .select(['cluster_contact.cluster_id', 'cluster_contact.name', 'cluster_contact.phone'])
    .where('cluster.area_id', 'in', belowQuery(db, root))
    .execute();
  return new Map(rows.map(({ cluster_id, name, phone }) => [cluster_id, { name, phone }]));
}

export async function findContact(db: Db, clusterId: string): Promise<Contact | null> {
  const row = await db
    .selectFrom('cluster_contact')
    .select(['name', 'phone'])
    .where('cluster_id', '=', clusterId)
    .executeTakeFirst();
  return row ?? null;
}

export async function putContact(db: Db, clusterId: string, contact: Contact, now: number): Promise<void> {
  const folded = fold(`${contact.name ?? ''} ${contact.phone ?? ''}`);
  const row = { ...contact, folded, updated_at: now };
  await db
    .insertInto('cluster_contact')
    .values({ cluster_id: clusterId, ...row })
    .onConflict((conflict) => conflict.column('cluster_id').doUpdateSet(row))
    .execute();
}

export async function findVolume(
  db: Db,
  boxId: string,
): Promise<{ maxGainDb: number | null; muted: boolean } | null> {
  const row = await db
    .selectFrom('box_volume')
    .select(['max_gain_db', 'muted'])
    .where('box_id', '=', boxId)
    .executeTakeFirst();
  return row ? { maxGainDb: row.max_gain_db, muted: row.muted === 1 } : null;
}

/** What is not named stays as it is. */
export async function patchVolume(
  db: Db,
  boxId: string,
  { maxGainDb, muted }: VolumePatch,
  by: { actor: string; now: number },
): Promise<void> {
  const row = {
    ...(maxGainDb === undefined ? {} : { max_gain_db: maxGainDb }),
    ...(muted === undefined ? {} : { muted: muted ? 1 : 0 }),
    updated_by: by.actor,
    updated_at: by.now,
  };
  await db
    .insertInto('box_volume')
    .values({ box_id: boxId, muted: 0, ...row })
    .onConflict((conflict) => conflict.column('box_id').doUpdateSet(row))
    .execute();
}

function toSim(row: {
  number: string | null;
  operator: string | null;
  expires_on: string | null;
  note: string | null;
}): Sim {
  return { number: row.number, operator: row.operator, expiresOn: row.expires_on, note: row.note };
}
