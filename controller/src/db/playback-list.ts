import type { Playback } from '@loa/shared/api/playbacks';
import { PlaybackState } from '@loa/shared/playback';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';
import { playbacksById } from './playback-view.js';

/** All filters together must hold; null means any. */
export interface PlaybackFilter {
  /** At or below this area. */
  root: string;
  clusterId: string | null;
  boxId: string | null;
  scheduleId: string | null;
  bulletinId: string | null;
  language: string | null;
  priority: string | null;
  states: readonly PlaybackState[] | null;
  /** from ≤ plannedAt < to. */
  from: number | null;
  to: number | null;
}

export interface PlaybackKey {
  plannedAt: number;
  id: string;
}

type Row = PlaybackKey;

/**
 * Newest planned first, by (plannedAt, id), so that a page never repeats or skips while new ones arrive. Over a million
 * lines the database alone often chose to sort all of them; so we say which index leads, ask for a page from each of its
 * stretches and keep the newest of them.
 */
export async function listPlaybacks(
  db: Db,
  filter: PlaybackFilter,
  page: { after: PlaybackKey | null; limit: number },
): Promise<Playback[]> {
  const areas = (await belowQuery(db, filter.root).execute()).map(({ id }) => id);
  const lead = leadOf(filter, areas);
  const found: Row[] = [];
  for (const value of lead.values) {
    const conditions = [
      lead.column === null ? null : is(lead.column, value),
      lead.first ? is(lead.first.column, lead.first.value) : null,
      // Said word for word, or the database does not see that the partial index will do.
      lead.usual && sql<SqlBool>`${sql.ref(lead.usual.column)} <> ${sql.lit(lead.usual.value)}`,
      ...others(filter, areas, lead),
      ...within(filter, page.after),
    ].filter((condition) => condition !== null);
    const rows = await sql<{ planned_at: number; id: string }>`
      select planned_at, id from playback where ${sql.join(conditions, sql` and `)}
      order by planned_at desc, id desc limit ${page.limit}`.execute(db);
    for (const { planned_at: plannedAt, id } of rows.rows) found.push({ plannedAt, id });
  }
  const ids = found
    .sort(newestFirst)
    .slice(0, page.limit)
    .map(({ id }) => id);
  const playbacks = new Map((await playbacksById(db, ids)).map((playback) => [playback.id, playback]));
  return ids.flatMap((id) => playbacks.get(id) ?? []);
}

function newestFirst(a: Row, b: Row): number {
  return b.plannedAt - a.plannedAt || (a.id < b.id ? 1 : -1);
}

interface Lead {
  /** Leads an index that goes on with planned_at; null: that of planned_at itself. */
  column:
    | 'box_id'
    | 'cluster_id'
    | 'bulletin_id'
    | 'schedule_id'
    | 'area_id'
    | 'state'
    | 'priority'
    | 'language'
    | null;
  values: readonly string[];
  /** What stands before it in that index. */
  first?: { column: 'priority'; value: string };
  /** The value that a partial index leaves out, as nearly all lines have it; null: it leaves out none. */
  usual: { column: 'priority' | 'language'; value: string } | null;
}

/** More stretches cost more than going through the log from the newest line: so many places are a large part of it. */
const FEW_AREAS = 60;
/** A place by itself has few lines. */
const VERY_FEW_AREAS = 3;
/** States that most lines have: nothing is narrowed by them. */
const USUAL_STATES: readonly PlaybackState[] = ['finished', 'planned'];

/** What narrows the log most. */
function leadOf(filter: PlaybackFilter, areas: readonly string[]): Lead {
  const one = (column: Lead['column'], value: string): Lead => ({ column, values: [value], usual: null });
  if (filter.boxId !== null) return one('box_id', filter.boxId);
  if (filter.bulletinId !== null) return one('bulletin_id', filter.bulletinId);
  if (filter.clusterId !== null) return one('cluster_id', filter.clusterId);
  if (filter.scheduleId !== null) return one('schedule_id', filter.scheduleId);
  const byArea: Lead = { column: 'area_id', values: areas, usual: null };
  if (areas.length <= VERY_FEW_AREAS) return byArea;
  const { states, priority, language } = filter;
  if (priority !== null && priority !== 'normal') {
    return {
      ...{ column: 'state', values: states ?? PlaybackState.options },
      ...{ first: { column: 'priority', value: priority }, usual: { column: 'priority', value: 'normal' } },
    };
  }
  if (states !== null && !states.some((state) => USUAL_STATES.includes(state))) {
    return { column: 'state', values: states, usual: null };
  }
  if (language !== null && language !== 'vi') {
    return { ...one('language', language), usual: { column: 'language', value: 'vi' } };
  }
  return areas.length <= FEW_AREAS ? byArea : { column: null, values: [''], usual: null };
}

function is(column: string, value: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} = ${value}`;
}

/** The other filters, written so that no index is tempted to lead in their place. */
function others(
  filter: PlaybackFilter,
  areas: readonly string[],
  lead: Lead,
): (RawBuilder<SqlBool> | null)[] {
  const leads = (column: string) => column === lead.column || column === lead.first?.column;
  const same = (column: Lead['column'] & string, value: string | null) =>
    value === null || leads(column) ? null : sql<SqlBool>`${sql.ref(column)} || '' = ${value}`;
  const anyOf = (column: Lead['column'] & string, values: readonly string[] | null) =>
    values === null || leads(column) ? null : sql<SqlBool>`${sql.ref(column)} || '' in (${sql.join(values)})`;
  return [
    ...[same('box_id', filter.boxId), same('bulletin_id', filter.bulletinId)],
    ...[same('cluster_id', filter.clusterId), same('schedule_id', filter.scheduleId)],
    ...[same('language', filter.language), same('priority', filter.priority)],
    ...[anyOf('state', filter.states), anyOf('area_id', areas)],
  ];
}

function within({ from, to }: PlaybackFilter, after: PlaybackKey | null): (RawBuilder<SqlBool> | null)[] {
  return [
    from === null ? null : sql<SqlBool>`planned_at >= ${from}`,
    to === null ? null : sql<SqlBool>`planned_at < ${to}`,
    after && sql<SqlBool>`planned_at <= ${after.plannedAt}`,
    after && sql<SqlBool>`(planned_at < ${after.plannedAt} or id < ${after.id})`,
  ];
}
