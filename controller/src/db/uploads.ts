import { sql } from 'kysely';
import type { Db } from './database.js';

/** A resumable upload that is on its way. */
export interface UploadRecord {
  id: string;
  accountId: string;
  fileName: string;
  bytes: number;
  createdAt: number;
  expiresAt: number;
  /** What it became, once it is finished. */
  recordingSha256: string | null;
}

export async function insertUpload(db: Db, upload: UploadRecord): Promise<void> {
  await db
    .insertInto('upload')
    .values({
      id: upload.id,
      account_id: upload.accountId,
      file_name: upload.fileName,
      bytes: upload.bytes,
      created_at: upload.createdAt,
      expires_at: upload.expiresAt,
      recording_sha256: upload.recordingSha256,
    })
    .execute();
}

/** An account's own upload; nobody else's is ever found. */
export async function findUpload(db: Db, id: string, accountId: string): Promise<UploadRecord | null> {
  const row = await db
    .selectFrom('upload')
    .selectAll()
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row ? toUpload(row) : null;
}

export async function finishUpload(db: Db, id: string, recordingSha256: string): Promise<void> {
  await db.updateTable('upload').set({ recording_sha256: recordingSha256 }).where('id', '=', id).execute();
}

/** Those on their way, the newest first. */
export async function uploadsOf(db: Db, accountId: string): Promise<UploadRecord[]> {
  const rows = await db
    .selectFrom('upload')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('recording_sha256', 'is', null)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map(toUpload);
}

/** What all that is on its way may come to, bytes. */
export async function bytesOnTheWay(db: Db): Promise<number> {
  const row = await db
    .selectFrom('upload')
    .select(sql<number>`coalesce(sum(bytes), 0)`.as('bytes'))
    .where('recording_sha256', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.bytes);
}

export async function deleteUpload(db: Db, id: string): Promise<void> {
  await db.deleteFrom('upload').where('id', '=', id).execute();
}

/** Forgets what has expired; the ids, for whoever removes their bytes. */
export async function expireUploads(db: Db, now: number): Promise<string[]> {
  const rows = await db.deleteFrom('upload').where('expires_at', '<=', now).returning('id').execute();
  return rows.map(({ id }) => id);
}

function toUpload(row: {
  id: string;
  account_id: string;
  file_name: string;
  bytes: number;
  created_at: number;
  expires_at: number;
  recording_sha256: string | null;
}): UploadRecord {
  return {
    id: row.id,
    accountId: row.account_id,
    fileName: row.file_name,
    bytes: row.bytes,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    recordingSha256: row.recording_sha256,
  };
}
