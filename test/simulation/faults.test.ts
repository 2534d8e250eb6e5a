import { HOUR, MINUTE } from '@loa/shared/instant';
import { describe, expect, it, vi } from 'vitest';
import type { Happening } from './events/event.js';
import { failureReport } from './failure-report.js';
import { runWorld } from './run-world.js';
import { shrink } from './shrink.js';

/** Which fault is built in; none by default. */
const built = vi.hoisted(() => ({ fault: null as string | null }));

vi.mock('@loa/shared/trust/limits', async (original) => {
  const real = await original<typeof import('@loa/shared/trust/limits')>();
  const always = { allowed: true, maxGainDb: 0 } as const;
  return {
    ...real,
    allowanceAt: (...args: Parameters<typeof real.allowanceAt>) =>
      built.fault === 'hours' ? always : real.allowanceAt(...args),
  };
});

vi.mock('@loa/shared/trust/check-down', async (original) => {
  const real = await original<typeof import('@loa/shared/trust/check-down')>();
  return {
    ...real,
    checkPlan: (...[bytes, context]: Parameters<typeof real.checkPlan>) => {
      const accepted = { ...context.accepted, planRevision: 0 };
      return real.checkPlan(bytes, built.fault === 'rollback' ? { ...context, accepted } : context);
    },
  };
});

vi.mock('../../edge-agent/src/journal.js', async (original) => {
  const real = await original<typeof import('../../edge-agent/src/journal.js')>();
  return {
    ...real,
    createJournal(ports: Parameters<typeof real.createJournal>[0]) {
      const journal = real.createJournal(ports);
      const keep: typeof journal.keep = (record) => {
        journal.keep(record.state === 'claimed' ? { ...record, state: 'ready' } : record);
      };
      return built.fault === 'claim' ? { ...journal, keep } : journal;
    },
  };
});

vi.mock('../../edge-agent/src/report-store.js', async (original) => {
  const real = await original<typeof import('../../edge-agent/src/report-store.js')>();
  return {
    ...real,
    createReportStore(ports: Parameters<typeof real.createReportStore>[0]) {
      const store = real.createReportStore(ports);
      const keep: typeof store.keep = (message) => {
        store.keep(message);
        ports.db.prepare('DELETE FROM entries WHERE seq <= ?').run(message.lastSeq);
      };
      return built.fault === 'outbox' ? { ...store, keep } : store;
    },
  };
});

vi.mock('../../controller/src/db/report-store.js', async (original) => {
  const real = await original<typeof import('../../controller/src/db/report-store.js')>();
  return {
    ...real,
    createReportStore(ports: Parameters<typeof real.createReportStore>[0]) {
      const store = real.createReportStore(ports);
      let held: Parameters<typeof store.commit>[0] = [];
      // What came last is acknowledged, and written with the next batch.
      const commit: typeof store.commit = async (reports) => {
        const stored = await store.commit(held);
        held = reports;
        const journals = reports.map(({ boxId, journalId, firstSeq, entries }) => ({
          ...{ boxId, journalId, journalNum: 1, storedThrough: firstSeq + entries.length - 1 },
        }));
        return { ...stored, journals };
      };
      return built.fault === 'receipt' ? { ...store, commit } : store;
    },
  };
});

vi.mock('../../controller/src/db/planning-bulletins.js', async (original) => {
  const real = await original<typeof import('../../controller/src/db/planning-bulletins.js')>();
  const first: Awaited<ReturnType<typeof real.loadBulletins>> = new Map();
  return {
    ...real,
    async loadBulletins(...args: Parameters<typeof real.loadBulletins>) {
      const loaded = await real.loadBulletins(...args);
      if (built.fault !== 'withdrawn') return loaded;
      for (const [id, bulletin] of loaded) if (!first.has(id)) first.set(id, bulletin);
      return new Map([...loaded.keys()].flatMap((id) => (first.has(id) ? [[id, first.get(id)]] : [])));
    },
  };
});

