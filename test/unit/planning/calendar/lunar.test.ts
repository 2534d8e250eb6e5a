import { describe, expect, it } from 'vitest';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import { dateOfDay, dayNumber } from '../../../../controller/src/planning/calendar/day-number.js';
import { lunarMonths } from '../../../../controller/src/planning/calendar/lunar.js';
import { occurrencesOf } from '../../../../controller/src/planning/calendar/timetable.js';
import {
  VIETNAM_CALENDAR_ID,
  VIETNAM_HOLIDAYS,
} from '../../../../controller/src/planning/calendar/vietnam.js';
import { type DayRule, Timetable } from '../../../../shared/src/timetable.js';

/** Mùng một Tết as it was, or is announced, in Việt Nam. */
const TET = `
  1991-02-15 1992-02-04 1993-01-23 1994-02-10 1995-01-31 1996-02-19 1997-02-07 1998-01-28 1999-02-16 2000-02-05
  2001-01-24 2002-02-12 2003-02-01 2004-01-22 2005-02-09 2006-01-29 2007-02-17 2008-02-07 2009-01-26 2010-02-14
  2011-02-03 2012-01-23 2013-02-10 2014-01-31 2015-02-19 2016-02-08 2017-01-28 2018-02-16 2019-02-05 2020-01-25
  2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-02`
  .trim()
  .split(/\s+/);

/** 2025 had a leap sixth month: thirteen first and thirteen full-moon days. */
const FIRST_DAYS_2025 = `
  2025-01-29 2025-02-28 2025-03-29 2025-04-28 2025-05-27 2025-06-25 2025-07-25 2025-08-23 2025-09-22 2025-10-21
  2025-11-20 2025-12-20`
  .trim()
  .split(/\s+/);
const FIFTEENTH_DAYS_2025 = `
  2025-01-14 2025-02-12 2025-03-14 2025-04-12 2025-05-12 2025-06-10 2025-07-09 2025-08-08 2025-09-06 2025-10-06
  2025-11-04 2025-12-04`
  .trim()
  .split(/\s+/);

const civil = civilTime('Asia/Ho_Chi_Minh');
const lunarYear = (...dates: { month: number; day: number }[]): DayRule => ({ every: 'lunarYear', dates });
const lunarMonth = (...days: number[]): DayRule => ({ every: 'lunarMonth', days });

function datesOf(rule: DayRule, from: string, until: string): string[] {
  const times = [{ occurrenceId: 'occ_a', time: '18:00' }];
  const timetable = Timetable.parse({ kind: 'recurring', days: [rule], times, from, until });
  const places = { civil, holidays: new Map() };
  const window = { from: Date.parse(from) - 86_400_000, until: Date.parse(until) + 2 * 86_400_000 };
  return occurrencesOf(timetable, places, window).map(({ localDate }) => localDate);
}

describe('Tết', () => {
  it('is on the forty dates on which Việt Nam kept and keeps it', () => {
    expect(TET).toHaveLength(40);
    expect(datesOf(lunarYear({ month: 1, day: 1 }), '1991-01-01', '2030-12-31')).toEqual(TET);
  });

  it('has its eve on the day before, whether the twelfth month has 29 days or 30', () => {
    const eves = datesOf(lunarYear({ month: 12, day: -1 }), '1991-01-01', '2030-12-31');
    expect(eves).toEqual(TET.map((date) => dateOfDay(dayNumber(date) - 1)));
  });

  it.each([
    // Việt Nam reckons by UTC+7, China by UTC+8.
    ['1985', '1985-01-21', '1985-02-20'],
    ['2007', '2007-02-17', '2007-02-18'],
    ['2030', '2030-02-02', '2030-02-03'],
    ['2053', '2053-02-18', '2053-02-19'],
  ])('of %s is on %s, not on %s as in China', (year, tet) => {
    expect(datesOf(lunarYear({ month: 1, day: 1 }), `${year}-01-01`, `${year}-12-31`)).toEqual([tet]);
  });
});

