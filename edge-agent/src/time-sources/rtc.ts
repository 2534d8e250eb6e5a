import type { Clock } from '@loa/shared/ports/clock';
import { z } from 'zod';
import { type Sync, timeAt, uncertaintyAt } from '../trusted-time.js';
import type { RunProgram } from './chrony.js';
import type { TimeSource } from './time-source.js';

/** How the battery clock stood when the time was known, unix ms. */
export const RtcMark = z.object({ rtc: z.number(), truth: z.number(), errorMs: z.number() });
export type RtcMark = z.infer<typeof RtcMark>;

export interface RtcPorts {
  clock: Clock;
  /** The text of the kernel's `since_epoch` of the clock, or null where there is none. */
  readSeconds(): string | null;
  run: RunProgram;
  memory: { mark(): RtcMark | null; keep(mark: RtcMark): void };
}

/** A battery clock is never worse than this, ms a ms. */
const RTC_DRIFT = 20e-6;
/** It tells whole seconds. */
const GRAIN_MS = 1_000;
/** Further from the truth it is set anew; nearer, somebody keeps it right, and that is as good. */
const SET_BEYOND_MS = 2_000;
/** Setting it is tried once in so long: it may be forbidden. */
const SET_EVERY_MS = 24 * 3_600_000;

/**
 * A clock module with a battery, as a hint after a power cut: only one that we set, or found right, when the time was
 * known. One that went back since then lost its battery.
 */
export function createRtc({ clock, readSeconds, run, memory }: RtcPorts): TimeSource {
  let triedAt = Number.NEGATIVE_INFINITY;

  function reading(): { at: number; rtc: number } | null {
    const seconds = readSeconds();
    const at = clock.monotonic();
    if (seconds === null || !/^\d+\s*$/.test(seconds)) return null;
    // The middle of the second that it tells.
    return { at, rtc: Number(seconds) * 1000 + GRAIN_MS / 2 };
  }

  async function set(sync: Sync, signal: AbortSignal): Promise<void> {
    if (clock.monotonic() - triedAt < SET_EVERY_MS) return;
    triedAt = clock.monotonic();
    const truth = new Date(Math.round(timeAt(clock.monotonic(), sync))).toISOString();
    const date = `${truth.slice(0, 10)} ${truth.slice(11, 19)}Z`;
    await run('hwclock', ['--utc', '--noadjfile', '--set', '--date', date], signal);
  }

  function distance(sync: Sync): number | null {
    const read = reading();
    return read && Math.abs(read.rtc - timeAt(read.at, sync));
  }

  return {
    name: 'rtc',
    async read() {
      const mark = memory.mark();
      const read = reading();
      if (!mark || !read || read.rtc < mark.rtc) return null;
      const elapsed = read.rtc - mark.rtc;
      const errorMs = mark.errorMs + elapsed * RTC_DRIFT;
      return { at: read.at, offset: mark.truth + elapsed - read.at, errorMs };
    },
    async learn(sync, signal) {
      if ((distance(sync) ?? 0) > SET_BEYOND_MS) await set(sync, signal);
      const read = reading();
      if (!read) return;
      const truth = timeAt(read.at, sync);
      // Still wrong after it was set: it is not ours to set, and whoever sets it may do so at any time.
      if (Math.abs(read.rtc - truth) > SET_BEYOND_MS) return;
      // Somebody else may put it right in the meantime, so it may move by as much as it is wrong now.
      const errorMs = uncertaintyAt(read.at, sync) + GRAIN_MS + Math.abs(read.rtc - truth);
      memory.keep({ rtc: read.rtc, truth, errorMs });
    },
  };
}
