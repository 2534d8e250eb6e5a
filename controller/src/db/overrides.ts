import { Override, OverrideDocument } from '@loa/shared/messages/override';
import { parseHeader, parsePayload } from '@loa/shared/trust/envelope';
import type { Db } from './database.js';
import { readJson } from './json-column.js';

export interface OverrideHead {
  areaId: string;
  revision: number;
  expiresAt: number;
  bytes: Uint8Array;
}

/** The overrides of an area that are neither lifted nor over at `now`, oldest first. */
export async function activeOverrides(db: Db, areaId: string, now: number): Promise<Override[]> {
  const rows = await db
    .selectFrom('override_entry')
    .select('doc')
    .where('area_id', '=', areaId)
    .where('lifted_at', 'is', null)
    .where('until', '>', now)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => readJson(Override, row.doc, 'override_entry.doc'));
}

/** Areas that have something to say: an override in force, or a document published before. */
export async function areasWithOverrides(db: Db, now: number): Promise<string[]> {
  const entries = await db
    .selectFrom('override_entry')
    .select('area_id')
    .distinct()
    .where('lifted_at', 'is', null)
    .where('until', '>', now)
    .execute();
  const documents = await db.selectFrom('override_doc').select('area_id').execute();
  return [...new Set([...entries, ...documents].map((row) => row.area_id))].sort();
}

export async function overrideHead(db: Db, areaId: string): Promise<OverrideHead | null> {
  const row = await db
    .selectFrom('override_doc')
    .selectAll()
    .where('area_id', '=', areaId)
    .executeTakeFirst();
  if (!row) return null;
  return { areaId, revision: row.revision, expiresAt: row.expires_at, bytes: row.bytes };
}

export async function overrideHeads(db: Db): Promise<OverrideHead[]> {
  const rows = await db.selectFrom('override_doc').selectAll().execute();
  return rows.map((row) => ({
    areaId: row.area_id,
    revision: row.revision,
    expiresAt: row.expires_at,
    bytes: row.bytes,
  }));
}

/** Whether a stored document lifts everything. */
export function saysNothing({ bytes }: OverrideHead): boolean {
  const [header = '', payload = ''] = Buffer.from(bytes).toString('latin1').split('.');
  const parsed = parseHeader(header);
  if (!parsed) return false;
  const opened = parsePayload(Buffer.from(payload, 'base64url'), parsed.cty, OverrideDocument, parsed.kid);
  return opened.ok && opened.payload.overrides.length === 0;
}

/** Keeps a document before it is published, if none newer than `previous` (0 for none) was kept meanwhile. */
export async function compareOverrideAndSet(db: Db, head: OverrideHead, previous: number): Promise<boolean> {
  const row = {
    area_id: head.areaId,
    revision: head.revision,
    bytes: head.bytes,
    expires_at: head.expiresAt,
  };
  const result = await db
    .insertInto('override_doc')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('area_id').doUpdateSet(row).where('override_doc.revision', '=', previous),
    )
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) === 1;
}
