import { z } from 'zod';
import { Id } from './ids.js';
import { CivilDate, Instant, TimeOfDay, Weekday } from './instant.js';

/** The nth of something from the start, or, negative, from the end: -1 is the last. */
const DayOfMonth = z.union([z.int().min(1).max(31), z.int().min(-31).max(-1)]);
const NthOfMonth = z.union([z.int().min(1).max(5), z.int().min(-5).max(-1)]);
const Interval = z.int().min(1).max(99).default(1);
const Month = z.int().min(1).max(12);
/** Lunar months have 29 or 30 days; -1 is the last one. */
const LunarDay = z.union([z.int().min(1).max(30), z.literal(-1)]);

/**
 * Which civil dates a rule names. Every rule stands by itself; a date that does not exist (30/2, the fifth Monday,
 * the 30th of a short lunar month) is left out, as in RFC 5545. An interval above 1 counts from `from`, the rule's own
 * first date: weeks from the Monday of its week (RFC 5545 `WKST=MO`), months from its month, days from the date.
 */
export const DayRule = z
  .discriminatedUnion('every', [
    z.object({ every: z.literal('day'), interval: Interval, from: CivilDate.optional() }),
    z.object({
      every: z.literal('week'),
      interval: Interval,
      from: CivilDate.optional(),
      days: z.array(Weekday).min(1).max(7),
    }),
    z.object({
      every: z.literal('month'),
      interval: Interval,
      from: CivilDate.optional(),
      dates: z.array(DayOfMonth).max(31).default([]),
      weekdays: z
        .array(z.object({ nth: NthOfMonth, day: Weekday }))
        .max(35)
        .default([]),
    }),
    z.object({
      every: z.literal('year'),
      dates: z
        .array(z.object({ month: Month, day: DayOfMonth }))
        .min(1)
        .max(60),
    }),
    /** Rằm is 15, mùng một is 1. A leap month has its own rằm. */
    z.object({ every: z.literal('lunarMonth'), days: z.array(LunarDay).min(1).max(30) }),
    /** Tết is 1/1, its eve 12/-1. A date of a leap month is not meant. */
    z.object({
      every: z.literal('lunarYear'),
      dates: z
        .array(z.object({ month: Month, day: LunarDay }))
        .min(1)
        .max(60),
    }),
    z.object({ every: z.literal('date'), dates: z.array(CivilDate).min(1).max(400) }),
    /** Both ends included. */
    z
      .object({ every: z.literal('dateInRange'), from: CivilDate, until: CivilDate })
      .refine((range) => range.from <= range.until, {
        error: 'Khoảng ngày phải kết thúc vào hoặc sau ngày bắt đầu.',
      }),
  ])
  .refine((rule) => !('interval' in rule) || rule.interval === 1 || rule.from !== undefined, {
    error: 'Lặp thưa hơn một lần thì cần ngày để tính từ đó.',
  })
  .refine((rule) => rule.every !== 'month' || rule.dates.length + rule.weekdays.length > 0, {
    error: 'Lịch hằng tháng cần ít nhất một ngày hoặc một thứ.',
  })
  .meta({ id: 'DayRule' });
export type DayRule = z.infer<typeof DayRule>;

/** A time of a timetable. Its id lasts: moving the time keeps the id, so a moved occurrence is never played twice. */
export const TimetableTime = z.object({ occurrenceId: Id, time: TimeOfDay });
export type TimetableTime = z.infer<typeof TimetableTime>;

/** The lasting id of the one time of a timetable that sounds once. */
export const ONCE_OCCURRENCE = 'once';

/** What a holiday calendar does to a timetable: its days are left out, or they alone count. */
export const HolidayUse = z.object({ calendarId: Id, on: z.enum(['skip', 'only']) });

/**
 * A day beyond the rules: at the timetable's own times, or at these. Exceptions, holidays and the first and last date
 * do not remove it. On a day that the rules name as well its times are added; one with the id of an own time replaces
 * that one, which moves it for a day.
 */
export const ExtraDay = z.object({
  date: CivilDate,
  times: z.array(TimetableTime).min(1).max(48).optional(),
});

/** When a schedule sounds: civil times in the zone of the place that hears it, except `now`, which is an instant. */
export const Timetable = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('now'), at: Instant }),
    z.object({ kind: z.literal('once'), date: CivilDate, time: TimeOfDay }),
    z.object({
      kind: z.literal('recurring'),
      /** A day counts when any of these names it. */
      days: z.array(DayRule).min(1).max(16),
      times: z.array(TimetableTime).min(1).max(48),
      /** First and last civil date that the rules may name, both included. */
      from: CivilDate.optional(),
      until: CivilDate.optional(),
      /** Days that the rules name but that are left out. */
      except: z.array(CivilDate).max(400).default([]),
      extra: z.array(ExtraDay).max(400).default([]),
      holidays: z.array(HolidayUse).max(8).default([]),
    }),
  ])
  .meta({ id: 'Timetable' });
export type Timetable = z.infer<typeof Timetable>;
export type RecurringTimetable = Extract<Timetable, { kind: 'recurring' }>;

/** Named days of a country, a province or a commune, as data: public holidays, market days, days of mourning. */
export const HolidayRule = z.object({
  name: z.string().min(1).max(120),
  days: z.array(DayRule).min(1).max(16),
});
export type HolidayRule = z.infer<typeof HolidayRule>;
