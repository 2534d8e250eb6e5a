import { Priority } from '@loa/shared/messages/use';
import { placeName } from '@loa/shared/place-name';
import type { PlaybackState, Reason } from '@loa/shared/playback';
import { sql } from 'kysely';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';

/** A line of the log that was not heard as it should. */
export interface LostPlayback {
  playbackId: string;
  boxId: string;
  clusterId: string;
  title: string;
  areaName: string;
  clusterName: string;
  plannedAt: number;
  state: PlaybackState;
  reason: Reason | null;
}

export const LOST = ['failed', 'missed', 'interrupted', 'unknown'] as const;
/** More would be the log page. */
const MOST_LOST = 500;

/** What was lost since `since` at or below an area, the newest first. */
export async function lostSince(
  db: Db,
  { root, since, now }: { root: string; since: number; now: number },
): Promise<LostPlayback[]> {
  const rows = await db
    .selectFrom('playback')
    .innerJoin('cluster', 'cluster.id', 'playback.cluster_id')
    .innerJoin('area', 'area.id', 'playback.area_id')
    .select(['playback.id', 'playback.box_id', 'playback.cluster_id', 'playback.title'])
    .select(['playback.planned_at', 'playback.state', 'playback.reason'])
    .select(['area.kind', 'area.name as area_name', 'cluster.name as cluster_name'])
    .where('playback.area_id', 'in', belowQuery(db, root))
    .where('playback.planned_at', '>=', since)
    .where('playback.planned_at', '<=', now)
    .where('playback.state', 'in', [...LOST])
    .orderBy('playback.planned_at', 'desc')
    .orderBy('playback.id')
    .limit(MOST_LOST)
    .execute();
  return rows.map((row) => ({
    ...{ playbackId: row.id, boxId: row.box_id, clusterId: row.cluster_id, title: row.title },
    ...{ areaName: placeName({ kind: row.kind, name: row.area_name }), clusterName: row.cluster_name },
    ...{ plannedAt: row.planned_at, state: row.state, reason: row.reason },
  }));
}

export async function finishedSince(
  db: Db,
  { root, since, now }: { root: string; since: number; now: number },
): Promise<number> {
  const row = await db
    .selectFrom('playback')
    .select(sql<number>`count(*)`.as('count'))
    .where('area_id', 'in', belowQuery(db, root))
    .where('planned_at', '>=', since)
    .where('planned_at', '<=', now)
    .where('state', '=', 'finished')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** A line of the log that sounds or is to sound. */
export interface ComingPlayback {
  title: string;
  language: string;
  priority: Priority;
  scheduleId: string | null;
  bulletinId: string | null;
  plannedAt: number;
  endsAt: number;
  clusterId: string;
  village: string;
  state: PlaybackState;
}

/** What sounds now, or stands in plans between `from` and `until`, in order of time. */
export async function comingBetween(
  db: Db,
  query: { root: string; from: number; until: number; states: readonly PlaybackState[]; limit: number },
): Promise<ComingPlayback[]> {
  const rows = await db
    .selectFrom('playback')
    .innerJoin('area', 'area.id', 'playback.area_id')
    .select(['title', 'language', 'priority', 'schedule_id', 'bulletin_id', 'planned_at', 'started_at'])
    .select(['duration_ms', 'cluster_id', 'state', 'area.kind', 'area.name'])
    .where('playback.area_id', 'in', belowQuery(db, query.root))
    .where('planned_at', '>=', query.from)
    .where('planned_at', '<', query.until)
    .where('state', 'in', [...query.states])
    .where('withdrawn_at', 'is', null)
    .where('displaced_by', 'is', null)
    .orderBy('planned_at')
    .orderBy('playback.id')
    .limit(query.limit)
    .execute();
  return rows.map((row) => ({
    ...{ title: row.title, language: row.language, state: row.state },
    priority: Priority.parse(row.priority),
    ...{ scheduleId: row.schedule_id, bulletinId: row.bulletin_id, plannedAt: row.planned_at },
    ...{ endsAt: (row.started_at ?? row.planned_at) + row.duration_ms, clusterId: row.cluster_id },
    village: placeName(row),
  }));
}

export interface BulletinCounts {
  /** Variants: each is approved by itself. */
  waiting: number;
  /** Bulletins of whoever asks, as the list of bulletins finds them. */
  returnedToMe: number;
  myDrafts: number;
}

export async function bulletinCounts(db: Db, root: string, accountId: string): Promise<BulletinCounts> {
  const mine = sql<boolean>`coalesce(bulletin.owner_id, bulletin.created_by) = ${accountId}`;
  const state = sql<string>`coalesce(variant.state, 'draft')`;
  const row = await db
    .selectFrom('bulletin')
    .leftJoin('variant', 'variant.bulletin_id', 'bulletin.id')
    .select([
      sql<number>`count(case when ${state} = 'submitted' then 1 end)`.as('waiting'),
      sql<number>`count(distinct case when ${state} = 'rejected' and ${mine} then bulletin.id end)`.as(
        'returned',
      ),
      sql<number>`count(distinct case when ${state} = 'draft' and ${mine} then bulletin.id end)`.as('drafts'),
    ])
    .where('bulletin.area_id', 'in', belowQuery(db, root))
    .where(state, 'in', ['submitted', 'rejected', 'draft'])
    .executeTakeFirstOrThrow();
  return {
    waiting: Number(row.waiting),
    returnedToMe: Number(row.returned),
    myDrafts: Number(row.drafts),
  };
}
