import type { Clock } from '../ports/clock.js';

/** Node runs a longer timer at once instead of late. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's clock and timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
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
};

function clampDelay(delayMs: number): number {
  return Math.min(Math.max(delayMs, 0), LONGEST_TIMER_MS);
}
