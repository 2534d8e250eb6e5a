import { DAY, type Instant } from '@loa/shared/instant';
import type { Db } from '../db/database.js';
import { holidaysOf } from '../db/holiday-calendars.js';
import { runLengths } from '../db/run-durations.js';
import type { LoadedRun } from '../planning/check/problem.js';
import { createDayLoads } from './day-loads.js';
import { listenerOf } from './listeners.js';
import { heardAt, schedulesAt } from './schedule-neighbours.js';
import type { PlacedCluster } from './schedule-places.js';

/** What stands in a cluster's calendar on a civil date. */
export type CalendarRuns = (date: string) => readonly LoadedRun[];

/**
 * What each cluster has in its calendar on days in the window, whether or not it will sound: what a new schedule there
 * is judged by. By cluster id.
 */
export async function calendarRunsAt(
  db: Db,
  audience: readonly PlacedCluster[],
  { now, from, until }: { now: Instant; from: Instant; until: Instant },
): Promise<Map<string, CalendarRuns>> {
  const schedules = await schedulesAt(db, audience, now);
  const areas = new Set(audience.flatMap(({ chain }) => chain.map(({ id }) => id)));
  const lengthOf = await runLengths(db, schedules, areas);
  const holidays = await holidaysOf(db, schedules);
  const loads = createDayLoads({ holidays, window: { from: from - DAY, until }, lengthOf });
  const known = schedules.map(({ id, name, areaIds, clusterIds, timetable, createdAt }) => {
    const about = { scheduleId: id, name, areas: areaIds, clusters: clusterIds };
    return { ...about, timetable, notBefore: createdAt };
  });
  return new Map(
    audience.map((placed) => {
      const load = loads(placed.zone, listenerOf(placed), heardAt(placed, known));
      return [placed.cluster.id, remembered((date) => [...load(date).runs()])];
    }),
  );
}

function remembered(calendar: CalendarRuns): CalendarRuns {
  const days = new Map<string, readonly LoadedRun[]>();
  return (date) => {
    const known = days.get(date) ?? calendar(date);
    days.set(date, known);
    return known;
  };
}
