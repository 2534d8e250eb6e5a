import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveHours } from '../../../../controller/src/planning/place/effective-hours.js';
import { strictestHours } from '../../../../controller/src/planning/place/hours.js';
import { rulesOf } from '../../../../controller/src/planning/place/rules.js';
import { minutesOfDay } from '../../../../shared/src/instant.js';
import { PlanSettings } from '../../../../shared/src/messages/plan.js';
import { PlaceRules } from '../../../../shared/src/place-rules.js';
import type { SoundWindow } from '../../../../shared/src/sound-window.js';

const rules = (said: Partial<PlaceRules>) => PlaceRules.parse(said);
const window = (from: string, to: string, maxGainDb = 0) => ({ from, to, maxGainDb });
const noon = { from: '11:30', to: '13:30', why: 'giờ nghỉ trưa' };
const school = {
  kind: 'school' as const,
  name: 'Trường Tiểu học Kim Đồng',
  quiet: [{ from: '07:00', to: '10:30', days: [1, 2, 3, 4, 5], why: 'giờ học' }],
  maxGainDb: -9,
};

describe('the rules of a place', () => {
  it('are the defaults where nobody says anything', () => {
    expect(rulesOf([])).toEqual({
      limits: { quiet: [], maxSessionMs: null, maxDayMs: null, maxSessionsPerDay: null },
      languagePolicy: 'firstAvailable',
      repeatInEvening: true,
      neighbours: [],
    });
  });

  it('add up what is quiet and take the smallest of what is counted', () => {
    const province = rules({ quiet: [noon], maxSessionMinutes: 45, maxDayMinutes: 60 });
    const commune = rules({ maxSessionMinutes: 30, maxDayMinutes: 120, maxSessionsPerDay: 3 });
    const cluster = rules({ neighbours: [school], maxSessionsPerDay: 4 });
    const { limits, neighbours } = rulesOf([province, commune, cluster]);
    expect(limits).toEqual({
      quiet: [noon, { ...school.quiet[0], why: 'giờ học, gần Trường Tiểu học Kim Đồng' }],
      maxSessionMs: 30 * 60_000,
      maxDayMs: 60 * 60_000,
      maxSessionsPerDay: 3,
    });
    expect(neighbours).toEqual([school]);
  });

  it('leave customs to the nearest place that has any', () => {
    const commune = rules({ languagePolicy: 'eachInTurn', repeatInEvening: false });
    const village = rules({ languagePolicy: 'villageThenVietnamese' });
    expect(rulesOf([commune, village, rules({})])).toMatchObject({
      languagePolicy: 'villageThenVietnamese',
      repeatInEvening: false,
    });
  });
});

describe('the hours that go to the box', () => {
  const hours = [window('05:30', '06:00', -6), window('06:00', '21:00')];

  it('leave out what is quiet every day, and are as quiet as the neighbours want', () => {
    expect(effectiveHours(hours, rulesOf([rules({ quiet: [noon], neighbours: [school] })]))).toEqual([
      window('05:30', '11:30', -9),
      window('13:30', '21:00', -9),
    ]);
  });

  it('leave out what is quiet over midnight on both of its sides', () => {
    const night = rules({ quiet: [{ from: '20:00', to: '05:45', why: 'giờ ngủ' }] });
    expect(effectiveHours(hours, rulesOf([night]))).toEqual([
      window('05:45', '06:00', -6),
      window('06:00', '20:00'),
    ]);
  });

  it('are never made louder by a neighbour who minds little', () => {
    const far = { ...school, quiet: [], maxGainDb: 6 };
    expect(effectiveHours(hours, rulesOf([rules({ neighbours: [far] })]))).toEqual(hours);
  });

  it('fit into a plan however many quiet times there are', () => {
    const pad = (n: number) => String(n).padStart(2, '0');
    const many = Array.from({ length: 96 }, (_, at) => {
      const minute = at * 15 + 5;
      const text = (m: number) => `${pad(Math.floor(m / 60))}:${pad(m % 60)}`;
      return { from: text(minute), to: text(minute + 3), why: 'thử' };
    });
    const layers = [rules({ quiet: many.slice(0, 48) }), rules({ quiet: many.slice(48) })];
    const cut = effectiveHours([window('00:00', '24:00')], rulesOf(layers));
    expect(PlanSettings.shape.hours.safeParse(cut).success).toBe(true);
    expect(cut).toHaveLength(48);
  });
});

/** The cap at each minute, as the box reads windows; null where it is silent. */
function caps(windows: readonly SoundWindow[]): (number | null)[] {
  return Array.from({ length: 1440 }, (_, minute) => {
    const open = windows.filter((w) => minutesOfDay(w.from) <= minute && minute < minutesOfDay(w.to));
    return open.length === 0 ? null : Math.max(...open.map((w) => w.maxGainDb));
  });
}

const text = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const anyWindow = fc
  .tuple(
    fc.integer({ min: 0, max: 1439 }),
    fc.integer({ min: 1, max: 1440 }),
    fc.integer({ min: -20, max: 6 }),
  )
  .filter(([from, to]) => from < to)
  .map(([from, to, maxGainDb]) => window(text(from), text(to), maxGainDb));
const anyQuiet = fc.record(
  {
    from: fc.integer({ min: 0, max: 1439 }).map(text),
    to: fc.integer({ min: 0, max: 1440 }).map(text),
    why: fc.constant('thử'),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  },
  { requiredKeys: ['from', 'to', 'why'] },
);
const limit = (max: number) => fc.option(fc.integer({ min: 1, max }));
const anyRules = fc
  .record({
    quiet: fc.array(anyQuiet, { maxLength: 3 }),
    neighbours: fc.array(
      fc.record({
        kind: fc.constant('school' as const),
        name: fc.constant('Trường'),
        quiet: fc.array(anyQuiet, { maxLength: 2 }),
        maxGainDb: fc.option(fc.integer({ min: -20, max: 6 })),
      }),
      { maxLength: 2 },
    ),
    maxSessionMinutes: limit(1440),
    maxDayMinutes: limit(1440),
    maxSessionsPerDay: limit(48),
  })
  .map((said) => PlaceRules.parse(said));
const anyLayer = fc.record({ hours: fc.array(anyWindow, { maxLength: 4 }), rules: anyRules });

describe('whatever a village says', () => {
  it('nothing that province and commune forbid becomes allowed, and nothing becomes louder', () => {
    fc.assert(
      fc.property(fc.array(anyLayer, { minLength: 1, maxLength: 3 }), anyLayer, (above, below) => {
        const boxHours = (layers: typeof above) =>
          caps(
            effectiveHours(
              strictestHours(layers.map(({ hours }) => hours)),
              rulesOf(layers.map((l) => l.rules)),
            ),
          );
        const [before, after] = [boxHours(above), boxHours([...above, below])];
        for (let minute = 0; minute < 1440; minute++) {
          const [most, now] = [before[minute] ?? null, after[minute] ?? null];
          if (now !== null) expect(most !== null && now <= most, `minute ${minute}`).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('no limit of province and commune grows, and no quiet time of theirs is lost', () => {
    fc.assert(
      fc.property(fc.array(anyRules, { minLength: 1, maxLength: 3 }), anyRules, (above, below) => {
        const [before, after] = [rulesOf(above).limits, rulesOf([...above, below]).limits];
        for (const key of ['maxSessionMs', 'maxDayMs', 'maxSessionsPerDay'] as const) {
          const most = before[key];
          if (most !== null) expect(after[key] ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(most);
        }
        expect(after.quiet).toEqual(expect.arrayContaining([...before.quiet]));
      }),
    );
  });
});
