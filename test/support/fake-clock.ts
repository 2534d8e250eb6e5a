import type { Clock } from '@loa/shared/ports/clock';

export interface FakeClock extends Clock {
  /** Moves time on, firing what falls due in order; lets promises settle between timers. */
  advance(ms: number): Promise<void>;
  /** Steps the wall clock alone, as NTP or a person would. */
  step(ms: number): void;
  pending(): number;
}

interface Timer {
  due: number;
  order: number;
  fire: () => void;
}

/** A clock that moves only when told. */
export function createFakeClock(start = Date.UTC(2026, 10, 2, 0, 0, 0)): FakeClock {
  let monotonic = 0;
  let offset = start;
  let order = 0;
  const timers = new Set<Timer>();

  const after = (delayMs: number, fire: () => void) => {
    const timer = { due: monotonic + Math.max(0, delayMs), order: order++, fire };
    timers.add(timer);
    return () => {
      timers.delete(timer);
    };
  };

  const next = (until: number) =>
    [...timers].filter((t) => t.due <= until).sort((a, b) => a.due - b.due || a.order - b.order)[0];

  return {
    now: () => Math.floor(offset + monotonic),
    monotonic: () => monotonic,
    after,
    wait: (delayMs, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const cancel = after(delayMs, resolve);
        signal?.addEventListener('abort', () => {
          cancel();
          reject(signal.reason);
        });
      }),
    step(ms) {
      offset += ms;
    },
    pending: () => timers.size,
    async advance(ms) {
      const until = monotonic + ms;
      await settle();
      for (let timer = next(until); timer; timer = next(until)) {
        timers.delete(timer);
        monotonic = Math.max(monotonic, timer.due);
        timer.fire();
        await settle();
      }
      monotonic = until;
      await settle();
    },
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
