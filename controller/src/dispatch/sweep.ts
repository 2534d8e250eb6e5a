import { MINUTE } from '@loa/shared/instant';
import type { Clock } from '@loa/shared/ports/clock';
import { heldRevisions } from '../db/box-reports.js';
import type { Changes } from '../db/changes.js';
import type { Db } from '../db/database.js';
import { guessEnd, skipDisplaced, type Unreported, unreported } from '../db/playbacks.js';

/** How long after a session had to end a box may still be about to report it, milliseconds. */
export const REPORT_GRACE_MS = 15 * MINUTE;
const BATCH = 500;

/**
 * Gives every playback an end that a person can see: what nobody reported is provisionally `unknown`, and what was
 * withdrawn in time is provisionally `cancelled`. A late report supersedes both.
 */
export async function sweepUnreported({
  db,
  clock,
  changes,
}: {
  db: Db;
  clock: Clock;
  changes: Changes;
}): Promise<number> {
  const now = clock.now();
  let swept = await sweepDisplaced({ db, changes, now });
  while (true) {
    const rows = await unreported(db, now - REPORT_GRACE_MS, BATCH);
    if (rows.length === 0) return swept;
    const held = await heldRevisions(db, [...new Set(rows.map(({ boxId }) => boxId))]);
    const cancelled = rows.filter((row) => neverToPlay(row, held.get(row.boxId) ?? 0)).map(({ id }) => id);
    const lost = rows.filter(({ id }) => !cancelled.includes(id)).map(({ id }) => id);
    await guessEnd(db, cancelled, { state: 'cancelled', reason: 'removed' }, now);
    await guessEnd(db, lost, { state: 'unknown', reason: 'unreachable' }, now);
    changes.notify({ kind: 'playbacks', ids: rows.map(({ id }) => id) });
    swept += rows.length;
  }
}

/** What gave way is known the moment it may not begin any more; no box is asked. */
async function sweepDisplaced({
  db,
  changes,
  now,
}: {
  db: Db;
  changes: Changes;
  now: number;
}): Promise<number> {
  let swept = 0;
  while (true) {
    const ids = await skipDisplaced(db, now, BATCH);
    if (ids.length === 0) return swept;
    changes.notify({ kind: 'playbacks', ids });
    swept += ids.length;
  }
}

/**
 * Whether a box cannot have played what was withdrawn: it never held a plan as new as the one that had it, or it
 * holds one issued after the withdrawal (revisions are unix milliseconds).
 */
function neverToPlay({ withdrawnAt, planRevision }: Unreported, held: number): boolean {
  if (withdrawnAt === null) return false;
  return held < (planRevision ?? 0) || held >= withdrawnAt;
}
