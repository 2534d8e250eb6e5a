import { Today, type TodayItem } from '@loa/shared/api/today';
import { Priority } from '@loa/shared/messages/use';
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';

/** A page that nobody touches turns to the new day by itself, milliseconds. */
const EVERY_MS = 5 * 60_000;

/** Everything of the home page in one answer. */
export const todayQuery = queryOptions({
  queryKey: [KEYS.today],
  queryFn: ({ signal }) => ask('GET', '/today', Today, { signal }),
  refetchInterval: EVERY_MS,
});

/** What sounds at one hour under one title, in all its languages. */
export interface TodayLine {
  key: string;
  title: string;
  plannedAt: number;
  /** The highest of its languages'. */
  priority: Priority;
  /** Null: live speech or an emergency, of no schedule. */
  scheduleId: string | null;
  languages: readonly string[];
  villages: readonly string[];
  clusters: number;
  ready: number;
}

/** A bulletin in five languages is one line to the person who planned it. Pure. */
export function linesOf(items: readonly TodayItem[]): TodayLine[] {
  const lines = new Map<string, TodayLine>();
  for (const item of items) {
    const { title, plannedAt, language, villages, clusters, ready } = item;
    const key = `${plannedAt}|${item.bulletinId ?? title}`;
    const before = lines.get(key);
    lines.set(key, {
      ...{ key, title, plannedAt, priority: higher(before?.priority ?? 'normal', item.priority) },
      scheduleId: before?.scheduleId ?? item.scheduleId,
      languages: [...new Set([...(before?.languages ?? []), language])],
      villages: [...new Set([...(before?.villages ?? []), ...villages])],
      clusters: (before?.clusters ?? 0) + clusters,
      ready: (before?.ready ?? 0) + ready,
    });
  }
  return [...lines.values()];
}

function higher(a: Priority, b: Priority): Priority {
  const ranks = Priority.options;
  return ranks.indexOf(a) > ranks.indexOf(b) ? a : b;
}

/**
 * Whether there is nothing to tell but that. A loudspeaker whose memory is full, or that nobody has taken in yet, is not
 * silent and still not good. Pure.
 */
export function isAllWell({
  fleet,
  lostCount,
  stops,
}: Pick<Today, 'fleet' | 'lostCount' | 'stops'>): boolean {
  return fleet.good === fleet.all && lostCount === 0 && stops.length === 0;
}
