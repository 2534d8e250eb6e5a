import { HOUR } from '@loa/shared/instant';
import { expect, it } from 'vitest';
import { type ClockMemory, createClockSync } from '../../../edge-agent/src/clock-sync.js';
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
      return clock.monotonic() < 2 * HOUR || clock.monotonic() > 6 * HOUR ? clock.now() : null;
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
  await clock.advance(4.5 * HOUR);
  expect(sync.quality().state).toBe('bounded');
  const before = asked;
  await clock.advance(3 * HOUR);
  expect(asked).toBeGreaterThan(before);
  expect(sync.quality().state).toBe('synced');
  expect(refused).toBe(3);
  await stop();
});
