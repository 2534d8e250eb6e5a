import type { RecordingUse } from '@loa/shared/api/recordings';
import { z } from 'zod';
import { belowQuery, idsAround } from './areas.js';
import type { Db } from './database.js';
import { readJson } from './json-column.js';

/** More are not worth reading. */
const MOST_USES = 20;

/** The bulletins at or below `root` that use a recording, the newest first. */
export async function usesOfRecording(db: Db, sha256: string, root: string): Promise<RecordingUse[]> {
  const rows = await db
    .selectFrom('variant')
    .innerJoin('bulletin', 'bulletin.id', 'variant.bulletin_id')
    .select(['bulletin.id', 'bulletin.area_id', 'bulletin.title'])
    .select(['variant.language', 'variant.state', 'variant.updated_at'])
    .where('variant.recording_sha256', '=', sha256)
    .where('bulletin.area_id', 'in', belowQuery(db, root))
    .orderBy('variant.updated_at', 'desc')
    .limit(MOST_USES)
    .execute();
  return rows.map((row) => ({
    bulletinId: row.id,
    areaId: row.area_id,
    title: row.title,
    language: row.language,
    state: row.state,
    updatedAt: row.updated_at,
  }));
}

/**
 * Whether people of an area may hear a recording: it was brought in, or a bulletin uses it, there, below or above. Knowing
 * its sha256 is no right to it, for logs, grants and plans name that.
 */
export async function mayHear(db: Db, sha256: string, areaId: string): Promise<boolean> {
  const brought = db.selectFrom('recording_area').select('area_id').where('sha256', '=', sha256);
  const used = db
    .selectFrom('variant')
    .innerJoin('bulletin', 'bulletin.id', 'variant.bulletin_id')
    .select('bulletin.area_id')
    .where('variant.recording_sha256', '=', sha256);
  const places = await brought.union(used).execute();
  if (places.length === 0) return false;
  const around = await idsAround(db, areaId);
  return places.some(({ area_id }) => around.has(area_id));
}

/** What a recording was made from, the newest first; none for recordings that came by another way. */
export async function originalOf(db: Db, sha256: string): Promise<{ sha256: string; name: string } | null> {
  const row = await db
    .selectFrom('original')
    .select(['sha256', 'name'])
    .where('recording_sha256', '=', sha256)
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
  return row ?? null;
}

const Points = z.array(z.number());

/** The waveform that was computed before, if it was. */
export async function keptPeaks(db: Db, sha256: string): Promise<number[] | null> {
  const row = await db
    .selectFrom('recording_peaks')
    .select('points')
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  return row ? readJson(Points, row.points, 'recording_peaks.points') : null;
}

export async function keepPeaks(db: Db, sha256: string, points: readonly number[]): Promise<void> {
  await db
    .insertInto('recording_peaks')
    .values({ sha256, points: JSON.stringify(points) })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
}
