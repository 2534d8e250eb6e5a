import { SignatureEntry } from '@loa/shared/trust/signing';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';
import { readJson, Strings } from './json-column.js';
import { behind, type ListPage } from './list-page.js';
import type { GrantDraftTable } from './schema-keys.js';

/** A grant that waits for people's signatures: all of them sign the same payload. */
export interface GrantDraft {
  id: string;
  kind: 'variant' | 'station' | 'set';
  subject: string;
  areaId: string;
  /** A set's variants; empty for others. */
  members: readonly string[];
  basis: string;
  payload: string;
  cty: 'json' | 'json+gzip';
  signatures: SignatureEntry[];
  createdBy: string;
  createdAt: number;
  expiresAt: number;
}

export async function insertGrantDraft(db: Db, draft: GrantDraft): Promise<void> {
  await db.deleteFrom('grant_draft').where('expires_at', '<=', draft.createdAt).execute();
  await db
    .insertInto('grant_draft')
    .values({
      id: draft.id,
      kind: draft.kind,
      subject: draft.subject,
      area_id: draft.areaId,
      members: JSON.stringify(draft.members),
      basis: draft.basis,
      payload: draft.payload,
      cty: draft.cty,
      signatures: JSON.stringify(draft.signatures),
      created_by: draft.createdBy,
      created_at: draft.createdAt,
      expires_at: draft.expiresAt,
    })
    .execute();
}

/** One that may still be signed. */
export async function findGrantDraft(db: Db, id: string, now: number): Promise<GrantDraft | null> {
  const row = await openDrafts(db, now).where('id', '=', id).executeTakeFirst();
  return row ? toDraft(row) : null;
}

/** The newest that somebody has signed and that waits for others, of the subject as it stands. */
export async function draftInProgress(
  db: Db,
  { kind, subject, basis }: Pick<GrantDraft, 'kind' | 'subject' | 'basis'>,
  now: number,
): Promise<GrantDraft | null> {
  const row = await openDrafts(db, now)
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('basis', '=', basis)
    .where('signatures', '!=', '[]')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? toDraft(row) : null;
}

/** Sets at or below an area that somebody has signed and that wait for others, the newest first. */
export async function setsInProgress(
  db: Db,
  { root, now }: { root: string; now: number },
  { after, limit }: ListPage,
): Promise<GrantDraft[]> {
  let select = openDrafts(db, now)
    .where('kind', '=', 'set')
    .where('signatures', '!=', '[]')
    .where('area_id', 'in', belowQuery(db, root));
  if (after) select = select.where(behind('created_at', 'desc', after));
  const rows = await select.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  return rows.map(toDraft);
}

/** Adds signatures, unless somebody else did since the draft was read: then false. */
export async function signGrantDraft(
  db: Db,
  draft: GrantDraft,
  signatures: readonly SignatureEntry[],
  doneAt: number | null,
): Promise<boolean> {
  const result = await db
    .updateTable('grant_draft')
    .set({ signatures: JSON.stringify(signatures), done_at: doneAt })
    .where('id', '=', draft.id)
    .where('done_at', 'is', null)
    .where('signatures', '=', JSON.stringify(draft.signatures))
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

function openDrafts(db: Db, now: number) {
  return db.selectFrom('grant_draft').selectAll().where('done_at', 'is', null).where('expires_at', '>', now);
}

function toDraft(row: Selectable<GrantDraftTable>): GrantDraft {
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    areaId: row.area_id,
    members: readJson(Strings, row.members, 'grant_draft.members'),
    basis: row.basis,
    payload: row.payload,
    cty: row.cty,
    signatures: readJson(z.array(SignatureEntry), row.signatures, 'grant_draft.signatures'),
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