vi.mock('../../edge-agent/src/executor.js', async (original) => {
  const real = await original<typeof import('../../edge-agent/src/executor.js')>();
  return {
    ...real,
    createExecutor(ports: Parameters<typeof real.createExecutor>[0]) {
      const one = real.createExecutor(ports);
      if (built.fault !== 'two') return one;
      // The player itself would let the second wait: this one asks for its place.
      const play: typeof ports.player.play = (request) => ports.player.play({ ...request, turn: 'over' });
      const other = real.createExecutor({ ...ports, player: { ...ports.player, play } });
      const free = () => (one.channels().length === 0 ? one : other);
      const execute: typeof one.execute = (steps) => free().execute(steps);
      return { ...one, channels: () => [], execute };
    },
  };
});

vi.mock('../../edge-agent/src/reconcile/rank.js', async (original) => {
  const real = await original<typeof import('../../edge-agent/src/reconcile/rank.js')>();
  return {
    ...real,
    rankOf: (record: Parameters<typeof real.rankOf>[0]) =>
      built.fault === 'priority' ? 0 : real.rankOf(record),
  };
});

vi.mock('../../controller/src/db/planning-memory.js', async (original) => {
  const real = await original<typeof import('../../controller/src/db/planning-memory.js')>();
  return {
    ...real,
    rotationMemory: async (...args: Parameters<typeof real.rotationMemory>) =>
      built.fault === 'rotation' ? new Map() : real.rotationMemory(...args),
  };
});

vi.mock('../../controller/src/planning/programme/suspensions.js', async (original) => {
  const real = await original<typeof import('../../controller/src/planning/programme/suspensions.js')>();
  return {
    ...real,
    suspendedBy: (...args: Parameters<typeof real.suspendedBy>) =>
      built.fault === 'suspension' ? null : real.suspendedBy(...args),
  };
});

vi.mock('../../controller/src/db/merge-area.js', async (original) => {
  const real = await original<typeof import('../../controller/src/db/merge-area.js')>();
  return {
    ...real,
    // Schedules of the village that goes are simply those of the other.
    mergeArea: async (...[db, old, into, at]: Parameters<typeof real.mergeArea>) => {
      const named = await db
        .selectFrom('schedule_place')
        .select('schedule_id')
        .where('area_id', '=', old)
        .execute();
      await real.mergeArea(db, old, into, at);
      if (built.fault !== 'merger') return;
      for (const { schedule_id: id } of named) {
        const place = { schedule_id: id, area_id: into, cluster_id: null };
        await db.insertInto('schedule_place').values(place).execute();
        const wider = { area_ids: JSON.stringify([into]), cluster_ids: '[]' };
        await db.updateTable('schedule').set(wider).where('id', '=', id).execute();
      }
    },
  };
});

/** What is drawn by `schedule made`: in the first village, by the first person, for a long time. */
const made = (wish: { longMs: number; minuteIndex: number; priority: boolean }): number[] => {
  const length = Math.sqrt((wish.longMs - 15_000) / 65_000);
  const village = [0.5, 0];
  const bulletin = [0, 0.5, length];
  return [
    ...village,
    ...bulletin,
    (wish.minuteIndex + 0.5) / 9,
    wish.priority ? 0 : 0.9,
    0.3,
    0,
    0.5,
    0.5,
    0.5,
  ];
};
const SIX = 2;
const A_MINUTE_PAST_SIX = 3;
const A_MINUTE_TO_EIGHT = 7;

const event = (kind: string, at: number, units: number[] = [0]): Happening => ({ kind, at, units });

/** Two villages for two days: two items that meet, an approval withdrawn, hours narrowed, a backup restored. */
const happenings: Happening[] = [
  event('schedule made', 30 * MINUTE, made({ longMs: 79_000, minuteIndex: SIX, priority: false })),
  event(
    'schedule made',
    31 * MINUTE,
    made({ longMs: 40_000, minuteIndex: A_MINUTE_PAST_SIX, priority: true }),
  ),
  event(
    'schedule made',
    32 * MINUTE,
    made({ longMs: 40_000, minuteIndex: A_MINUTE_TO_EIGHT, priority: false }),
  ),
  event('backup', 9 * HOUR),
  event('roster hours', 10 * HOUR, [0.1]),
  event('schedule made', 11 * HOUR, made({ longMs: 20_000, minuteIndex: SIX, priority: false })),
  event('backup restored', 12 * HOUR, [0]),
  event('power cut', 17 * HOUR + 8_000, [0, 0.1, 0.3]),
  event('approval withdrawn', 30 * HOUR, [0.9]),
];

