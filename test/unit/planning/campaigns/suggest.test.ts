import { MINUTE } from '@loa/shared/instant';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import { type SuggestPlace, suggestSlots } from '../../../../controller/src/planning/campaigns/suggest.js';
import type { WeekProgress } from '../../../../controller/src/planning/campaigns/week-progress.js';

const civil = civilTime('Asia/Ho_Chi_Minh');
const at = (date: string, time: string) => civil.instantOf(date, time);
/** A week from Monday 2/11 to Sunday 8/11/2026. */
const campaign = { from: '2026-11-02', until: '2026-11-08' };
const DAYS = ['02', '03', '04', '05', '06', '07', '08'].map((day) => `2026-11-${day}`);

function week(more: Partial<WeekProgress> = {}): WeekProgress {
  return {
    ...{ week: '2026-11-02', plays: 0, playsWanted: null, minutes: 0, minutesWanted: null },
    ...{ plannedPlays: 0, plannedMinutes: 0, ...more },
  };
}

function run(date: string, from: string, to: string) {
  return { startsAt: at(date, from), endsAt: at(date, to) };
}

/** Open from 05:30 to 21:00, nothing sounding, no limits. */
function place(more: Partial<SuggestPlace> = {}): SuggestPlace {
  return {
    clusterId: 'cluster_a',
    civil,
    limits: { maxSessionMs: null, maxDayMs: null, maxSessionsPerDay: null },
    planned: [],
    calendar: [],
    playMs: 5 * MINUTE,
    isOpen: (start, ms) => {
      const from = civil.minuteOf(start);
      return from >= 330 && from + ms / MINUTE <= 1260;
    },
    weeks: [week({ playsWanted: 7 })],
    ...more,
  };
}

function suggest(places: SuggestPlace[], now = at('2026-11-01', '08:00')) {
  return suggestSlots({ campaign, places, now });
}
const short = (slots: ReturnType<typeof suggest>) =>
  slots.map(({ date, time, minutes }) => [date, time, minutes]);

