import type { DayRule } from '@loa/shared/timetable';
import { z } from 'zod';

/** The ways in which one rule names its days; every rule of a timetable is one of them. */
export const RULE_KINDS = [
  'weekly',
  'monthly',
  'lunar',
  'lunarYear',
  'yearly',
  'daily',
  'dates',
  'range',
] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

const YearDates = z.array(z.object({ month: z.int(), day: z.int() }));

/** Days as they are typed; each way of naming them keeps what was typed in it while another one is looked at. */
export const DaysForm = z.object({
  /** What an interval counts from, `2026-11-02`; null: an interval of one needs none. */
  date: z.string().nullable(),
  /** Every so many days, weeks or months. */
  interval: z.int().min(1).max(99),
  /** ISO weekdays, Monday 1. */
  weekdays: z.array(z.int().min(1).max(7)),
  /** Days of the month; -1 is the last. */
  monthDates: z.array(z.int()),
  /** The nth weekday of the month; -1 is the last. */
  monthWeekdays: z.array(z.object({ nth: z.int(), day: z.int() })),
  /** `5/18` is 18 May. */
  yearDates: YearDates,
  /** Days of the lunar month; 15 is rằm. */
  lunarDays: z.array(z.int()),
  /** Dates of the lunar year: Tết is month 1, day 1. */
  lunarDates: YearDates,
  /** Civil dates chosen one by one. */
  dates: z.array(z.string()),
  /** Both ends of a range of days. */
  from: z.string().nullable(),
  until: z.string().nullable(),
});
export type DaysForm = z.infer<typeof DaysForm>;

/** One of several rules of a timetable, as it is typed. */
export const RuleForm = DaysForm.extend({ kind: z.enum(RULE_KINDS) });
export type RuleForm = z.infer<typeof RuleForm>;

export type RuleLack =
  | 'needCountFrom'
  | 'needWeekday'
  | 'needMonthDate'
  | 'needYearDate'
  | 'needLunarDay'
  | 'needLunarDate'
  | 'needDates'
  | 'needRange';

/** What nobody has said anything about yet: working days, and the lunar days that villages keep. */
export const emptyDays: DaysForm = {
  ...{ date: null, interval: 1, weekdays: [1, 2, 3, 4, 5], monthDates: [], monthWeekdays: [] },
  ...{ yearDates: [], lunarDays: [1, 15], lunarDates: [], dates: [], from: null, until: null },
};

/** The rule that was typed, or the first thing that it lacks. */
export function ruleOf({ kind, ...typed }: RuleForm): DayRule | { lack: RuleLack } {
  const { date, interval } = typed;
  switch (kind) {
    case 'daily':
    case 'weekly':
    case 'monthly':
      if (interval > 1 && date === null) return { lack: 'needCountFrom' };
      return countedRule(kind, typed, { interval, ...(date === null ? {} : { from: date }) });
    case 'yearly':
      return typed.yearDates.length === 0
        ? { lack: 'needYearDate' }
        : { every: 'year', dates: typed.yearDates };
    case 'lunar':
      return typed.lunarDays.length === 0
        ? { lack: 'needLunarDay' }
        : { every: 'lunarMonth', days: typed.lunarDays };
    case 'lunarYear':
      return typed.lunarDates.length === 0
        ? { lack: 'needLunarDate' }
        : { every: 'lunarYear', dates: typed.lunarDates };
    case 'dates':
      return typed.dates.length === 0 ? { lack: 'needDates' } : { every: 'date', dates: typed.dates };
    case 'range': {
      const { from, until } = typed;
      if (from === null || until === null || from > until) return { lack: 'needRange' };
      return { every: 'dateInRange', from, until };
    }
  }
}

function countedRule(
  kind: 'daily' | 'weekly' | 'monthly',
  { weekdays, monthDates, monthWeekdays }: DaysForm,
  counted: { interval: number; from?: string },
): DayRule | { lack: RuleLack } {
  switch (kind) {
    case 'daily':
      return { every: 'day', ...counted };
    case 'weekly':
      return weekdays.length === 0 ? { lack: 'needWeekday' } : { every: 'week', ...counted, days: weekdays };
    case 'monthly':
      return monthDates.length + monthWeekdays.length === 0
        ? { lack: 'needMonthDate' }
        : { every: 'month', ...counted, dates: monthDates, weekdays: monthWeekdays };
  }
}

/** A stored rule, to be changed; `ruleOf` makes the same rule of it. */
export function typedRule(rule: DayRule): RuleForm {
  switch (rule.every) {
    case 'day':
      return { ...emptyDays, ...counting(rule), kind: 'daily' };
    case 'week':
      return { ...emptyDays, ...counting(rule), kind: 'weekly', weekdays: rule.days };
    case 'month': {
      const { dates: monthDates, weekdays: monthWeekdays } = rule;
      return { ...emptyDays, ...counting(rule), kind: 'monthly', monthDates, monthWeekdays };
    }
    case 'year':
      return { ...emptyDays, kind: 'yearly', yearDates: rule.dates };
    case 'lunarMonth':
      return { ...emptyDays, kind: 'lunar', lunarDays: rule.days };
    case 'lunarYear':
      return { ...emptyDays, kind: 'lunarYear', lunarDates: rule.dates };
    case 'date':
      return { ...emptyDays, kind: 'dates', dates: rule.dates };
    case 'dateInRange':
      return { ...emptyDays, kind: 'range', from: rule.from, until: rule.until };
  }
}

const counting = ({ interval, from }: { interval: number; from?: string | undefined }) => ({
  interval,
  date: from ?? null,
});