const faults = [
  { fault: 'hours', what: 'reconciling that ignores the hours', rule: 'nothing outside allowed hours' },
  { fault: 'rollback', what: 'a box that takes an older plan', rule: 'accepted counters never decrease' },
  {
    fault: 'claim',
    what: 'a claim that is not kept, so that a power cut replays it',
    rule: 'exactly one terminal',
  },
  {
    fault: 'receipt',
    what: 'a receipt that goes out before its commit',
    rule: 'no receipted report is lost',
  },
  {
    fault: 'withdrawn',
    what: 'planning that leaves a withdrawn approval in',
    rule: 'plans say what people decided',
  },
  {
    fault: 'outbox',
    what: 'an outbox that deletes what was sent without a receipt',
    rule: 'no receipted report',
  },
  { fault: 'two', what: 'a loop that starts two at once', rule: 'one source at a time' },
  { fault: 'priority', what: 'reconciling that knows no priority', rule: 'the higher priority wins' },
];

/** A programme that gives both villages each day what they have not heard of one column, at six. */
const SIX_O_CLOCK = [0, 0, 0.2, 0.9];
const ONE_SLOT = [0.9, 0.9, 0, 0.9, 0.5, 0.9, 0.9, 0, 0.9];
const EVERY_DAY = [0.9, 0, 0, 0.9, 0, 0.9, 0.9, 0.9, 0.9, 0.9];
const AN_ITEM_OF_IT = [0, 0, 0.9, 0.9, 0.5, 0, 0];
/** Of that column, from tomorrow on. */
const A_MOURNING = [0.6, 0.5, 0.1, 0.9, 0];
const THE_FIRST_INTO_THE_OTHER = [0, 0.9];

/** Two villages for three days: a column with little in it, a mourning, a merger. */
const eventfulDays: Happening[] = [
  event('schedule made', 30 * MINUTE, made({ longMs: 20_000, minuteIndex: SIX, priority: false })),
  event('column bulletin', 31 * MINUTE, AN_ITEM_OF_IT),
  event('programme made', 32 * MINUTE, [...SIX_O_CLOCK, ...ONE_SLOT, ...EVERY_DAY]),
  event('villages merged', 34 * HOUR, THE_FIRST_INTO_THE_OTHER),
  event('column bulletin', 35 * HOUR, AN_ITEM_OF_IT),
  event('suspension', 36 * HOUR, A_MOURNING),
];

const faultsOfPlanning = [
  { fault: 'rotation', what: 'a rotation that forgets', rule: 'a column is heard anew' },
  { fault: 'suspension', what: 'planning that ignores suspensions', rule: 'plans say what people decided' },
  { fault: 'merger', what: 'a merger that widens schedules', rule: 'plans say what people decided' },
];

describe('the rules of the simulation', () => {
  const world = { seed: 3, clusters: 2, days: 2, happenings };

  it('hold in this world when nothing is wrong', async () => {
    built.fault = null;
    const course = await runWorld(world);
    expect(course.violation).toBeNull();
    expect(course.heard).toBeGreaterThan(5);
  });

  it.each(faults)('catch $what', async ({ fault, rule }) => {
    built.fault = fault;
    const { violation } = await runWorld(world);
    built.fault = null;
    expect(violation?.rule ?? 'nothing').toContain(rule);
  });

  describe('with programmes', () => {
    const eventful = { ...world, days: 3, happenings: eventfulDays };

    it('hold in this world when nothing is wrong', async () => {
      built.fault = null;
      const course = await runWorld(eventful);
      expect(course.violation).toBeNull();
    });

    it.each(faultsOfPlanning)('catch $what', async ({ fault, rule }) => {
      built.fault = fault;
      const { violation } = await runWorld(eventful);
      built.fault = null;
      expect(violation?.rule ?? 'nothing').toContain(rule);
    });
  });

  it('tell a failure by what it needs, in as few words as they can', async () => {
    built.fault = 'priority';
    const small = await shrink(world, await runWorld(world));
    built.fault = null;
    expect(small.happenings.map(({ kind }) => kind)).toEqual(['schedule made', 'schedule made']);
    expect(failureReport(small)).toMatch(
      /seed 3: the higher priority wins: box_0 sounds \S+ while \S+ \(priority\)/,
    );
  });
});
