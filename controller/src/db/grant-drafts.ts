import { SignatureEntry } from '@loa/shared/trust/signing';
import { z } from 'zod';
import type { Db } from './database.js';
import { readJson } from './json-column.js';
import type { GrantDraftTable } from './schema-keys.js';

/** A grant that waits for people's signatures: all of them sign the same payload. */
export interface GrantDraft {
  id: string;
  kind: 'variant' | 'station' | 'set';
  subject: string;
  areaId: string;
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

function toDraft(row: GrantDraftTable): GrantDraft {
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    areaId: row.area_id,
    basis: row.basis,
    payload: row.payload,
    cty: row.cty,
    signatures: readJson(z.array(SignatureEntry), row.signatures, 'grant_draft.signatures'),
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
