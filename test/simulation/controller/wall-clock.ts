import type { Clock } from '@loa/shared/ports/clock';
import type { Timeline } from '../timeline.js';

/** The controller's machine's clock: right, except while somebody has set it wrongly. */
export interface WallClock {
  /** Steps the wall time, milliseconds. */
  step(ms: number): void;
  /** How wrong the wall time is, milliseconds. */
  error(): number;
  now(): number;
  /** The clock as one process sees it; its timers end with that process. */
  ofProcess(): { clock: Clock; die(): void };
}

export function createWallClock(timeline: Timeline, origin: number): WallClock {
  let error = 0;
  const now = () => Math.floor(origin + timeline.now() + error);
  return {
    step(ms) {
      error += ms;
    },
    error: () => error,
    now,
    ofProcess() {
      let alive = true;
      const after = (delayMs: number, fire: () => void) =>
        timeline.at(timeline.now() + Math.max(1, delayMs), () => {
          if (alive) fire();
        });
      const clock: Clock = {
        now,
        monotonic: timeline.now,
        after,
        wait: (delayMs, signal) =>
          new Promise((resolve, reject) => {
            const cancel = after(delayMs, resolve);
            signal?.addEventListener('abort', () => {
              cancel();
              reject(signal.reason);
            });
          }),
      };
      return {
        clock,
        die() {
          alive = false;
        },
      };
    },
  };
}
