import type { Cancel, Clock } from '@loa/shared/ports/clock';
import { FRAME_MS } from '../outputs/output.js';

export interface FramePacer {
  /** Frames from this monotonic instant on; while already running, its beat stays as it is. */
  start(firstDueAt: number): void;
  stop(): void;
}

/** A far deadline is approached in two steps, because long timers fire late by a part of their length. */
const REARM_BEFORE_MS = 40;
const LATE_PART = 0.005;
/** Frames that a stall (suspend, a stopped process) made later than this are not hurried after: outputs hold less. */
export const STALL_MS = 200;

/** How long to sleep towards a deadline, ms: to the deadline when it is near, else to shortly before it. */
export function sleepTowards(leftMs: number): number {
  const before = Math.max(REARM_BEFORE_MS, leftMs * LATE_PART);
  return leftMs > 2 * before ? leftMs - before : Math.max(0, leftMs);
}

/**
 * Calls `onFrame` for every 20 ms on absolute deadlines. A late wake catches up at once, so lateness never adds up;
 * after a stall the frames that nobody can hear any more are skipped, whole ones, so that the beat stays.
 */
export function createFramePacer(ports: {
  clock: Clock;
  onFrame(dueAt: number): void;
  onSkip(frames: number): void;
}): FramePacer {
  const { clock, onFrame, onSkip } = ports;
  let next: number | null = null;
  let cancel: Cancel = () => {};

  function arm(): void {
    if (next !== null) cancel = clock.after(sleepTowards(next - clock.monotonic()), tick);
  }

  function tick(): void {
    const now = clock.monotonic();
    if (next !== null && now - next > STALL_MS) {
      const skipped = Math.floor((now - next) / FRAME_MS);
      next += skipped * FRAME_MS;
      onSkip(skipped);
    }
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
      arm();
    },
    stop() {
      cancel();
      next = null;
    },
  };
}
