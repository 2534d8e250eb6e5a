import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { type ClockMemory, type ClockVerdict, judgeClock } from './clock-guard.js';

export interface ClockGuardPorts {
  clock: Clock;
  log: Logger;
  /** Unix milliseconds. */
  builtAt: number;
  newestRowAt(): Promise<number | null>;
}

export interface ClockGuard {
  /** Ask before every signature, and every minute or so, so that a jump is noticed when it happens. */
  check(): Promise<ClockVerdict>;
}

/** The newest row moves on by this very clock, so a value of some seconds ago says as much, milliseconds. */
const NEWEST_ROW_LIFE_MS = 30_000;

/** The clock guard with its memory; what it says is logged when it changes. */
export function createClockGuard({ clock, log, builtAt, newestRowAt }: ClockGuardPorts): ClockGuard {
  let memory: ClockMemory | null = null;
  let last: string | null = null;
  let newest: { at: number | null; readAt: number } | null = null;
  return {
    async check() {
      if (!newest || clock.monotonic() - newest.readAt > NEWEST_ROW_LIFE_MS) {
        newest = { at: await newestRowAt(), readAt: clock.monotonic() };
      }
      const reading = { now: clock.now(), monotonic: clock.monotonic() };
      const judged = judgeClock(memory, reading, { builtAt, newestRowAt: newest.at });
      memory = judged.memory;
      const { verdict } = judged;
      const said = verdict.ok ? null : verdict.reason;
      if (said !== last) {
        if (verdict.ok) log.info({}, 'The clock is believed again; signing goes on');
        else log.error({ reason: verdict.reason }, `Nothing is signed: ${verdict.detail}`);
      }
      last = said;
      return verdict;
    },
  };
}
