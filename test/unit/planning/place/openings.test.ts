import { describe, expect, it } from 'vitest';
import {
  closingAt,
  nearestStarts,
  openingsOf,
  startsThatFit,
} from '../../../../controller/src/planning/place/openings.js';
import { minutesOfDay } from '../../../../shared/src/instant.js';
import type { QuietTime } from '../../../../shared/src/place-rules.js';

const window = (from: string, to: string) => ({ from, to, maxGainDb: 0 });
const [MON, TUE, SAT, SUN] = [1, 2, 6, 7];
const usual = [window('05:30', '06:00'), window('06:00', '21:00')];
const noon = { from: '11:30', to: '13:30', why: 'giờ nghỉ trưa' };
const open = (hours: { from: string; to: string; maxGainDb: number }[], ...quiet: QuietTime[]) =>
  openingsOf({ hours, quiet });

const always = (minutes: number) => new Float64Array(1440).fill(minutes);

describe('when a place may sound', () => {
  it('is its hours less what is quiet on that weekday', () => {
    const openings = open(usual, noon, { from: '19:00', to: '06:15', days: [SUN], why: 'đêm chủ nhật' });
    const shown = (day: number) => openings[day - 1]?.map(({ from, to }) => [from / 60, to / 60]);
    expect(shown(SUN)).toEqual([
      [5.5, 11.5],
      [13.5, 19],
    ]);
    expect(shown(MON)).toEqual([
      [6.25, 11.5],
      [13.5, 21],
    ]);
    expect(shown(TUE)).toEqual([
      [5.5, 11.5],
      [13.5, 21],
    ]);
  });

  it('is all the time where all day is open, and ends where the first silence is', () => {
    const always = open([window('00:00', '24:00')]);
    expect(closingAt(always, MON, 600)).toBeGreaterThanOrEqual(7 * 1440);
    const sundayMorning = { from: '00:00', to: '06:00', days: [SUN], why: 'thử' };
    expect(closingAt(open([window('00:00', '24:00')], sundayMorning), SAT, 1439)).toBe(1440);
    expect(closingAt(open([window('00:00', '01:00'), window('22:00', '24:00')]), SUN, 1380)).toBe(1500);
  });
});

describe('the nearest start', () => {
  const openings = open(usual, { ...noon, from: '11:00', to: '17:00' });
  it.each([
    ['03:15', 20, [null, '05:30']],
    ['11:40', 20, ['10:40', '17:00']],
    ['16:40', 20, ['10:40', '17:00']],
    ['20:59', 30, ['20:30', null]],
    ['06:40', 20, ['06:40', '06:41']],
    ['06:40', 400, [null, null]],
    ['20:45', 19.5, ['20:40', null]],
  ])('to %s for %d minutes: %j', (time, length, [before, after]) => {
    const found = nearestStarts(startsThatFit(openings, MON, always(Number(length))), minutesOfDay(time));
    expect(found).toEqual({
      before: before ? minutesOfDay(before) : null,
      after: after ? minutesOfDay(after) : null,
    });
  });

  it('runs over midnight where the night is open', () => {
    const night = open([window('00:00', '01:00'), window('22:00', '24:00')]);
    const starts = startsThatFit(night, MON, always(90));
    expect([1409, 1410, 1411].map((minute) => starts[minute])).toEqual([1, 1, 0]);
  });
});
