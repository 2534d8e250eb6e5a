import { HOUR, MINUTE } from '@loa/shared/instant';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClockRate } from '../../../edge-agent/src/clock-rate.js';
import {
  DRIFT,
  monotonicAt,
  type Sync,
  timeAt,
  uncertaintyAt,
} from '../../../edge-agent/src/trusted-time.js';

const EPOCH = 1_793_574_000_000;
/** True time at a monotonic instant of a machine whose clock runs by `rate` too slowly. */
const truth = (rate: number) => (monotonic: number) => EPOCH + monotonic * (1 + rate);

/** A synchronisation of this machine, wrong by a part (−1..1) of the error it claims. */
function syncAt(monotonic: number, rate: number, errorMs: number, part = 0): Sync {
  return { at: monotonic, offset: truth(rate)(monotonic) - monotonic + errorMs * part, errorMs };
}

describe('a clock whose rate is learned', () => {
  it('stays within milliseconds for hours, where one that is not is wrong by seconds', () => {
    const clockRate = createClockRate();
    const rate = 80e-6;
    clockRate.learn(syncAt(0, rate, 20));
    clockRate.learn(syncAt(10 * MINUTE, rate, 20));
    const sync = clockRate.learn(syncAt(2 * HOUR, rate, 20));
    const later = 4.5 * HOUR;
    expect(Math.abs(timeAt(later, sync) - truth(rate)(later))).toBeLessThan(50);
    expect(Math.abs(timeAt(later, { ...sync, rate: 0 }) - truth(rate)(later))).toBeGreaterThan(700);
    expect(uncertaintyAt(later, sync)).toBeLessThan(300);
    expect(monotonicAt(timeAt(later, sync), sync)).toBeCloseTo(later, 3);
  });

  it('tells an uncertainty that holds the true time, whatever the errors, also when its rate wanders', () => {
    const steps = fc.array(
      fc.record({
        after: fc.integer({ min: 1_000, max: 6 * HOUR }),
        errorMs: fc.double({ min: 0.5, max: 500, noNaN: true }),
        part: fc.double({ min: -1, max: 1, noNaN: true }),
        wander: fc.double({ min: -9e-6, max: 9e-6, noNaN: true }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(fc.double({ min: -85e-6, max: 85e-6, noNaN: true }), steps, (rate, all) => {
        const clockRate = createClockRate();
        let monotonic = 0;
        let now = EPOCH;
        let sync: Sync | null = null;
        for (const { after, errorMs, part, wander } of all) {
          monotonic += after;
          now += after * (1 + rate + wander);
          if (sync) {
            const wrong = Math.abs(timeAt(monotonic, sync) - now);
            expect(wrong).toBeLessThanOrEqual(uncertaintyAt(monotonic, sync) + 0.01);
          }
          sync = clockRate.learn({ at: monotonic, offset: now - monotonic + errorMs * part, errorMs });
        }
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('says nothing of a rate from two answers close together', () => {
    const clockRate = createClockRate();
    clockRate.learn(syncAt(0, 50e-6, 20, 1));
    expect(clockRate.learn(syncAt(MINUTE, 50e-6, 20, -1)).rate).toBeUndefined();
  });

  it('begins anew when the controller’s clock was set', () => {
    const clockRate = createClockRate();
    clockRate.learn(syncAt(0, 0, 20));
    clockRate.learn(syncAt(HOUR, 0, 20));
    const moved = syncAt(2 * HOUR, 0, 20);
    const sync = clockRate.learn({ ...moved, offset: moved.offset + HOUR });
    expect(sync).toEqual({ ...moved, offset: moved.offset + HOUR });
    expect(uncertaintyAt(3 * HOUR, sync)).toBeCloseTo(20 + HOUR * DRIFT);
  });
});
