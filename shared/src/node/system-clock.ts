import type { Clock } from '../ports/clock.js';

/** Node runs a longer timer at once instead of late. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's clock and timers, with a monotonic clock of the caller's. */
const clockWith = (monotonic: () => number): Clock => ({
  now: () => Date.now(),
  monotonic,
  after(delayMs, fire) {
    const timer = setTimeout(fire, clampDelay(delayMs));
    return () => clearTimeout(timer);
  },
  wait(delayMs, signal) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, clampDelay(delayMs));
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  },
});

export const systemClock: Clock = clockWith(() => performance.now());

/**
 * Where `systemClock.monotonic()` has its zero, on the clock that every thread and process of this machine shares since
 * its start, ms. For `createThreadClock` in another thread, where `performance.now()` counts from that thread's start.
 */
export function clockOrigin(): number {
  let origin = 0;
  let narrowest = Number.POSITIVE_INFINITY;
  // The machine may turn to others between two readings: the closest pair tells best.
  for (let turn = 0; turn < ORIGIN_READINGS; turn++) {
    const before = performance.now();
    const shared = Number(process.hrtime.bigint()) / 1e6;
    const after = performance.now();
    if (after - before >= narrowest) continue;
    narrowest = after - before;
    origin = shared - (before + after) / 2;
  }
  return origin;
}

const ORIGIN_READINGS = 8;

/** A clock for a worker thread whose monotonic instants are those of the thread (or process) that `origin` is from. */
export function createThreadClock(origin: number): Clock {
  const shift = clockOrigin() - origin;
  return clockWith(() => performance.now() + shift);
}

const parked = new Int32Array(new SharedArrayBuffer(4));

/** Blocks this thread (never the main one) until `at` on the clock; the system wakes it some 0.05 ms after that. */
export function holdUntil(clock: Clock, at: number): void {
  for (let left = at - clock.monotonic(); left > 0; left = at - clock.monotonic()) {
    Atomics.wait(parked, 0, 0, left);
  }
}

function clampDelay(delayMs: number): number {
  return Math.min(Math.max(delayMs, 0), LONGEST_TIMER_MS);
}
