import type { AskedTimetable } from '@loa/shared/api/schedules';
import {
  type DayRule,
  HolidayUse,
  ONCE_OCCURRENCE,
  type RecurringTimetable,
  type Timetable,
} from '@loa/shared/timetable';
import { z } from 'zod';
import { DaysForm, emptyDays, RuleForm, type RuleLack, ruleOf, typedRule } from './rule-form.js';

/** What is chosen in one tap, and `other`: any rules, one or several. */
export const KINDS = [
  'once',
  'daily',
  'weekly',
  'monthly',
  'yearly',
  'lunar',
  'range',
  'other',
  'now',
] as const;

const TypedTimes = z.array(z.object({ occurrenceId: z.string().optional(), time: z.string() }));

/**
 * A timetable as it is typed. Its own days are those of the kinds that are chosen in one tap; `date` is also the day of
 * `once`, and `from` and `until` are its first and last day.
 */
export const TimetableForm = DaysForm.extend({
  kind: z.enum(KINDS),
  times: TypedTimes,
  /** Of `other`. */
  rules: z.array(RuleForm),
  except: z.array(z.string()),
  /** Days beyond the rules, at the usual times or at these: added here, or moved on the board. */
  extra: z.array(z.object({ date: z.string(), times: TypedTimes.optional() })),
  /** Calendars of holidays that it asks. */
  holidays: z.array(HolidayUse),
});
export type TimetableForm = z.infer<typeof TimetableForm>;

/** What a commune's schedule mostly is: working days at five in the afternoon. */
export function emptyTimetable(today: string): TimetableForm {
  return {
    ...{ ...emptyDays, kind: 'weekly', date: today, times: [{ time: '17:00' }], monthDates: [1] },
    ...{ rules: [], except: [], extra: [], holidays: [] },
  };
}

export type TimetableLack = RuleLack | 'needDate' | 'needTime' | 'needExtraTime';

type Asked = { ok: true; timetable: AskedTimetable } | { ok: false; lack: TimetableLack };

/** What can be asked of the controller, or the first thing that is missing. */
export function askedOf(form: TimetableForm): Asked {
  if (form.kind === 'now') return { ok: true, timetable: { kind: 'now' } };
  const times = filledIn(form.times);
  const [first] = times;
  if (!first) return { ok: false, lack: 'needTime' };
  if (form.kind === 'once') return onceOf(form, first, times);
  const rules = form.kind === 'other' ? form.rules.map(ruleOf) : [simpleRule(form.kind, form)];
  const days: DayRule[] = [];
  for (const rule of rules) {
    if ('lack' in rule) return { ok: false, lack: rule.lack };
    days.push(rule);
  }
  const extra = form.extra.map(({ date, times: own }) => (own ? { date, times: filledIn(own) } : { date }));
  if (extra.some(({ times: own }) => own?.length === 0)) return { ok: false, lack: 'needExtraTime' };
  const { except, holidays } = form;
  return {
    ok: true,
    timetable: { kind: 'recurring', days, times, except, extra, holidays, ...endsOf(form) },
  };
}

const filledIn = (times: TimetableForm['times']) => times.filter(({ time }) => time !== '');

/** One day says all of itself. */
function onceOf({ date }: TimetableForm, first: TypedTime, times: TypedTime[]): Asked {
  if (date === null) return { ok: false, lack: 'needDate' };
  const { occurrenceId = ONCE_OCCURRENCE, time } = first;
  if (times.length === 1 && occurrenceId === ONCE_OCCURRENCE)
    return { ok: true, timetable: { kind: 'once', date, time } };
  // Times keep their lasting names, so that what sounded already does not sound again.
  const days: DayRule[] = [{ every: 'date', dates: [date] }];
  return {
    ok: true,
    timetable: { kind: 'recurring', days, times, except: [], extra: [], holidays: [] },
  };
}
type TypedTime = TimetableForm['times'][number];

type SimpleKind = Exclude<TimetableForm['kind'], 'once' | 'now' | 'other'>;

