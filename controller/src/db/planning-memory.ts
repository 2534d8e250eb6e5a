import { DAY, MINUTE } from '@loa/shared/instant';
import { OpenState } from '@loa/shared/playback';
import { sql } from 'kysely';
import type { RotationMemory } from '../planning/inputs.js';
import type { Db } from './database.js';

/** A run that begins so soon is not filled anew: its boxes may be fetching it already, milliseconds. */
export const FREEZE_MS = 2 * MINUTE;
/** So much of an item must have sounded to count as heard. */
const HEARD_PART = 0.8;
/** Nothing is remembered longer, days. */
const LONGEST_DAYS = 400;
/** How far back runs may still be in a plan, and how long one may last, milliseconds. */
const RUNS_BACK_MS = 2 * DAY;
const RUN_LASTS_MS = DAY;

export const NOTHING_HEARD: RotationMemory = { heard: new Map(), chosen: new Map() };

/** When each of these clusters last heard these bulletins, and what was chosen for its runs that have begun. */
export async function rotationMemory(
  db: Db,
  wanted: { clusterIds: readonly string[]; bulletinIds: readonly string[]; now: number },
): Promise<Map<string, RotationMemory>> {
  const clusterIds = [...wanted.clusterIds];
  if (clusterIds.length === 0) return new Map();
  const { now } = wanted;
  const memories = new Map(clusterIds.map((id) => [id, emptyMemory()]));
  const since = now - LONGEST_DAYS * DAY;
  for (const row of await heardRows(db, clusterIds, wanted.bulletinIds, { since, until: now })) {
    if (row.bulletin_id !== null) memories.get(row.cluster_id)?.heard.set(row.bulletin_id, row.at);
  }
  for (const row of await chosenRows(db, clusterIds, now + FREEZE_MS)) {
    const memory = memories.get(row.cluster_id);
    if (row.at <= now) memory?.begun.add(row.session_id);
    if (row.role !== 'newest' || row.bulletin_id === null || row.slot === null) continue;
    memory?.chosen.set(`${row.session_id}|${row.slot}`, row.bulletin_id);
  }
  return memories;
}

function emptyMemory() {
  return {
    heard: new Map<string, number>(),
    chosen: new Map<string, string>(),
    begun: new Set<string>(),
  };
}

/** Heard, or planned by now with nobody having said that it was not. */
function heardRows(
  db: Db,
  clusterIds: string[],
  bulletinIds: readonly string[],
  { since, until }: { since: number; until: number },
) {
  if (bulletinIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('playback')
    .select(['cluster_id', 'bulletin_id', (eb) => eb.fn.max('planned_at').as('at')])
    .where('cluster_id', 'in', clusterIds)
    .where('bulletin_id', 'in', [...bulletinIds])
    .where('planned_at', '>=', since)
    .where('planned_at', '<=', until)
    .where((eb) =>
      eb.or([
        eb('state', '=', 'finished'),
        eb.and([
          eb('state', '=', 'interrupted'),
          eb('delivered_ms', '>=', sql<number>`${HEARD_PART} * duration_ms`),
        ]),
        eb.and([
          eb('state', 'in', [...OpenState.options, 'unknown']),
          eb('withdrawn_at', 'is', null),
          eb('displaced_by', 'is', null),
        ]),
      ]),
    )
    .groupBy(['cluster_id', 'bulletin_id'])
    .execute();
}

function chosenRows(db: Db, clusterIds: string[], frozen: number) {
  const begun = db
    .selectFrom('playback as run')
    .select('run.session_id')
    .where('run.cluster_id', 'in', clusterIds)
    .where('run.planned_at', '>=', frozen - RUNS_BACK_MS)
    .where('run.planned_at', '<=', frozen)
    // What a run was to give at a time from which it was moved says nothing of its beginning.
    .where('run.withdrawn_at', 'is', null);
  return db
    .selectFrom('playback')
    .select([
      'cluster_id',
      'session_id',
      'role',
      'slot',
      'bulletin_id',
      (eb) => eb.fn.min('planned_at').as('at'),
    ])
    .where('cluster_id', 'in', clusterIds)
    .where('planned_at', '>=', frozen - RUNS_BACK_MS)
    .where('planned_at', '<=', frozen + RUN_LASTS_MS)
    .where('withdrawn_at', 'is', null)
    .where('session_id', 'in', begun)
    .groupBy(['cluster_id', 'session_id', 'role', 'slot', 'bulletin_id'])
    .execute();
}
