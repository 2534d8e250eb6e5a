import type { ScheduleWeek, WeekSchedule } from '@loa/shared/api/schedule-week';
import type { NewSchedule, SchedulePatch } from '@loa/shared/api/schedules';
import type { Timetable } from '@loa/shared/timetable';
import type { z } from 'zod';
import { addDays, WEEK_DAYS } from './week.js';

type Asked = z.input<typeof NewSchedule>;
type Change = z.input<typeof SchedulePatch>;

/** One thing of a week that does not come again by itself, as it would be in the next. */
export type Copy = { key: string; schedule: WeekSchedule /** It stands there already. */; there: boolean } & (
  | { kind: 'new'; id: null; body: Asked }
  /** What was otherwise on single days of a schedule that goes on; its timetable is sent whole, so `readAt` goes along. */
  | {
      kind: 'days';
      id: string;
      readAt: number;
      body: Change;
      moved: readonly Day[];
      left: readonly string[];
    }
);

interface Day {
  date: string;
  times: readonly string[];
}

/**
 * What a week had only once: schedules of single days, and days on which a lasting schedule was moved or left out.
 * `nextWeek` tells what is there already. Only what the person may change.
 */
export function copiesOf(
  week: ScheduleWeek,
  nextWeek: ScheduleWeek,
  newId: (schedule: WeekSchedule) => string,
): Copy[] {
  const known = new Set(nextWeek.schedules.map(said));
  return week.schedules
    .filter(({ mayChange }) => mayChange)
    .flatMap((schedule): Copy[] => {
      const shifted = oneOff(schedule.timetable, week.from);
      if (shifted) {
        const there = known.has(said({ ...schedule, timetable: shifted }));
        return [
          { key: schedule.id, kind: 'new', schedule, id: null, there, body: again(schedule, shifted, newId) },
        ];
      }
      const days = ownDays(schedule, week.from);
      return days ? [days] : [];
    });
}

function again(schedule: WeekSchedule, timetable: Timetable, newId: (s: WeekSchedule) => string): Asked {
  const { bulletinId, programmeId, name, areaIds, clusterIds, lateness } = schedule;
  const { latestStartMinutes, resume, gainDb, priority } = schedule;
  return {
    ...{ id: newId(schedule), bulletinId, programmeId, name, areaIds, clusterIds, lateness },
    ...{ latestStartMinutes, resume, gainDb, priority: priority === 'priority' ? 'priority' : 'normal' },
    timetable: withoutNames(timetable),
  };
}

/** What plays, where and when, without the names of times: two that say the same are the same. */
function said({ bulletinId, programmeId, areaIds, clusterIds, timetable }: WeekSchedule): string {
  const places = [[...areaIds].sort(), [...clusterIds].sort()];
  return JSON.stringify([bulletinId, programmeId, places, withoutNames(timetable)]);
}

function withoutNames(timetable: Timetable): Asked['timetable'] {
  if (timetable.kind !== 'recurring') return timetable.kind === 'now' ? { kind: 'now' } : timetable;
  return { ...timetable, times: timetable.times.map(({ time }) => ({ time })) };
}

/** A timetable of single dates that all lie in this week, a week later; null for all others. */
function oneOff(timetable: Timetable, from: string): Timetable | null {
  const inside = (date: string) => date >= from && date < addDays(from, WEEK_DAYS);
  const later = (date: string) => addDays(date, WEEK_DAYS);
  if (timetable.kind === 'once') return { ...timetable, date: later(timetable.date) };
  if (timetable.kind === 'now' || timetable.extra.length + timetable.holidays.length > 0) return null;
  const [rule] = timetable.days;
  if (timetable.days.length > 1) return null;
  if (rule?.every === 'date' && rule.dates.every(inside))
    return { ...timetable, days: [{ ...rule, dates: rule.dates.map(later) }] };
  if (rule?.every === 'dateInRange' && inside(rule.from) && inside(rule.until))
    return { ...timetable, days: [{ ...rule, from: later(rule.from), until: later(rule.until) }] };
  return null;
}

function ownDays(schedule: WeekSchedule, from: string): Copy | null {
  const { timetable, id, updatedAt } = schedule;
  if (timetable.kind !== 'recurring') return null;
  const inside = ({ date }: { date: string }) => date >= from && date < addDays(from, WEEK_DAYS);
  const later = <T extends { date: string }>(day: T): T => ({ ...day, date: addDays(day.date, WEEK_DAYS) });
  const extra = timetable.extra.filter(inside).map(later);
  const except = timetable.except
    .map((date) => ({ date }))
    .filter(inside)
    .map((day) => later(day).date);
  if (extra.length + except.length === 0) return null;
  const dates = new Set(extra.map(({ date }) => date));
  const next = {
    ...timetable,
    except: [...new Set([...timetable.except, ...except])].sort(),
    extra: [...timetable.extra.filter(({ date }) => !dates.has(date)), ...extra],
  };
  return {
    ...{ key: id, kind: 'days', schedule, id, readAt: updatedAt, body: { timetable: next } },
    there:
      except.every((date) => timetable.except.includes(date)) &&
      extra.every((day) => timetable.extra.some((other) => JSON.stringify(other) === JSON.stringify(day))),
    moved: extra.map(({ date, times }) => ({
      date,
      times: (times ?? timetable.times).map(({ time }) => time),
    })),
    left: except.filter((date) => !dates.has(date)),
  };
}

/** The same copy at another time, where it is a single one. */
export function movedTo(copy: Copy, { date, time }: { date: string | null; time: string }): Copy {
  if (copy.kind !== 'new' || copy.body.timetable.kind !== 'once') return copy;
  const { timetable } = copy.body;
  return { ...copy, body: { ...copy.body, timetable: { ...timetable, time, date: date ?? timetable.date } } };
}