/** Those chosen in one tap leave out what they do not show: only weeks may be counted. */
function simpleRule(kind: SimpleKind, form: TimetableForm): ReturnType<typeof ruleOf> {
  const counts = kind === 'weekly' && form.interval > 1;
  return ruleOf({ ...form, ...(counts ? {} : { interval: 1, date: null }), monthWeekdays: [], kind });
}

/** A range says its own ends. */
function endsOf({ kind, from, until }: TimetableForm): { from?: string; until?: string } {
  if (kind === 'range') return {};
  return { ...(from === null ? {} : { from }), ...(until === null ? {} : { until }) };
}

/**
 * A time that is free in place of one that is not, wherever that stands: among the usual times or those of an extra day.
 * The first one goes where it is not known which. `date` is the day of `once`.
 */
export function withTime(
  form: TimetableForm,
  { time, instead, date }: { time: string; instead: string | null; date: string | null },
): TimetableForm {
  const days = date === null || form.kind !== 'once' ? {} : { date };
  const swapped = (times: TypedTime[]) =>
    times.map((each) => (each.time === instead ? { ...each, time } : each));
  const extra = form.extra.map((each) => (each.times ? { ...each, times: swapped(each.times) } : each));
  const [first, ...others] = form.times;
  const known = [form, ...form.extra].some(({ times }) => times?.some((each) => each.time === instead));
  const times = known ? swapped(form.times) : [{ ...first, time }, ...others];
  return { ...form, ...days, times, extra };
}

/** What was chosen in one tap, as the first of several rules. */
export function rulesFrom(form: TimetableForm): RuleForm[] {
  if (form.rules.length > 0) return form.rules;
  if (form.kind === 'once') return [{ ...emptyDays, kind: 'dates', dates: form.date ? [form.date] : [] }];
  if (form.kind === 'now' || form.kind === 'other') return [{ ...emptyDays, kind: 'monthly' }];
  const rule = simpleRule(form.kind, form);
  return ['lack' in rule ? { ...emptyDays, kind: form.kind } : typedRule(rule)];
}

/** A stored timetable in the form, of which `askedOf` makes the same again; null: it was played at once, and is over. */
export function formOf(timetable: Timetable, today: string): TimetableForm | null {
  const empty = emptyTimetable(today);
  if (timetable.kind === 'now') return null;
  if (timetable.kind === 'once') {
    const { date, time } = timetable;
    return { ...empty, kind: 'once', date, times: [{ occurrenceId: ONCE_OCCURRENCE, time }] };
  }
  const { days, times, from = null, until = null, except, extra, holidays } = timetable;
  const own = { ...empty, times, from, until, except, extra, holidays };
  const [rule] = days;
  const simple = rule && days.length === 1 ? simpleDays(rule, timetable) : null;
  return simple ? { ...own, ...simple } : { ...own, kind: 'other', rules: days.map(typedRule) };
}

/** How a single rule is chosen in one tap; null: it says more than that. */
function simpleDays(rule: DayRule, timetable: RecurringTimetable): Partial<TimetableForm> | null {
  const { from, until, except, extra, holidays } = timetable;
  const bounded = from !== undefined || until !== undefined;
  const plain = 'interval' in rule && rule.interval === 1 && rule.from === undefined;
  switch (rule.every) {
    case 'day':
      return plain ? { kind: 'daily' } : null;
    case 'week': {
      const { interval, days: weekdays } = rule;
      if (plain) return { kind: 'weekly', weekdays };
      return interval > 1 && rule.from ? { kind: 'weekly', weekdays, interval, date: rule.from } : null;
    }
    case 'month':
      return plain && rule.weekdays.length === 0 ? { kind: 'monthly', monthDates: rule.dates } : null;
    case 'year':
      return { kind: 'yearly', yearDates: rule.dates };
    case 'lunarMonth':
      return { kind: 'lunar', lunarDays: rule.days };
    case 'dateInRange':
      return bounded ? null : { kind: 'range', from: rule.from, until: rule.until };
    case 'date': {
      const [only] = rule.dates;
      const more = rule.dates.length + except.length + extra.length + holidays.length > 1;
      return bounded || more || only === undefined ? null : { kind: 'once', date: only };
    }
    case 'lunarYear':
      return null;
  }
}
