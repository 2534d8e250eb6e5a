import type { AskedTimetable } from '@loa/shared/api/schedules';
import type { Timetable } from '@loa/shared/timetable';
import { WEEKDAYS, weekdayOf } from './weekdays.js';

/** One run as a timetable has it. */
export interface Run {
  occurrenceId: string;
  date: string;
  time: string;
}

export interface Place {
  date: string;
  time: string;
}

type Recurring = Extract<Timetable, { kind: 'recurring' }>;
type AskedTime = { occurrenceId?: string | undefined; time: string };
type AskedExtra = { date: string; times?: AskedTime[] | undefined };

/**
 * The timetable in which this one run goes elsewhere and all others stay. `sameDay` is every run of the schedule on
 * that run's date, itself included.
 */
export function movedOnce(
  timetable: Timetable,
  run: Run,
  to: Place,
  sameDay: readonly Run[],
): AskedTimetable | null {
  if (timetable.kind === 'now') return null;
  if (timetable.kind === 'once') return { kind: 'once', ...to };
  if (to.date === run.date) {
    const extra = withTimes(timetable, to.date, (times) => [
      ...times.filter(({ occurrenceId }) => occurrenceId !== run.occurrenceId),
      { occurrenceId: run.occurrenceId, time: to.time },
    ]);
    return { ...timetable, extra };
  }
  const left = withoutRun(timetable, run, sameDay);
  // Another day is another run: it gets a name of its own, else it would take the place of that day's usual one.
  return { ...left, extra: withTimes(left, to.date, (times) => [...times, { time: to.time }]) };
}

/** The timetable without this one run; a timetable that has no other is cancelled, not emptied: null. */
export function skippedOnce(timetable: Timetable, run: Run, sameDay: readonly Run[]): AskedTimetable | null {
  return timetable.kind === 'recurring' ? withoutRun(timetable, run, sameDay) : null;
}

function withoutRun(timetable: Recurring, run: Run, sameDay: readonly Run[]) {
  const rest = sameDay
    .filter(({ date, occurrenceId }) => date === run.date && occurrenceId !== run.occurrenceId)
    .map(({ occurrenceId, time }) => ({ occurrenceId, time }));
  const others: AskedExtra[] = timetable.extra.filter(({ date }) => date !== run.date);
  return {
    ...timetable,
    except: [...new Set([...timetable.except, run.date])].sort(),
    // An exception takes the whole day; what is to stay on it is said again.
    extra: rest.length === 0 ? others : byDate([...others, { date: run.date, times: rest }]),
  };
}

function withTimes(
  { extra, times: own }: { extra: readonly AskedExtra[]; times: readonly AskedTime[] },
  date: string,
  change: (times: AskedTime[]) => AskedTime[],
): AskedExtra[] {
  const entry = extra.find((each) => each.date === date);
  // An extra day without times of its own has the usual ones.
  const before = entry ? [...(entry.times ?? own)] : [];
  return byDate([...extra.filter((each) => each !== entry), { date, times: change(before) }]);
}

const byDate = (extra: AskedExtra[]): AskedExtra[] => extra.sort((a, b) => (a.date < b.date ? -1 : 1));

/**
 * The timetable in which every run like this one goes elsewhere; null where "every" cannot be said: another day for
 * anything but one time of a week, or a run that stands alone.
 */
export function movedAlways(timetable: Timetable, run: Run, to: Place): AskedTimetable | null {
  if (timetable.kind !== 'recurring') return null;
  if (!timetable.times.some(({ occurrenceId }) => occurrenceId === run.occurrenceId)) return null;
  const times = timetable.times.map((each) =>
    each.occurrenceId === run.occurrenceId ? { ...each, time: to.time } : each,
  );
  if (to.date === run.date) return { ...timetable, times };
  const [rule] = timetable.days;
  if (rule?.every !== 'week' || timetable.days.length > 1 || timetable.times.length > 1) return null;
  const [from, into] = [isoWeekday(run.date), isoWeekday(to.date)];
  if (!rule.days.includes(from) || (into !== from && rule.days.includes(into))) return null;
  const days = rule.days.map((day) => (day === from ? into : day)).sort((a, b) => a - b);
  return { ...timetable, times, days: [{ ...rule, days }] };
}

function isoWeekday(civil: string): number {
  return WEEKDAYS.indexOf(weekdayOf(civil)) + 1;
}
