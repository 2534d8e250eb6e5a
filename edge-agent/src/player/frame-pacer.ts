import type { Cancel, Clock } from '@loa/shared/ports/clock';
import { FRAME_MS } from '../outputs/output.js';

export interface FramePacer {
  /** Frames from this monotonic instant on; while already running, its beat stays as it is. */
  start(firstDueAt: number): void;
  stop(): void;
  /** Whether frames are going out at this instant (not only waited for). */
  running(now: number): boolean;
}

/** A timer may fire late by this much; the last stretch to a far deadline is timed anew, ms. */
const REARM_BEFORE_MS = 40;
/** After a longer stall (suspend, a stopped process) the missed frames are not hurried after, ms. */
const STALL_MS = 1_000;

/**
 * Calls `onFrame` for every 20 ms on absolute deadlines. A late wake catches up at once, so lateness never adds up; only
 * after a stall does the beat begin anew.
 */
export function createFramePacer(ports: { clock: Clock; onFrame(dueAt: number): void }): FramePacer {
  const { clock, onFrame } = ports;
  let next: number | null = null;
  let firstDue = 0;
  let cancel: Cancel = () => {};

  function arm(): void {
    if (next === null) return;
    const left = next - clock.monotonic();
    cancel = clock.after(left > 2 * REARM_BEFORE_MS ? left - REARM_BEFORE_MS : left, tick);
  }

  function tick(): void {
    const now = clock.monotonic();
    if (next !== null && now - next > STALL_MS) next = now;
    while (next !== null && next <= now) {
      const dueAt: number = next;
      next = dueAt + FRAME_MS;
      onFrame(dueAt);
    }
    arm();
  }

  return {
    start(firstDueAt) {
      if (next !== null) return;
      next = firstDueAt;
      firstDue = firstDueAt;
      arm();
    },
    stop() {
      cancel();
      next = null;
    },
    running: (now) => next !== null && now >= firstDue,
  };
}
