import type { AskedTimetable } from '@loa/shared/api/schedules';
import { HolidayUse, type Timetable } from '@loa/shared/timetable';
import { z } from 'zod';

/** A timetable as it is typed; each way of naming days keeps what was typed in it while another one is looked at. */
export const TimetableForm = z.object({
  kind: z.enum(['once', 'daily', 'weekly', 'monthly', 'yearly', 'lunar', 'range', 'now']),
  /** Of `once`, and the date that intervals count from, `2026-11-02`. */
  date: z.string().nullable(),
  times: z.array(z.object({ occurrenceId: z.string().optional(), time: z.string() })),
  /** ISO weekdays, Monday 1. */
  weekdays: z.array(z.int().min(1).max(7)),
  everyWeeks: z.int().min(1).max(99),
  monthDates: z.array(z.int()),
  /** `5/18` is 18 May. */
  yearDates: z.array(z.object({ month: z.int(), day: z.int() })),
  /** Days of the lunar month; 15 is rằm. */
  lunarDays: z.array(z.int()),
  from: z.string().nullable(),
  until: z.string().nullable(),
  except: z.array(z.string()),
  /** Single days that are otherwise: what was moved on the board. */
  extra: z
    .array(
      z.object({
        date: z.string(),
        times: z.array(z.object({ occurrenceId: z.string().optional(), time: z.string() })).optional(),
      }),
    )
    .default([]),
  /** Calendars of holidays that it asks; changed elsewhere, kept here. */
  holidays: z.array(HolidayUse).default([]),
});
export type TimetableForm = z.infer<typeof TimetableForm>;

/** What a commune's schedule mostly is: working days at five in the afternoon. */
export function emptyTimetable(today: string): TimetableForm {
  return {
    ...{ kind: 'weekly', date: today, times: [{ time: '17:00' }], weekdays: [1, 2, 3, 4, 5], everyWeeks: 1 },
    ...{ monthDates: [1], yearDates: [], lunarDays: [1, 15], from: null, until: null, except: [] },
    ...{ extra: [], holidays: [] },
  };
}

export type TimetableLack =
  | 'needDate'
  | 'needTime'
  | 'needWeekday'
  | 'needMonthDate'
  | 'needYearDate'
  | 'needLunarDay'
  | 'needRange';

/** What can be asked of the controller, or the first thing that is missing. */
export function askedOf(
  form: TimetableForm,
): { ok: true; timetable: AskedTimetable } | { ok: false; lack: TimetableLack } {
  if (form.kind === 'now') return { ok: true, timetable: { kind: 'now' } };
  const times = form.times.filter(({ time }) => time !== '');
  const [first] = times;
  if (!first) return { ok: false, lack: 'needTime' };
  if (form.kind === 'once') {
    if (form.date === null) return { ok: false, lack: 'needDate' };
    if (times.length === 1)
      return { ok: true, timetable: { kind: 'once', date: form.date, time: first.time } };
    return recurring({ every: 'date', dates: [form.date] }, { ...form, ...UNBOUNDED }, times);
  }
  const rule = ruleOf(form);
  return 'lack' in rule ? { ok: false, lack: rule.lack } : recurring(rule, form, times);
}

/**
 * Whether a free time that is offered can only be meant for its one time: of several nobody is told which one stands in
 * the way, and another would be moved. Pure.
 */
export function hasOneTime({ times, extra }: Pick<TimetableForm, 'times' | 'extra'>): boolean {
  return (
    times.filter(({ time }) => time !== '').length === 1 && extra.every((day) => day.times === undefined)
  );
}

/** One day says all of itself. */
const UNBOUNDED = { from: null, until: null, except: [], extra: [], holidays: [] };

type Rule = Extract<Timetable, { kind: 'recurring' }>['days'][number];

function ruleOf(form: TimetableForm): Rule | { lack: TimetableLack } {
  const { weekdays, everyWeeks, date, monthDates, yearDates, lunarDays, from, until } = form;
  switch (form.kind) {
    case 'weekly':
      if (weekdays.length === 0) return { lack: 'needWeekday' };
      if (everyWeeks === 1) return { every: 'week', interval: 1, days: inOrder(weekdays) };
      if (date === null) return { lack: 'needDate' };
      return { every: 'week', interval: everyWeeks, from: date, days: inOrder(weekdays) };
    case 'monthly':
      if (monthDates.length === 0) return { lack: 'needMonthDate' };
      return { every: 'month', interval: 1, dates: inOrder(monthDates), weekdays: [] };
    case 'yearly':
      return yearDates.length === 0 ? { lack: 'needYearDate' } : { every: 'year', dates: [...yearDates] };
    case 'lunar':
      if (lunarDays.length === 0) return { lack: 'needLunarDay' };
      return { every: 'lunarMonth', days: inOrder(lunarDays) };
    case 'range':
      if (from === null || until === null || from > until) return { lack: 'needRange' };
      return { every: 'dateInRange', from, until };
    case 'daily':
    case 'once':
    case 'now':
      return { every: 'day', interval: 1 };
  }
}

function recurring(rule: Rule, form: TimetableForm, times: TimetableForm['times']) {
  const { kind, from, until, except, extra, holidays } = form;
  // A range says its own ends.
  const ends =
    kind === 'range' ? {} : { ...(from === null ? {} : { from }), ...(until === null ? {} : { until }) };
  const timetable = {
    ...{ kind: 'recurring' as const, days: [rule], times: [...times], except: [...except].sort() },
    ...{ extra: [...extra], holidays: [...holidays], ...ends },
  };
  return { ok: true as const, timetable };
}

const inOrder = (list: readonly number[]): number[] => [...new Set(list)].sort((a, b) => a - b);

/** A stored timetable in the form; null: it says more than the form can, so its days are changed elsewhere. */
export function formOf(timetable: Timetable, today: string): TimetableForm | null {
  const empty = emptyTimetable(today);
  if (timetable.kind === 'now') return null;
  if (timetable.kind === 'once')
    return { ...empty, kind: 'once', date: timetable.date, times: [{ time: timetable.time }] };
  const { days, times, from = null, until = null, except, extra, holidays } = timetable;
  const [rule] = days;
  if (!rule || days.length > 1) return null;
  const named = namedDays(rule);
  if (named?.kind === 'once' && extra.length + holidays.length + except.length > 0) return null;
  return named && { ...empty, from, until, except, extra, holidays, times: [...times], ...named };
}

function namedDays(rule: Rule): Partial<TimetableForm> | null {
  switch (rule.every) {
    case 'day':
      return rule.interval === 1 ? { kind: 'daily' } : null;
    case 'week':
      return {
        ...{ kind: 'weekly', weekdays: rule.days, everyWeeks: rule.interval },
        ...(rule.from === undefined ? {} : { date: rule.from }),
      };
    case 'month':
      if (rule.interval !== 1 || rule.weekdays.length > 0) return null;
      return { kind: 'monthly', monthDates: rule.dates };
    case 'year':
      return { kind: 'yearly', yearDates: rule.dates };
    case 'lunarMonth':
      return { kind: 'lunar', lunarDays: rule.days };
    case 'dateInRange':
      return { kind: 'range', from: rule.from, until: rule.until };
    case 'date': {
      const [only] = rule.dates;
      return rule.dates.length === 1 && only !== undefined ? { kind: 'once', date: only } : null;
    }
    case 'lunarYear':
      return null;
  }
}
