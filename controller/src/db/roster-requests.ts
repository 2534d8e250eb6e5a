import { RosterChange } from '@loa/shared/api/roster-requests';
import { SignatureEntry } from '@loa/shared/trust/signing';
import { z } from 'zod';
import type { Db } from './database.js';
import { readJson } from './json-column.js';
import type { RosterRequestTable } from './schema-keys.js';

/** A commune's next roster, that waits for the signatures of those who may. */
export interface RosterRequestRecord {
  id: string;
  communeId: string;
  asked: RosterChange;
  reason: string;
  /** The version that it was made from; 0 for none. */
  baseVersion: number;
  version: number;
  payload: string;
  cty: 'json' | 'json+gzip';
  signatures: SignatureEntry[];
  state: 'open' | 'done' | 'cancelled';
  createdBy: string;
  createdAt: number;
  expiresAt: number;
  closedAt: number | null;
}

export async function insertRosterRequest(db: Db, request: RosterRequestRecord): Promise<void> {
  await db
    .insertInto('roster_request')
    .values({
      id: request.id,
      commune_id: request.communeId,
      asked: JSON.stringify(request.asked),
      reason: request.reason,
      base_version: request.baseVersion,
      version: request.version,
      payload: request.payload,
      cty: request.cty,
      signatures: JSON.stringify(request.signatures),
      state: request.state,
      created_by: request.createdBy,
      created_at: request.createdAt,
      expires_at: request.expiresAt,
      closed_at: request.closedAt,
    })
    .execute();
}

export async function findRosterRequest(db: Db, id: string): Promise<RosterRequestRecord | null> {
  const row = await db.selectFrom('roster_request').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toRequest(row) : null;
}

/** A commune's requests, newest first. */
export async function listRosterRequests(db: Db, communeId: string): Promise<RosterRequestRecord[]> {
  const rows = await db
    .selectFrom('roster_request')
    .selectAll()
    .where('commune_id', '=', communeId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(100)
    .execute();
  return rows.map(toRequest);
}

/** Writes signatures and state back, unless somebody else did since it was read: then false. */
export async function updateRosterRequest(
  db: Db,
  before: RosterRequestRecord,
  after: Pick<RosterRequestRecord, 'signatures' | 'state' | 'closedAt'>,
): Promise<boolean> {
  const result = await db
    .updateTable('roster_request')
    .set({
      signatures: JSON.stringify(after.signatures),
      state: after.state,
      closed_at: after.closedAt,
    })
    .where('id', '=', before.id)
    .where('state', '=', 'open')
    .where('signatures', '=', JSON.stringify(before.signatures))
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

function toRequest(row: RosterRequestTable): RosterRequestRecord {
  return {
    id: row.id,
    communeId: row.commune_id,
    asked: readJson(RosterChange, row.asked, 'roster_request.asked'),
    reason: row.reason,
    baseVersion: row.base_version,
    version: row.version,
    payload: row.payload,
    cty: row.cty,
    signatures: readJson(z.array(SignatureEntry), row.signatures, 'roster_request.signatures'),
    state: row.state,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    closedAt: row.closed_at,
  };
}
