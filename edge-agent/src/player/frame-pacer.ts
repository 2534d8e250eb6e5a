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
/**
 * A timer wakes the thread so long before a frame; the rest is waited out to the microsecond. Longer before the first
 * one, where nothing else is to be done and the machine may be asleep.
 */
const HOLD_MS = 6;
const FIRST_HOLD_MS = 18;

/** How long to sleep towards a deadline, ms: to the deadline when it is near, else to shortly before it. */
export function sleepTowards(leftMs: number): number {
  const before = Math.max(REARM_BEFORE_MS, leftMs * LATE_PART);
  return leftMs > 2 * before ? leftMs - before : Math.max(0, leftMs);
}

/**
 * Calls `onFrame` for every 20 ms on absolute deadlines. A late wake catches up at once, so lateness never adds up;
 * after a stall the frames that nobody can hear any more are skipped, whole ones, so that the beat stays. Between two
 * frames the thread is free: only the last milliseconds are held.
 */
export function createFramePacer(ports: {
  clock: Clock;
  /** Blocks this thread until a monotonic instant; without it timers alone decide. */
  holdUntil?: (monotonic: number) => void;
  /** The length of a frame on this machine's clock, ms; read for every frame. */
  periodMs?: () => number;
  /** Makes a frame ready, some milliseconds before it is due: at its instant there is only to hand it over. */
  prepare?: (dueAt: number) => void;
  onFrame(dueAt: number): void;
  onSkip(frames: number): void;
}): FramePacer {
  const { clock, holdUntil, onFrame, onSkip } = ports;
  const periodMs = ports.periodMs ?? (() => FRAME_MS);
  let next: number | null = null;
  let running = false;
  let cancel: Cancel = () => {};

  const holdMs = () => (!holdUntil ? 0 : running ? HOLD_MS : FIRST_HOLD_MS);

  function arm(): void {
    if (next === null) return;
    const left = next - holdMs() - clock.monotonic();
    cancel = clock.after(sleepTowards(left), tick);
  }

  function tick(): void {
    skipStalled();
    const reach = clock.monotonic() + holdMs();
    while (next !== null && next <= reach) {
      const dueAt: number = next;
      ports.prepare?.(dueAt);
      // It may have stopped the beat, or begun another.
      if (next !== dueAt) return;
      holdUntil?.(dueAt);
      next = dueAt + periodMs();
      running = true;
      onFrame(dueAt);
    }
    arm();
  }

  function skipStalled(): void {
    const late = next === null ? 0 : clock.monotonic() - next;
    if (next === null || late <= STALL_MS) return;
    const skipped = Math.floor(late / periodMs());
    next += skipped * periodMs();
    onSkip(skipped);
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
      running = false;
    },
  };
}