describe('lunar months', () => {
  it('have their first days where the calendar of 2025 has them, the leap month included', () => {
    expect(datesOf(lunarMonth(1), '2025-01-01', '2025-12-31')).toEqual(FIRST_DAYS_2025);
  });

  it('have their full moons where the calendar of 2025 has them', () => {
    expect(datesOf(lunarMonth(15), '2025-01-01', '2025-12-31')).toEqual(FIFTEENTH_DAYS_2025);
  });

  it.each([
    [
      'mùng một and rằm together, in order',
      lunarMonth(15, 1),
      '2025-06-20',
      '2025-08-10',
      ['2025-06-25', '2025-07-09', '2025-07-25', '2025-08-08'],
    ],
    [
      'the 30th only where the month has one',
      lunarMonth(30),
      '2025-01-01',
      '2025-07-31',
      ['2025-02-27', '2025-04-27', '2025-07-24'],
    ],
    [
      'the last day, 29th or 30th',
      lunarMonth(-1),
      '2025-02-01',
      '2025-07-31',
      ['2025-02-27', '2025-03-28', '2025-04-27', '2025-05-26', '2025-06-24', '2025-07-24'],
    ],
    [
      'the last day and the 30th are one day',
      lunarMonth(30, -1),
      '2025-02-01',
      '2025-03-31',
      ['2025-02-27', '2025-03-28'],
    ],
    [
      'a yearly date is not meant in a leap month',
      lunarYear({ month: 6, day: 1 }),
      '2025-01-01',
      '2025-12-31',
      ['2025-06-25'],
    ],
    [
      'Giỗ Tổ, 10/3',
      lunarYear({ month: 3, day: 10 }),
      '2023-01-01',
      '2026-12-31',
      ['2023-04-29', '2024-04-18', '2025-04-07', '2026-04-26'],
    ],
    [
      'Vu Lan, 15/7, and Trung thu, 15/8',
      lunarYear({ month: 7, day: 15 }, { month: 8, day: 15 }),
      '2024-01-01',
      '2026-12-31',
      ['2024-08-18', '2024-09-17', '2025-09-06', '2025-10-06', '2026-08-27', '2026-09-25'],
    ],
  ] as [string, DayRule, string, string, string[]][])('%s', (_words, rule, from, until, dates) => {
    expect(datesOf(rule, from, until)).toEqual(dates);
  });

  it('follow each other without a gap, each of 29 or 30 days', () => {
    const months = lunarMonths(dayNumber('1970-01-01'), dayNumber('2100-01-01'));
    for (const [at, month] of months.entries()) {
      expect([29, 30]).toContain(month.length);
      const next = months[at + 1];
      if (next) expect(next.firstDay).toBe(month.firstDay + month.length);
    }
  });

  it('are silent beyond the years that are known', () => {
    expect(datesOf(lunarMonth(1), '2201-01-01', '2201-12-31')).toEqual([]);
  });
});

describe('the public holidays of Việt Nam', () => {
  it('of 2026 stand where the calendar has them', () => {
    const times = [{ occurrenceId: 'occ_a', time: '06:00' }];
    const only = [{ calendarId: VIETNAM_CALENDAR_ID, on: 'only' }];
    const timetable = Timetable.parse({ kind: 'recurring', days: [{ every: 'day' }], times, holidays: only });
    const found = occurrencesOf(
      timetable,
      { civil, holidays: new Map([[VIETNAM_CALENDAR_ID, VIETNAM_HOLIDAYS]]) },
      { from: Date.parse('2026-01-01T00:00:00+07:00'), until: Date.parse('2027-01-01T00:00:00+07:00') },
    );
    expect(found.map(({ localDate }) => localDate)).toEqual([
      '2026-01-01',
      '2026-02-16',
      '2026-02-17',
      '2026-02-18',
      '2026-02-19',
      '2026-02-20',
      '2026-04-26',
      '2026-04-30',
      '2026-05-01',
      '2026-09-02',
    ]);
  });
});
