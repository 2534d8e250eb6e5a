import { DAY, HOUR, MINUTE } from '@loa/shared/instant';
import { describe, expect, it } from 'vitest';
import { type ClockMemory, createClockSync } from '../../../edge-agent/src/clock-sync.js';
import { createFirmFloor } from '../../../edge-agent/src/firm-floor.js';
import type { TimeSource } from '../../../edge-agent/src/time-sources/time-source.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';

function memoryOf(): ClockMemory {
  let floor = 0;
  return {
    floor: () => floor,
    raiseFloor(instant) {
      floor = Math.max(floor, instant);
    },
    lowerFloor(instant) {
      floor = instant;
    },
    lastSync: () => null,
    keepSync: () => {},
  };
}

it('goes on asking the time when a full card will not take the news of its state', async () => {
  const clock = createFakeClock();
  let asked = 0;
  let refused = 0;
  const sync = createClockSync({
    clock,
    boot: { bootId: 'boot-1', sinceBootMs: clock.monotonic },
    random: createSeededRandom(1),
    memory: memoryOf(),
    async askTime() {
      asked += 1;
      // After the first hours the controller is away, so the clock loses its freshness.
      return clock.monotonic() < 2 * HOUR || clock.monotonic() > 8 * HOUR ? clock.now() : null;
    },
    onChange() {
      refused += 1;
      throw new Error('database or disk is full');
    },
    log: silentLogger,
  });
  const stop = sync.start();
  await clock.advance(HOUR);
  expect(sync.quality().state).toBe('synced');
  await clock.advance(6.5 * HOUR);
  expect(sync.quality().state).toBe('bounded');
  const before = asked;
  await clock.advance(3 * HOUR);
  expect(asked).toBeGreaterThan(before);
  expect(sync.quality().state).toBe('synced');
  expect(refused).toBe(3);
  await stop();
});

/** A box whose controller's clock may be wrong by `wrongMs`, and away. Its card outlives its power. */
function createBench(
  options: { sources?: (clock: ReturnType<typeof createFakeClock>) => TimeSource[] } = {},
) {
  const clock = createFakeClock();
  const controller = { wrongMs: 0, away: false, asked: 0 };
  const memory = memoryOf();
  let firm: { floor: number; candidate: number } | null = null;
  const agenda = { next: null as number | null };
  const told: string[] = [];
  let boots = 0;
  const boot = () => {
    boots += 1;
    const sync = createClockSync({
      ...{ clock, memory, log: silentLogger, random: createSeededRandom(boots) },
      boot: { bootId: `boot-${boots}`, sinceBootMs: clock.monotonic },
      firmFloor: createFirmFloor({
        read: () => firm,
        write(value) {
          firm = value;
        },
      }),
      sources: options.sources?.(clock) ?? [],
      nextSoundAt: () => agenda.next,
      async askTime() {
        controller.asked += 1;
        return controller.away ? null : clock.now() + controller.wrongMs;
      },
      onChange: (quality) => told.push(quality.state),
    });
    return { sync, stop: sync.start() };
  };
  return { clock, controller, agenda, told, boot, memory, firm: () => firm?.floor ?? 0 };
}

