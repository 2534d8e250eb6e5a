import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import { nextQuiet, quietAt } from '../../../../controller/src/planning/place/quiet.js';
import type { QuietTime } from '../../../../shared/src/place-rules.js';

const vietnam = civilTime('Asia/Ho_Chi_Minh');
const at = (text: string) => Date.parse(`${text}+07:00`);
const noon = { from: '11:30', to: '13:30', why: 'giờ nghỉ trưa' };
const lessons = { from: '07:00', to: '10:30', days: [1, 2, 3, 4, 5], why: 'giờ học' };
const sundayNight = { from: '22:00', to: '06:00', days: [7], why: 'đêm chủ nhật' };

describe('a quiet time', () => {
  // 2026-11-02 is a Monday.
  it.each([
    ['2026-11-02T11:29:59', null],
    ['2026-11-02T11:30:00', 'giờ nghỉ trưa'],
    ['2026-11-02T13:29:59', 'giờ nghỉ trưa'],
    ['2026-11-02T13:30:00', null],
    ['2026-11-02T08:00:00', 'giờ học'],
    ['2026-11-07T08:00:00', null], // Saturday: no school
    ['2026-11-01T22:00:00', 'đêm chủ nhật'],
    ['2026-11-02T05:59:00', 'đêm chủ nhật'], // Monday morning belongs to Sunday's night
    ['2026-11-01T05:00:00', null],
    ['2026-11-02T22:30:00', null],
  ])('at %s is %s', (when, why) => {
    expect(quietAt(at(when), [noon, lessons, sundayNight], vietnam)?.why ?? null).toBe(why);
  });

  it('from midnight to midnight is the whole day', () => {
    const sunday = { from: '00:00', to: '24:00', days: [7], why: 'ngày lễ của làng' };
    expect(quietAt(at('2026-11-01T00:00:00'), [sunday], vietnam)).toBe(sunday);
    expect(quietAt(at('2026-11-01T23:59:59'), [sunday], vietnam)).toBe(sunday);
    expect(quietAt(at('2026-11-02T00:00:00'), [sunday], vietnam)).toBeNull();
  });
});

describe('the next quiet time', () => {
  const next = (from: string, until: string, quiet: readonly QuietTime[]) => {
    const found = nextQuiet(at(from), at(until), quiet, vietnam);
    return found && [found.at, found.quiet.why];
  };

  it('is the first to begin', () => {
    expect(next('2026-11-02T10:45:00', '2026-11-02T21:00:00', [lessons, noon])).toEqual([
      at('2026-11-02T11:30:00'),
      'giờ nghỉ trưa',
    ]);
  });

  it('is the one that holds already', () => {
    const now = '2026-11-02T08:00:30';
    expect(next(now, '2026-11-02T21:00:00', [noon, lessons])).toEqual([at(now), 'giờ học']);
  });

  it('is none when it begins as the time asked for ends', () => {
    expect(next('2026-11-02T10:30:00', '2026-11-02T11:30:00', [noon])).toBeNull();
    expect(next('2026-11-02T10:30:00', '2026-11-02T11:30:01', [noon])).not.toBeNull();
  });

  it('may be days ahead', () => {
    expect(next('2026-11-02T06:30:00', '2026-11-20T00:00:00', [sundayNight])).toEqual([
      at('2026-11-08T22:00:00'),
      'đêm chủ nhật',
    ]);
  });
});

describe('where the clock changes', () => {
  const berlin = civilTime('Europe/Berlin');

  it('both passes of the hour that DST repeats are quiet', () => {
    const early = { from: '02:10', to: '02:40', why: 'thử' };
    const end = Date.parse('2026-10-25T06:00:00Z');
    const first = Date.parse('2026-10-25T00:10:00Z');
    expect(nextQuiet(Date.parse('2026-10-25T00:00:00Z'), end, [early], berlin)?.at).toBe(first);
    expect(nextQuiet(first + 30 * 60_000, end, [early], berlin)?.at).toBe(first + 60 * 60_000);
  });

  it('a quiet time that the gap cuts begins where the gap ends', () => {
    const early = { from: '02:30', to: '03:30', why: 'thử' };
    const from = Date.parse('2026-03-29T00:00:00Z');
    expect(nextQuiet(from, from + 86_400_000, [early], berlin)?.at).toBe(Date.parse('2026-03-29T01:00:00Z'));
  });

  it.each(['Asia/Ho_Chi_Minh', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Santiago', 'Asia/Beirut'])(
    'the next quiet minute is the one that asking minute by minute finds (%s)',
    (zone) => {
      const civil = civilTime(zone);
      const time = fc
        .integer({ min: 0, max: 1439 })
        .map((m) => new Date(m * 60_000).toISOString().slice(11, 16));
      const quiet = fc.record({
        from: time,
        to: time,
        why: fc.constant('thử'),
        days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      });
      // The days around the changes of all these zones in 2026, and some more.
      const days = fc.constantFrom(
        '2026-03-28',
        '2026-10-24',
        '2026-04-04',
        '2026-10-03',
        '2026-09-05',
        '2026-06-01',
      );
      fc.assert(
        fc.property(days, fc.nat(1439), fc.array(quiet, { maxLength: 3 }), (day, minute, times) => {
          const from = Date.parse(day) + minute * 60_000;
          const until = from + 30 * 3_600_000;
          let expected: number | null = null;
          for (let t = from; t < until && expected === null; t += 60_000) {
            if (quietAt(t, times, civil)) expected = t;
          }
          expect(nextQuiet(from, until, times, civil)?.at ?? null).toBe(expected);
        }),
        { numRuns: 20 },
      );
    },
  );
});
