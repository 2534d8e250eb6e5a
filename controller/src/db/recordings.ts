import type { Recording } from '@loa/shared/api/recordings';
import type { Db } from './database.js';
import type { RecordingTable } from './schema.js';

/** The copy for browsers. */
export interface AacCopy {
  sha256: string;
  bytes: number;
}

/** What a person uploaded, kept for the record. */
export interface OriginalRecord {
  sha256: string;
  recordingSha256: string;
  name: string;
  bytes: number;
  format: string | null;
  createdAt: number;
  createdBy: string;
}

/** Storing the same recording or original again changes nothing: the first record stands. */
export async function insertRecording(
  db: Db,
  recording: Recording,
  extras: { aac: AacCopy | null; original: OriginalRecord | null },
): Promise<void> {
  await db
    .insertInto('recording')
    .values({
      sha256: recording.sha256,
      bytes: recording.bytes,
      duration_ms: recording.durationMs,
      lufs: recording.lufs,
      peak_db: recording.peakDb,
      aac_sha256: extras.aac?.sha256 ?? null,
      aac_bytes: extras.aac?.bytes ?? null,
      created_at: recording.createdAt,
      created_by: recording.createdBy,
    })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
  const { original } = extras;
  if (!original) return;
  await db
    .insertInto('original')
    .values({
      sha256: original.sha256,
      recording_sha256: original.recordingSha256,
      name: original.name,
      bytes: original.bytes,
      format: original.format,
      created_at: original.createdAt,
      created_by: original.createdBy,
    })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
}

/** Notes that an area's people brought a recording in, first or again. False when that was known. */
export async function admitRecording(db: Db, sha256: string, areaId: string): Promise<boolean> {
  const result = await db
    .insertInto('recording_area')
    .values({ sha256, area_id: areaId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) === 1;
}

export async function findRecording(db: Db, sha256: string): Promise<Recording | null> {
  const row = await db.selectFrom('recording').selectAll().where('sha256', '=', sha256).executeTakeFirst();
  return row ? toRecording(row) : null;
}

/** The recording's copy for browsers, if it has one. */
export async function findAacCopy(db: Db, sha256: string): Promise<AacCopy | null> {
  const row = await db
    .selectFrom('recording')
    .select(['aac_sha256', 'aac_bytes'])
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  if (!row || row.aac_sha256 === null || row.aac_bytes === null) return null;
  return { sha256: row.aac_sha256, bytes: row.aac_bytes };
}

/** The recording that this very upload became, if it came before. */
export async function recordingOfOriginal(db: Db, originalSha256: string): Promise<Recording | null> {
  const row = await db
    .selectFrom('original')
    .innerJoin('recording', 'recording.sha256', 'original.recording_sha256')
    .selectAll('recording')
    .where('original.sha256', '=', originalSha256)
    .executeTakeFirst();
  return row ? toRecording(row) : null;
}

function toRecording(row: RecordingTable): Recording {
  return {
    sha256: row.sha256,
    bytes: row.bytes,
    durationMs: row.duration_ms,
    lufs: row.lufs,
    peakDb: row.peak_db,
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}
