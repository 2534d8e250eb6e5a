import fc from 'fast-check';
import { DayRule, Timetable } from '../../shared/src/timetable.js';

/** A timetable, where, and the window in which it is compared with the oracle. */
export interface TimetableCase {
  zone: string;
  timetable: Extract<Timetable, { kind: 'recurring' }>;
  /** Unix ms. */
  from: number;
  until: number;
}

const DAY = 86_400_000;

/** Zones, with civil dates around which their clocks do something. */
const ZONES: readonly { zone: string; dates: readonly string[]; since?: string }[] = [
  // No change of clocks since 1975.
  { zone: 'Asia/Ho_Chi_Minh', dates: ['2026-01-01', '2026-12-31'] },
  { zone: 'Europe/Berlin', dates: ['2026-03-29', '2026-10-25', '2028-03-26'] },
  { zone: 'America/New_York', dates: ['2026-03-08', '2026-11-01'] },
  // Half an hour.
  { zone: 'Australia/Lord_Howe', dates: ['2026-10-04', '2026-04-05'] },
  // The gap begins at midnight, the overlap repeats 23:00 to 24:00 of the day before.
  { zone: 'America/Santiago', dates: ['2026-09-06', '2026-04-05'] },
  { zone: 'Asia/Beirut', dates: ['2026-03-29', '2026-10-25'] },
  // Not 2010 and 2014, when summer time paused for Ramadan: the oracle's own search for changes of clocks steps over
  // the pause (it says 2014-06-18T00:00+02:00, where Intl and Temporal say +03:00).
  { zone: 'Africa/Cairo', dates: ['2026-04-24', '2026-10-30'], since: '2015-06-01' },
  // 30/12/2011 did not happen; gaps and overlaps before and after it.
  { zone: 'Pacific/Apia', dates: ['2011-12-30', '2011-09-24', '2012-04-01'] },
  // At 00:01: the day before comes back for 59 minutes after midnight, and a gap that begins after midnight.
  { zone: 'America/St_Johns', dates: ['2009-11-01', '2009-03-08'] },
  // The gap is the day's last hour; the overlap repeats it.
  { zone: 'America/Nuuk', dates: ['2026-03-28', '2026-10-24'] },
  // The gap begins at 23:30 and crosses midnight.
  { zone: 'America/Toronto', dates: ['1919-03-30'] },
  { zone: 'Asia/Kathmandu', dates: ['2026-06-01'] },
];

const isoDate = (at: number) => new Date(at).toISOString().slice(0, 10);
const pad = (n: number) => String(n).padStart(2, '0');

/** Half of them within ten days of something that the zone's clocks do. */
const dateNear = (dates: readonly string[], since = '1998-01-01') =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom(...dates), fc.integer({ min: -10, max: 10 }))
      .map(([date, days]) => isoDate(Date.parse(date) + days * DAY)),
    fc
      .integer({ min: Date.parse(since) / DAY, max: Date.parse('2037-12-31') / DAY })
      .map((day) => isoDate(day * DAY)),
  );

/** Times at which clocks change, most of all. */
const time = fc
  .tuple(
    fc.oneof(fc.constantFrom(0, 1, 2, 3, 23), fc.integer({ min: 0, max: 23 })),
    fc.oneof(fc.constantFrom(0, 15, 30, 59), fc.integer({ min: 0, max: 59 })),
  )
  .map(([hour, minute]) => `${pad(hour)}:${pad(minute)}`);

const nthOf = (most: number) =>
  fc.oneof(fc.integer({ min: 1, max: most }), fc.integer({ min: -most, max: -1 }));
const weekday = fc.integer({ min: 1, max: 7 });

function ruleNear(date: string): fc.Arbitrary<DayRule> {
  // The oracle counts intervals from a first occurrence, so it wants one not long before the window.
  const from = fc.integer({ min: -120, max: 20 }).map((days) => isoDate(Date.parse(date) + days * DAY));
  const within = fc.integer({ min: -20, max: 40 }).map((days) => isoDate(Date.parse(date) + days * DAY));
  const interval = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 5 }));
  const counted = { interval, from };
  return fc
    .oneof(
      fc.record({ every: fc.constant('day' as const), ...counted }),
      fc.record({
        every: fc.constant('week' as const),
        ...counted,
        days: fc.uniqueArray(weekday, { minLength: 1, maxLength: 4 }),
      }),
      fc.record({
        every: fc.constant('month' as const),
        ...counted,
        dates: fc.uniqueArray(nthOf(31), { minLength: 1, maxLength: 4 }),
      }),
      fc.record({
        every: fc.constant('month' as const),
        ...counted,
        weekdays: fc.array(fc.record({ nth: nthOf(5), day: weekday }), { minLength: 1, maxLength: 3 }),
      }),
      fc.record({
        every: fc.constant('year' as const),
        dates: fc.array(fc.record({ month: fc.integer({ min: 1, max: 12 }), day: nthOf(31) }), {
          minLength: 1,
          maxLength: 4,
        }),
      }),
      fc.record({
        every: fc.constant('date' as const),
        dates: fc.array(within, { minLength: 1, maxLength: 4 }),
      }),
      fc.tuple(within, fc.integer({ min: 0, max: 30 })).map(([first, days]) => ({
        every: 'dateInRange' as const,
        from: first,
        until: isoDate(Date.parse(first) + days * DAY),
      })),
    )
    .map((rule) => DayRule.parse(rule));
}

const timesOf = (prefix: string, most: number) =>
  fc
    .array(time, { minLength: 1, maxLength: most })
    .map((times) => times.map((each, at) => ({ occurrenceId: `${prefix}_${at}`, time: each })));

const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

/** The oracle cannot count from a date that its zone leaves out: it begins the day after, and every interval shifts. */
const countsFromNowhere = ({ zone, timetable }: TimetableCase) =>
  zone === 'Pacific/Apia' && timetable.days.some((rule) => 'from' in rule && rule.from === '2011-12-30');

/** A random timetable of one to three rules near a date of one of the zones, with all that may be added to it. */
export const timetableCase: fc.Arbitrary<TimetableCase> = fc
  .constantFrom(...ZONES)
  .chain(({ zone, dates, since }) =>
    dateNear(dates, since).chain((date) => {
      const around = fc.integer({ min: -15, max: 45 }).map((days) => isoDate(Date.parse(date) + days * DAY));
      return fc
        .record({
          days: fc.array(ruleNear(date), { minLength: 1, maxLength: 3 }),
          times: timesOf('occ', 3),
          from: seldom(around),
          until: seldom(around),
          except: fc.array(around, { maxLength: 3 }),
          extra: fc.array(
            fc.oneof(
              fc.record({ date: around }),
              // Now and then the id of one of the timetable's own times: a time that was moved for that day.
              fc.record({ date: around, times: fc.oneof(timesOf('ext', 2), timesOf('occ', 2)) }),
            ),
            { maxLength: 2 },
          ),
          begin: fc.integer({ min: -12 * 24, max: 24 }),
          hours: fc.integer({ min: 20, max: 35 * 24 }),
        })
        .map(({ begin, hours, ...parts }) => {
          const from = Date.parse(date) + begin * 3_600_000;
          const timetable = Timetable.parse({ kind: 'recurring', ...parts });
          if (timetable.kind !== 'recurring') throw new Error('not what was parsed');
          return { zone, timetable, from, until: from + hours * 3_600_000 };
        });
    }),
  )
  .filter((each) => !countsFromNowhere(each));