describe('a controller whose clock was years ahead', () => {
  it('for hours: the box follows it back, and nothing of it stays', async () => {
    const bench = createBench();
    const first = bench.boot();
    await bench.clock.advance(3 * DAY);
    bench.controller.wrongMs = 9 * 365 * DAY;
    await bench.clock.advance(6 * HOUR);
    expect(first.sync.now()).toBeGreaterThan(bench.clock.now() + 8 * 365 * DAY);
    bench.controller.wrongMs = 0;
    await bench.clock.advance(5 * HOUR);
    expect(Math.abs(first.sync.now() - bench.clock.now())).toBeLessThan(100);
    expect(first.sync.quality().state).toBe('synced');
    await first.stop();
    expect(bench.firm()).toBeLessThan(bench.clock.now());
    bench.controller.away = true;
    const second = bench.boot();
    expect(second.sync.now()).toBeLessThanOrEqual(bench.clock.now());
    await second.stop();
  });

  it('for half an hour: the box, which may have asked just then, asks again soon', async () => {
    const bench = createBench();
    const { sync, stop } = bench.boot();
    await bench.clock.advance(3 * DAY);
    bench.controller.wrongMs = 9 * 365 * DAY;
    while (sync.now() < bench.clock.now() + DAY) await bench.clock.advance(MINUTE);
    await bench.clock.advance(30 * MINUTE);
    bench.controller.wrongMs = 0;
    await bench.clock.advance(70 * MINUTE);
    expect(Math.abs(sync.now() - bench.clock.now())).toBeLessThan(100);
    await stop();
  });

  it('for days: refused as behind the floor until the root lowers it', async () => {
    const bench = createBench();
    bench.controller.wrongMs = 9 * 365 * DAY;
    const { sync, stop } = bench.boot();
    await bench.clock.advance(3 * DAY);
    bench.controller.wrongMs = 0;
    await bench.clock.advance(DAY);
    expect(sync.now()).toBeGreaterThan(bench.clock.now() + 8 * 365 * DAY);
    sync.lowerFloor(bench.clock.now() - HOUR);
    await bench.clock.advance(MINUTE);
    expect(Math.abs(sync.now() - bench.clock.now())).toBeLessThan(100);
    expect(sync.quality().state).toBe('synced');
    await stop();
  });

  it('behind: a time before what was confirmed a day ago is refused', async () => {
    const bench = createBench();
    const { sync, stop } = bench.boot();
    await bench.clock.advance(5 * DAY);
    bench.controller.wrongMs = -4 * DAY;
    await bench.clock.advance(4 * HOUR);
    expect(Math.abs(sync.now() - bench.clock.now())).toBeLessThan(2_000);
    await stop();
  });

  it('is not made worse by a root’s word when the floor is right', async () => {
    const bench = createBench();
    const { sync, stop } = bench.boot();
    await bench.clock.advance(3 * DAY);
    const asked = bench.controller.asked;
    sync.lowerFloor(bench.clock.now() - HOUR);
    await bench.clock.advance(1_000);
    expect(bench.controller.asked).toBe(asked);
    expect(sync.quality().state).toBe('synced');
    await stop();
  });
});

describe('another clock', () => {
  const clockOf =
    (errorMs: number, wrongMs = 0) =>
    (clock: ReturnType<typeof createFakeClock>): TimeSource[] => [
      {
        name: 'rtc',
        read: async () => ({
          at: clock.monotonic(),
          offset: clock.now() + wrongMs - clock.monotonic(),
          errorMs,
        }),
      },
    ];

  it('lets a box play after a power cut without network; the controller’s word replaces it', async () => {
    const bench = createBench({ sources: clockOf(2_000) });
    bench.controller.away = true;
    const { sync, stop } = bench.boot();
    await bench.clock.advance(1_000);
    expect(sync.quality()).toMatchObject({ state: 'bounded' });
    expect(Math.abs(sync.now() - bench.clock.now())).toBeLessThanOrEqual(2_000);
    bench.controller.away = false;
    sync.wake();
    await bench.clock.advance(1_000);
    expect(sync.quality().state).toBe('synced');
    expect(bench.told).toEqual(['bounded', 'synced']);
    await stop();
  });

  it('is not believed when it is too vague, behind the floor, or against what is known', async () => {
    for (const sources of [clockOf(70_000), clockOf(2_000, -5 * DAY)]) {
      const bench = createBench({ sources });
      bench.memory.raiseFloor(bench.clock.now() - DAY);
      bench.controller.away = true;
      const { sync, stop } = bench.boot();
      await bench.clock.advance(MINUTE);
      expect(sync.quality().state).toBe('untrusted');
      await stop();
    }
    const bench = createBench({ sources: clockOf(10, HOUR) });
    const { sync, stop } = bench.boot();
    await bench.clock.advance(10_000);
    bench.controller.away = true;
    await bench.clock.advance(12 * HOUR);
    expect(Math.abs(sync.now() - bench.clock.now())).toBeLessThan(100);
    await stop();
  });
});

describe('asking for the time', () => {
  it('finds the controller within ten seconds of its return, however long it was away', async () => {
    for (const awayMs of [30_000, 10 * MINUTE, 55 * MINUTE]) {
      const bench = createBench();
      bench.controller.away = true;
      const { sync, stop } = bench.boot();
      await bench.clock.advance(awayMs);
      bench.controller.away = false;
      await bench.clock.advance(7_000);
      expect(sync.quality().state).toBe('synced');
      await stop();
    }
  });

  it('is rare on an idle day, and done anew ahead of a planned sound', async () => {
    const bench = createBench();
    const { sync, stop } = bench.boot();
    await bench.clock.advance(6 * HOUR);
    const before = bench.controller.asked;
    await bench.clock.advance(DAY);
    const daily = bench.controller.asked - before;
    expect(daily).toBeLessThan(70);
    bench.agenda.next = bench.clock.now() + 40 * MINUTE;
    await bench.clock.advance(36 * MINUTE);
    expect(sync.quality().uncertaintyMs).toBeLessThan(60);
    expect(bench.controller.asked).toBeGreaterThan(before + daily);
    await stop();
  });
});