describe('suggested times', () => {
  it('meet what is lacking, fairly over the days, at the usual evening time', () => {
    expect(short(suggest([place()]))).toEqual(DAYS.map((date) => [date, '17:00', 5]));
  });

  it('come just after what the cluster hears anyway, and at that time on other days', () => {
    const busy = [run('2026-11-02', '17:30', '17:42'), run('2026-11-03', '17:30', '17:42')];
    const slots = suggest([place({ planned: busy, weeks: [week({ playsWanted: 7 })] })]);
    expect(short(slots)).toEqual([
      ['2026-11-02', '17:45', 5],
      ['2026-11-03', '17:45', 5],
      ...DAYS.slice(2).map((date) => [date, '17:30', 5]),
    ]);
  });

  it('come just before it where what follows is not allowed', () => {
    const busy = DAYS.map((date) => run(date, '20:40', '21:00'));
    expect(suggest([place({ planned: busy, weeks: [week({ playsWanted: 1 })] })])).toMatchObject([
      { time: '20:35' },
    ]);
  });

  it('are only as many as are lacking beyond what was heard and what is planned', () => {
    const weeks = [week({ playsWanted: 7, plays: 3, plannedPlays: 2 })];
    expect(suggest([place({ weeks })])).toHaveLength(2);
    expect(suggest([place({ weeks: [week({ playsWanted: 2, plays: 3 })] })])).toEqual([]);
  });

  it('are longer where minutes are lacking, and more where a run may not be long', () => {
    const weeks = [week({ playsWanted: 2, minutesWanted: 40 })];
    expect(suggest([place({ weeks })]).map(({ minutes }) => minutes)).toEqual([20, 20]);
    const limits = { maxSessionMs: 10 * MINUTE, maxDayMs: null, maxSessionsPerDay: null };
    expect(suggest([place({ weeks, limits })]).map(({ minutes }) => minutes)).toEqual([10, 10, 10, 10]);
  });

  it('lie ahead, with time to prepare', () => {
    const slots = suggest([place()], at('2026-11-07', '16:45'));
    expect(slots.every(({ date, time }) => at(date, time) >= at('2026-11-07', '17:15'))).toBe(true);
    expect(slots[0]).toMatchObject({ date: '2026-11-07' });
    expect(suggest([place()], at('2026-11-09', '00:00'))).toEqual([]);
  });

  it('are one suggestion for all clusters where they are equal', () => {
    const two = [
      place(),
      place({ clusterId: 'cluster_b' }),
      place({ clusterId: 'cluster_c', isOpen: () => false }),
    ];
    const slots = suggest(two);
    expect(slots).toHaveLength(7);
    expect(slots[0]?.clusterIds).toEqual(['cluster_a', 'cluster_b']);
  });

  it('respect runs and minutes a day', () => {
    const limits = { maxSessionMs: null, maxDayMs: 14 * MINUTE, maxSessionsPerDay: 2 };
    const weeks = [week({ playsWanted: 30 })];

    expect(count(suggest([place({ limits, weeks })])).get('2026-11-04')).toBe(2);
    const tight = { ...limits, maxDayMs: 9 * MINUTE };
    expect(count(suggest([place({ limits: tight, weeks })])).get('2026-11-04')).toBe(1);
  });

  it('keep away from what stands in the calendar though it will be silent, and count it for the day', () => {
    const calendar = DAYS.map((date) => run(date, '17:00', '17:20'));
    const slots = suggest([place({ calendar })]);
    expect(slots).toHaveLength(7);
    expect(slots.every(({ time }) => time === '17:20')).toBe(true);
    const limits = { maxSessionMs: null, maxDayMs: null, maxSessionsPerDay: 1 };
    expect(suggest([place({ calendar, limits })])).toEqual([]);
    expect(suggest([place({ planned: calendar, limits })])).toEqual([]);
  });

  it('count a run that is both planned and in the calendar once, as long as the longer of the two', () => {
    const both = {
      planned: DAYS.map((date) => run(date, '17:00', '17:12')),
      calendar: DAYS.map((date) => run(date, '17:00', '17:08')),
    };
    const limits = { maxSessionMs: null, maxDayMs: null, maxSessionsPerDay: 2 };
    const slots = suggest([place({ ...both, limits })]);
    expect(short(slots)).toEqual(DAYS.map((date) => [date, '17:15', 5]));
  });

  it('have room for a whole play, also where that is longer than what is usually suggested', () => {
    const long = (limits: Partial<SuggestPlace['limits']> = {}) =>
      suggest([place({ playMs: 40.5 * MINUTE, limits: { ...place().limits, ...limits } })]);
    expect(long().map(({ minutes }) => minutes)).toEqual(DAYS.map(() => 41));
    expect(long({ maxDayMs: 40 * MINUTE })).toEqual([]);
  });

  it('are not made for what lies further ahead than a schedule may', () => {
    const far = { from: '2027-11-15', until: '2027-11-21' };
    const weeks = [week({ week: '2027-11-15', playsWanted: 7 })];
    const slots = (now: number) => suggestSlots({ campaign: far, places: [place({ weeks })], now });
    expect(slots(at('2026-11-01', '08:00'))).toEqual([]);
    expect(slots(at('2026-12-01', '08:00'))).toHaveLength(7);
  });

  it('never overlap anything, nor lie where a loudspeaker must be silent, whatever sounds already', () => {
    const anyRun = fc.record({
      day: fc.integer({ min: 0, max: 6 }),
      minute: fc.integer({ min: 330, max: 1250 }),
      length: fc.integer({ min: 1, max: 90 }),
    });
    fc.assert(
      fc.property(
        fc.array(anyRun, { maxLength: 30 }),
        fc.integer({ min: 1, max: 40 }),
        (runs, playsWanted) => {
          const busy = runs.map(({ day, minute, length }) => {
            const startsAt = at(DAYS[day] ?? '', '00:00') + minute * MINUTE;
            return { startsAt, endsAt: startsAt + length * MINUTE };
          });
          const own = place({ planned: busy, weeks: [week({ playsWanted })] });
          const slots = suggest([own]).map(({ date, time, minutes }) => {
            return { startsAt: at(date, time), endsAt: at(date, time) + minutes * MINUTE };
          });
          const all = [...busy, ...slots];
          for (const slot of slots) {
            expect(own.isOpen(slot.startsAt, slot.endsAt - slot.startsAt)).toBe(true);
            const others = all.filter((other) => other !== slot);
            expect(others.some((o) => o.startsAt < slot.endsAt && slot.startsAt < o.endsAt)).toBe(false);
          }
          expect(slots.length).toBeLessThanOrEqual(playsWanted);
        },
      ),
      { numRuns: 100 },
    );
  });
});

function count(slots: ReturnType<typeof suggest>): Map<string, number> {
  const days = new Map<string, number>();
  for (const { date } of slots) days.set(date, (days.get(date) ?? 0) + 1);
  return days;
}
