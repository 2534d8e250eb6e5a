import { InvariantError } from '@loa/shared/errors';
import { Roster } from '@loa/shared/messages/roster';
import { parseHeader, parsePayload } from '@loa/shared/trust/envelope';
import { GeneralJws } from '@loa/shared/trust/general';
import type { Db } from './database.js';

export interface StoredRoster {
  roster: Roster;
  /** The signed document, as published. */
  bytes: Uint8Array;
}

/** Keeps a roster whose signatures the caller verified. The same version again changes nothing. */
export async function insertRoster(db: Db, stored: StoredRoster, now: number): Promise<void> {
  await db
    .insertInto('roster')
    .values({
      commune_id: stored.roster.communeId,
      version: stored.roster.version,
      bytes: stored.bytes,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['commune_id', 'version']).doNothing())
    .execute();
}

/** The roster in force in a commune: its highest version. */
export async function rosterInForce(db: Db, communeId: string): Promise<StoredRoster | null> {
  const row = await db
    .selectFrom('roster')
    .select('bytes')
    .where('commune_id', '=', communeId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { roster: decode(row.bytes), bytes: row.bytes } : null;
}

/** Every version of a commune's roster as signed, oldest first. */
export async function rosterVersions(db: Db, communeId: string): Promise<Uint8Array[]> {
  const rows = await db
    .selectFrom('roster')
    .select('bytes')
    .where('commune_id', '=', communeId)
    .orderBy('version')
    .execute();
  return rows.map(({ bytes }) => bytes);
}

export async function communesWithRoster(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('roster').select('commune_id').distinct().orderBy('commune_id').execute();
  return rows.map((row) => row.commune_id);
}

/** Only verified rosters are stored, so the payload is read without verifying it again. */
function decode(bytes: Uint8Array): Roster {
  const jws = GeneralJws.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  const header = parseHeader(jws.signatures[0]?.protected ?? '');
  if (!header) throw new InvariantError('A stored roster has no readable header.');
  const opened = parsePayload(Buffer.from(jws.payload, 'base64url'), header.cty, Roster, header.kid);
  if (!opened.ok) throw new InvariantError(`A stored roster cannot be read: ${opened.detail}`);
  return opened.payload;
}
