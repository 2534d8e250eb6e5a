import type { ImportKind } from '@loa/shared/api/imports';
import type { Db } from './database.js';

/** Lists from Excel, and outlines of areas. */
export type PreviewKind = ImportKind | 'outlines';

/** A list that was read and looked at, and waits to be applied. */
export interface PreviewRecord {
  id: string;
  accountId: string;
  areaId: string;
  kind: PreviewKind;
  fileName: string;
  /** JSON of what was read; whoever reads it parses it. */
  doc: string;
  createdAt: number;
  expiresAt: number;
  appliedAt: number | null;
}

/** Those that nobody applied in time go with the next one. */
export async function insertPreview(db: Db, preview: PreviewRecord): Promise<void> {
  await db.deleteFrom('import_preview').where('expires_at', '<=', preview.createdAt).execute();
  await db
    .insertInto('import_preview')
    .values({
      id: preview.id,
      account_id: preview.accountId,
      area_id: preview.areaId,
      kind: preview.kind,
      file_name: preview.fileName,
      doc: preview.doc,
      created_at: preview.createdAt,
      expires_at: preview.expiresAt,
    })
    .execute();
}

/** One's own preview that has not expired. */
export async function findPreview(
  db: Db,
  query: { id: string; accountId: string; kind: PreviewKind; now: number },
): Promise<PreviewRecord | null> {
  const row = await db
    .selectFrom('import_preview')
    .selectAll()
    .where('id', '=', query.id)
    .where('account_id', '=', query.accountId)
    .where('kind', '=', query.kind)
    .where('expires_at', '>', query.now)
    .executeTakeFirst();
  if (!row) return null;
  return {
    ...{
      id: row.id,
      accountId: row.account_id,
      areaId: row.area_id,
      kind: row.kind,
      fileName: row.file_name,
    },
    ...{ doc: row.doc, createdAt: row.created_at, expiresAt: row.expires_at, appliedAt: row.applied_at },
  };
}

/** False when it was applied before. */
export async function markApplied(db: Db, id: string, at: number): Promise<boolean> {
  const result = await db
    .updateTable('import_preview')
    .set({ applied_at: at })
    .where('id', '=', id)
    .where('applied_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
