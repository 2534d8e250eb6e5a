import { ScheduleWeek, type WeekRun, type WeekSchedule } from '@loa/shared/api/schedule-week';
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { datesFrom } from './board.js';
import { WEEKDAYS, weekdayOf } from './weekdays.js';

export const WEEK_DAYS = 7;

/**
 * Every run of an area from a civil date on, in one request. Another week's is not shown until it comes: a week without
 * any of its own would look as if nothing were planned.
 */
export function weekQuery(areaId: string, from: string, days = WEEK_DAYS) {
  return queryOptions({
    queryKey: [KEYS.schedules, 'week', areaId, from, days],
    queryFn: ({ signal }) =>
      ask('GET', `/areas/${areaId}/week`, ScheduleWeek, { signal, query: { from, days } }),
  });
}

export const addDays = (civil: string, days: number): string =>
  new Date(Date.parse(`${civil}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The Monday of the week in which a civil date lies. */
export function mondayOf(civil: string): string {
  return addDays(civil, -WEEKDAYS.indexOf(weekdayOf(civil)));
}

/** A run with what it is a run of. */
export interface WeekEntry {
  key: string;
  run: WeekRun;
  schedule: WeekSchedule;
  /** When it ends, as far as is known, milliseconds since 1970. */
  endsAt: number;
  over: boolean;
  /** Whether the person may move it: theirs, and still to come. */
  movable: boolean;
}

export function entriesOf({ runs, schedules }: ScheduleWeek, now: number): WeekEntry[] {
  const byId = new Map(schedules.map((schedule) => [schedule.id, schedule]));
  return runs.flatMap((run) => {
    const schedule = byId.get(run.scheduleId);
    if (!schedule) return [];
    const over = run.startsAt <= now;
    return {
      key: `${run.scheduleId} ${run.occurrenceId} ${run.date} ${run.time}`,
      ...{ run, schedule, over, endsAt: run.startsAt + schedule.durationMs },
      movable: schedule.mayChange && !over && schedule.timetable.kind !== 'now',
    };
  });
}

/** A schedule's page, opened at one run of it. */
export function runAddress({ scheduleId, date, occurrenceId }: WeekRun): string {
  return `/lich-phat/${scheduleId}?${new URLSearchParams({ ngay: date, buoi: occurrenceId })}`;
}

/** Its days with their entries, those without any too. */
export function byDay(entries: readonly WeekEntry[], from: string, days: number) {
  return datesFrom(from, days).map((date) => ({
    date,
    entries: entries.filter(({ run }) => run.date === date),
  }));
}
