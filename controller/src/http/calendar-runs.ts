import type { Db } from '../db/database.js';
import { holidaysOf } from '../db/holiday-calendars.js';
import { runDurations } from '../db/run-durations.js';
import { compileTimetable } from '../planning/calendar/compile-timetable.js';
import type { LoadedRun } from '../planning/check/problem.js';
import { heardAt, type KnownSchedule, loadOf, schedulesAt } from './schedule-neighbours.js';
import type { PlacedCluster } from './schedule-places.js';

/** What stands in a cluster's calendar on a civil date. */
export type CalendarRuns = (date: string) => readonly LoadedRun[];

/**
 * What each cluster has in its calendar, whether or not it will sound: what a new schedule there is judged by. By
 * cluster id; each date is worked out once for all clusters that hear the same.
 */
export async function calendarRunsAt(
  db: Db,
  audience: readonly PlacedCluster[],
  now: number,
): Promise<Map<string, CalendarRuns>> {
  const schedules = await schedulesAt(db, audience, now);
  const durations = await runDurations(db, schedules);
  const holidays = await holidaysOf(db, schedules);
  const known = schedules.map(({ id, name, areaIds, clusterIds, timetable }): KnownSchedule => {
    const about = { scheduleId: id, name, areas: areaIds, clusters: clusterIds };
    return { ...about, durationMs: durations.get(id) ?? 0, compiled: compileTimetable(timetable, holidays) };
  });
  const calendars = new Map<string, CalendarRuns>();
  return new Map(
    audience.map((placed) => {
      const heard = heardAt(placed, known);
      const key = [placed.zone, ...heard.map(({ scheduleId }) => scheduleId)].join('|');
      const calendar = calendars.get(key) ?? remembered(loadOf(placed.zone, heard));
      calendars.set(key, calendar);
      return [placed.cluster.id, calendar];
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
