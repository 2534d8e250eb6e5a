import { placeName } from '@loa/shared/place-name';
import type { PlaybackState, Reason } from '@loa/shared/playback';
import { sql } from 'kysely';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';

/** A line of the log that was not heard as it should. */
export interface LostPlayback {
  playbackId: string;
  title: string;
  areaName: string;
  clusterName: string;
  plannedAt: number;
  state: PlaybackState;
  reason: Reason | null;
}

const LOST = ['failed', 'missed', 'interrupted', 'unknown'] as const;

/** The newest of what was lost since `since` at or below an area. */
export async function lostSince(
  db: Db,
  { limit, ...span }: LostSpan & { limit: number },
): Promise<LostPlayback[]> {
  const rows = await lostQuery(db, span)
    .innerJoin('cluster', 'cluster.id', 'playback.cluster_id')
    .innerJoin('area', 'area.id', 'playback.area_id')
    .select(['playback.id', 'playback.title', 'playback.planned_at', 'playback.state', 'playback.reason'])
    .select(['area.kind', 'area.name as area_name', 'cluster.name as cluster_name'])
    .orderBy('playback.planned_at', 'desc')
    .orderBy('playback.id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    ...{ playbackId: row.id, title: row.title },
    ...{ areaName: placeName({ kind: row.kind, name: row.area_name }), clusterName: row.cluster_name },
    ...{ plannedAt: row.planned_at, state: row.state, reason: row.reason },
  }));
}

/** Of one box: how much, and the newest of it. */
export interface BoxLosses {
  count: number;
  newest: string;
}

/** What each box lost since `since`, at or below an area. */
export async function lostByBox(db: Db, span: LostSpan): Promise<Map<string, BoxLosses>> {
  const ranked = lostQuery(db, span).select([
    'playback.id',
    'playback.box_id',
    sql<number>`count(*) over (partition by playback.box_id)`.as('count'),
    sql<number>`row_number() over (partition by playback.box_id order by playback.planned_at desc, playback.id)`.as(
      'place',
    ),
  ]);
  const rows = await db.selectFrom(ranked.as('lost')).selectAll().where('place', '=', 1).execute();
  return new Map(rows.map(({ box_id, count, id }) => [box_id, { count, newest: id }]));
}

interface LostSpan {
  root: string;
  since: number;
  now: number;
}

function lostQuery(db: Db, { root, since, now }: LostSpan) {
  return db
    .selectFrom('playback')
    .where('playback.area_id', 'in', belowQuery(db, root))
    .where('playback.planned_at', '>=', since)
    .where('playback.planned_at', '<=', now)
    .where('playback.state', 'in', [...LOST]);
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
