import type { TodayItem } from '@loa/shared/api/today';
import { Priority } from '@loa/shared/messages/use';
import { placeName } from '@loa/shared/place-name';
import type { PlaybackState } from '@loa/shared/playback';
import { sql } from 'kysely';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';

/** So many villages are named; the rest is a number. */
const NAMED = 5;
const HAS_SOUND: readonly PlaybackState[] = ['ready', 'claimed', 'started', 'suspended'];

export interface ItemsQuery {
  root: string;
  /** Planned from then on, and before that. */
  from: number;
  until: number;
  states: readonly PlaybackState[];
  /** So many items are told of. */
  limit: number;
}

export interface CountedItems {
  items: TodayItem[];
  /** All there are; the same in several languages at one hour counts once. */
  count: number;
}

/**
 * What sounds now, or stands in plans: the same item of one run in many places is one. Counted by the database, for a
 * province has sixty thousand rows a day; a cluster whose boxes play the same counts once.
 */
export async function itemsBetween(db: Db, query: ItemsQuery): Promise<CountedItems> {
  const heard = rowsOf(db, query)
    .select([...ITEM, 'cluster_id'])
    .select((eb) => [
      eb.fn.min('id').as('first_id'),
      eb.fn.max(rank).as('rank'),
      eb.fn.max(sql<number>`coalesce(started_at, planned_at) + duration_ms`).as('ends_at'),
      eb.fn.max(eb.case().when('state', 'in', HAS_SOUND).then(1).else(0).end()).as('ready'),
    ])
    .groupBy([...ITEM, 'cluster_id']);
  const items = db
    .selectFrom(heard.as('heard'))
    .select(ITEM)
    .select((eb) => [
      eb.fn.min('first_id').as('first_id'),
      eb.fn.max('rank').as('rank'),
      eb.fn.max('ends_at').as('ends_at'),
      eb.fn.countAll<number>().as('clusters'),
      eb.fn.sum<number>('ready').as('ready'),
      sql<number>`dense_rank() over (order by planned_at, coalesce(bulletin_id, title))`.as('line'),
    ])
    .groupBy(ITEM);
  const rows = await db
    .selectFrom(items.as('item'))
    .selectAll()
    .select(sql<number>`max(line) over ()`.as('lines'))
    .orderBy('planned_at')
    .orderBy('first_id')
    .limit(query.limit)
    .execute();
  const found: TodayItem[] = [];
  for (const row of rows) {
    const { title, language, schedule_id, bulletin_id, planned_at } = row;
    found.push({
      ...{ title, language, scheduleId: schedule_id, bulletinId: bulletin_id, plannedAt: planned_at },
      ...{ priority: Priority.options[row.rank] ?? 'normal', endsAt: row.ends_at },
      ...{ villages: await villagesOf(db, query, row), clusters: row.clusters, ready: row.ready },
    });
  }
  return { items: found, count: rows[0]?.lines ?? 0 };
}

const ITEM = ['schedule_id', 'bulletin_id', 'title', 'language', 'planned_at'] as const;
/** Where a priority stands in the order of all. */
const rank = sql<number>`case priority ${sql.join(
  Priority.options.map((each, at) => sql`when ${each} then ${sql.lit(at)}`),
  sql` `,
)} end`;

function rowsOf(db: Db, { root, from, until, states }: ItemsQuery) {
  return db
    .selectFrom('playback')
    .where('area_id', 'in', belowQuery(db, root))
    .where('planned_at', '>=', from)
    .where('planned_at', '<', until)
    .where('state', 'in', [...states])
    .where('withdrawn_at', 'is', null)
    .where('displaced_by', 'is', null);
}

interface ItemKey {
  schedule_id: string | null;
  bulletin_id: string | null;
  title: string;
  language: string;
  planned_at: number;
}

/** Some of its villages: reading all of them to find the first in the alphabet would be reading every row again. */
async function villagesOf(db: Db, query: ItemsQuery, item: ItemKey): Promise<string[]> {
  const some = rowsOf(db, query)
    .select('area_id')
    .distinct()
    .where('planned_at', '=', item.planned_at)
    .where('title', '=', item.title)
    .where('language', '=', item.language)
    .where('schedule_id', item.schedule_id === null ? 'is' : '=', item.schedule_id)
    .where('bulletin_id', item.bulletin_id === null ? 'is' : '=', item.bulletin_id)
    .limit(NAMED);
  const rows = await db.selectFrom('area').select(['kind', 'name']).where('id', 'in', some).execute();
  return rows.map(placeName).sort((a, b) => a.localeCompare(b, 'vi'));
}
