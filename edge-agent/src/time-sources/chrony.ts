import type { Clock } from '@loa/shared/ports/clock';
import { z } from 'zod';
import type { TimeSource } from './time-source.js';

/** Runs a program and answers its output; null when it is not there or fails. */
export type RunProgram = (
  program: string,
  args: readonly string[],
  signal: AbortSignal,
) => Promise<string | null>;

const Seconds = z.coerce.number();
/** The fields of `chronyc -c tracking` that are used, by their place. */
const Tracking = z.object({
  stratum: z.coerce.number().int().min(1).max(15),
  systemOffset: Seconds,
  skewPpm: z.coerce.number().min(0),
  rootDelay: z.coerce.number().min(0),
  rootDispersion: z.coerce.number().min(0),
  leap: z.enum(['Normal', 'Insert second', 'Delete second']),
});
const FIELDS = { stratum: 2, systemOffset: 4, skewPpm: 9, rootDelay: 10, rootDispersion: 11, leap: 13 };
/** "Local reference": chrony believes the machine's own clock for want of anything better. */
const LOCAL_REFERENCE = '7F7F0101';
/** What lies between reading the clock and reading it for chrony, ms. */
const SLACK_MS = 5;

/** The system's clock as chrony keeps it (NTP, GPS or a modem's time), with the error that chrony itself claims. */
export function createChrony({ clock, run }: { clock: Clock; run: RunProgram }): TimeSource {
  let absent = false;
  return {
    name: 'chrony',
    async read(signal) {
      if (absent) return null;
      const text = await run('chronyc', ['-c', 'tracking'], signal);
      absent = text === null;
      const tracking = text === null ? null : parseTracking(text);
      if (!tracking) return null;
      const before = clock.monotonic();
      const now = clock.now();
      const at = clock.monotonic();
      const claimed = tracking.rootDelay / 2 + tracking.rootDispersion + Math.abs(tracking.systemOffset);
      return {
        ...{ at, offset: now - (before + at) / 2 },
        errorMs: claimed * 1000 + (at - before) / 2 + SLACK_MS,
      };
    },
  };
}

/** What `chronyc -c tracking` says, or null while it follows nobody. */
export function parseTracking(text: string): z.infer<typeof Tracking> | null {
  const fields = text.trim().split(',');
  if (fields[0] === LOCAL_REFERENCE) return null;
  const named = Object.fromEntries(Object.entries(FIELDS).map(([name, index]) => [name, fields[index]]));
  return Tracking.safeParse(named).data ?? null;
}
