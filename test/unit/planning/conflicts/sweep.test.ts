import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import {
  compileTimetable,
  NO_HOLIDAYS,
} from '../../../../controller/src/planning/calendar/compile-timetable.js';
import { occurrencesIn } from '../../../../controller/src/planning/calendar/timetable.js';
import {
  intersection,
  membersOf,
  sizeOf,
  unionOf,
} from '../../../../controller/src/planning/conflicts/intervals.js';
import { type SweepPart, sweepOverlaps } from '../../../../controller/src/planning/conflicts/sweep.js';
import {
  fixedLength,
  lastsAt,
  type RunLength,
} from '../../../../controller/src/planning/programme/run-length.js';
import { Timetable } from '../../../../shared/src/timetable.js';

const MINUTE = 60_000;
const zones = ['Asia/Ho_Chi_Minh', 'Europe/Berlin', 'Australia/Lord_Howe'].map(civilTime);
const from = Date.parse('2026-10-20T00:00:00Z');
const window = { from, until: from + 10 * 24 * 60 * MINUTE };

/** What it ought to find, cluster by cluster and run by run. */
function naive(parts: readonly SweepPart[]) {
  const byCluster = new Map<number, { part: number; start: number; end: number }[]>();
  for (const [part, { compiled, civil, audience, length, notBefore }] of parts.entries()) {
    for (const { startsAt } of occurrencesIn(compiled, civil, window)) {
      if (startsAt < notBefore) continue;
      const durationMs = lastsAt(length, civil)(startsAt);
      for (const cluster of membersOf(audience)) {
        const runs = byCluster.get(cluster) ?? [];
        byCluster.set(cluster, runs);
        if (durationMs > 0) runs.push({ part, start: startsAt, end: startsAt + durationMs });
      }
    }
  }
  const pairs = new Map<string, { overlaps: Set<string>; clusters: Set<number>; firstAt: number }>();
  for (const [cluster, runs] of byCluster) {
    for (const x of runs) {
      for (const y of runs) {
        if (x.part >= y.part || x.start >= y.end || y.start >= x.end) continue;
        const key = `${x.part}-${y.part}`;
        const pair = pairs.get(key) ?? { overlaps: new Set(), clusters: new Set(), firstAt: Infinity };
        pairs.set(key, pair);
        pair.overlaps.add(`${x.start}/${y.start}`);
        pair.clusters.add(cluster);
        pair.firstAt = Math.min(pair.firstAt, Math.max(x.start, y.start));
      }
    }
  }
  const entries = [...pairs].map(([key, { overlaps, clusters, firstAt }]) => {
    return [key, { count: overlaps.size, clusters: [...clusters].sort((a, b) => a - b), firstAt }];
  });
  return Object.fromEntries(entries);
}

function swept(parts: readonly SweepPart[], focus?: (part: number) => boolean) {
  const found = sweepOverlaps(parts, window, focus);
  const entries = Array.from({ length: found.length }, (_, line) => {
    const [a = 0, b = 0] = [found.a[line], found.b[line]];
    const shared = intersection(parts[a]?.audience ?? unionOf([]), parts[b]?.audience ?? unionOf([]));
    return [
      `${a}-${b}`,
      { count: found.count[line], clusters: [...membersOf(shared)], firstAt: found.firstAt[line] },
    ];
  });
  return Object.fromEntries(entries);
}

const time = fc
  .integer({ min: 0, max: 287 })
  .map((at) => new Date(at * 5 * MINUTE).toISOString().slice(11, 16));
const timetable = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        fc.uniqueArray(time, { minLength: 1, maxLength: 4 }),
      )
      .map(([days, times]) =>
        Timetable.parse({
          kind: 'recurring',
          days: [{ every: 'week', days }],
          times: times.map((at, index) => ({ occurrenceId: `occ_${index}`, time: at })),
        }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.nat(9 * 24 * 60).map((at): Timetable => ({ kind: 'now', at: from + at * MINUTE + 17 })),
  },
);
/** Music up to noon, and what follows. */
const withMusic = (ms: number): RunLength => {
  return { steps: [{ until: 12 * 60 * MINUTE }, { ms }], maxMs: null, overflow: 'refuse' };
};
const part = fc
  .record({
    timetable,
    zone: fc.nat(zones.length - 1),
    audience: fc.array(fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 4 })), { maxLength: 3 }),
    minutes: fc.nat(400),
    music: fc.boolean(),
    notBefore: fc.constantFrom(0, from + 2 * 24 * 60 * MINUTE),
  })
  .map(
    ({ timetable, zone, audience, minutes, music, notBefore }): SweepPart => ({
      compiled: compileTimetable(timetable, NO_HOLIDAYS),
      civil: zones[zone] ?? civilTime('UTC'),
      // A cluster is in one zone only.
      audience: unionOf(audience.map(([lo, size]) => [zone * 20 + lo, zone * 20 + lo + size])),
      length: music ? withMusic(minutes * MINUTE) : fixedLength(minutes * MINUTE),
      notBefore,
    }),
  );

describe('the sweep', () => {
  it('finds what comparing every run at every cluster finds, across zones and their changes of clocks', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 9 }), (parts) => {
        expect(swept(parts)).toEqual(naive(parts));
      }),
      { numRuns: 150 },
    );
  });

  it('of one schedule finds just its own overlaps', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 2, maxLength: 7 }), fc.nat(1), (parts, chosen) => {
        const own = Object.entries(naive(parts)).filter(([key]) => key.split('-').includes(String(chosen)));
        expect(swept(parts, (index) => index === chosen)).toEqual(Object.fromEntries(own));
      }),
      { numRuns: 50 },
    );
  });

  it('lists pairs by their first overlap', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 9 }), (parts) => {
        const { firstAt, length } = sweepOverlaps(parts, window);
        const times = [...firstAt.subarray(0, length)];
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }),
      { numRuns: 30 },
    );
  });

  it('keeps counting when there are more pairs than it first made room for', () => {
    const daily: Timetable = Timetable.parse({
      kind: 'recurring',
      days: [{ every: 'day' }],
      times: [{ occurrenceId: 'occ_0', time: '05:30' }],
    });
    const parts = Array.from(
      { length: 40 },
      (): SweepPart => ({
        compiled: compileTimetable(daily, NO_HOLIDAYS),
        civil: zones[0] ?? civilTime('UTC'),
        audience: unionOf([[0, 5000]]),
        length: fixedLength(MINUTE),
        notBefore: 0,
      }),
    );
    const { length, count } = sweepOverlaps(parts, window);
    expect(length).toBe((40 * 39) / 2);
    expect(new Set(count.subarray(0, length))).toEqual(new Set([10]));
  });
});

describe('sets of clusters', () => {
  const sets = fc.array(fc.tuple(fc.nat(30), fc.nat(8)), { maxLength: 6 });
  const stretches = (raw: [number, number][]) => raw.map(([lo, size]): [number, number] => [lo, lo + size]);
  const plain = (raw: [number, number][]) => {
    const all = stretches(raw).flatMap(([lo, hi]) => Array.from({ length: hi - lo }, (_, i) => lo + i));
    return new Set(all);
  };

  it('hold what their stretches hold, and meet where both do', () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        const [one, two] = [unionOf(stretches(a)), unionOf(stretches(b))];
        expect(new Set(membersOf(one))).toEqual(plain(a));
        expect(sizeOf(one)).toBe(plain(a).size);
        const shared = [...plain(a)].filter((member) => plain(b).has(member)).sort((x, y) => x - y);
        expect([...membersOf(intersection(one, two))]).toEqual(shared);
      }),
    );
  });
});
