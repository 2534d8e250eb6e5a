import { Outlook, type OutlookItem, type OutlookRun } from '@loa/shared/api/answers';
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';

/** Days ahead that a village is shown; plans cover eight. */
const DAYS = 7;

/** What a village will hear in the next days, cluster by cluster, and whether it is ready. */
export function outlookQuery(areaId: string) {
  return queryOptions({
    queryKey: [KEYS.outlook, 'one', areaId],
    queryFn: ({ signal }) => ask('GET', '/outlook', Outlook, { signal, query: { area: areaId, days: DAYS } }),
  });
}

export interface Day {
  /** `2026-11-02` */
  date: string;
  runs: readonly OutlookRun[];
}

/** Runs by their civil date, each day in the order of its runs; days without any are left out. */
export function byDay(runs: readonly OutlookRun[]): Day[] {
  const days = new Map<string, OutlookRun[]>();
  for (const run of [...runs].sort((a, b) => a.startsAt - b.startsAt)) {
    const day = days.get(run.date);
    if (day) day.push(run);
    else days.set(run.date, [run]);
  }
  return [...days].map(([date, list]) => ({ date, runs: list })).sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** How many boxes of the cluster have everything of a run, and how many there are. */
export function boxesReady({ items }: { items: readonly Pick<OutlookItem, 'boxes' | 'boxesReady'>[] }): {
  ready: number;
  all: number;
} {
  const all = Math.max(0, ...items.map(({ boxes }) => boxes));
  const ready = items.length === 0 ? 0 : Math.min(...items.map((item) => item.boxesReady));
  return { ready, all };
}
