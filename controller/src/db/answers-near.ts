import type { Playback } from '@loa/shared/api/playbacks';
import { HOUR, type Instant } from '@loa/shared/instant';
import type { Db } from './database.js';
import { playbacksById } from './playback-view.js';

/** The longest that one item may last (a relay of four hours), and how late it may begin, milliseconds. */
const BEFORE_MS = 9 * HOUR;
const AFTER_MS = HOUR;
/** So many rows of one cluster are looked at. */
const MAX_ROWS = 2_000;

/** The log of a cluster around an instant, by plan, whatever area it lay in then. */
export async function playbacksNear(db: Db, clusterId: string, at: Instant): Promise<Playback[]> {
  const rows = await db
    .selectFrom('playback')
    .select('id')
    .where('cluster_id', '=', clusterId)
    .where('planned_at', '>=', at - BEFORE_MS)
    .where('planned_at', '<', at + AFTER_MS)
    .orderBy('planned_at', 'desc')
    .limit(MAX_ROWS)
    .execute();
  return playbacksById(
    db,
    rows.map(({ id }) => id),
  );
}

/** The name of the schedule that a playback gave way to; null where it gave way to none. */
export async function displacerOf(db: Db, playbackId: string): Promise<string | null> {
  const row = await db
    .selectFrom('playback')
    .innerJoin('schedule', 'schedule.id', 'playback.displaced_by')
    .select('schedule.name')
    .where('playback.id', '=', playbackId)
    .executeTakeFirst();
  return row?.name ?? null;
}
