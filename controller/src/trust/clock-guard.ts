export type ClockVerdict =
  | { ok: true }
  | { ok: false; reason: 'before_build' | 'behind_newest_row' | 'jumped'; detail: string };

/** One look at the machine's clocks, milliseconds. */
export interface ClockReading {
  /** Wall time, unix. */
  now: number;
  /** Never steps. */
  monotonic: number;
}

export interface ClockFacts {
  /** When this program was built, unix milliseconds. */
  builtAt: number;
  /** The newest instant that this controller wrote into its database; null while it is empty. */
  newestRowAt: number | null;
}

/** What the guard remembers between looks. */
export interface ClockMemory {
  /** Wall minus monotonic time when the clock was last believed. */
  offset: number;
  /** Monotonic time of the jump that is being waited out, if any. */
  jumpedAt: number | null;
}

/** How far the clock may fall behind the newest row, or step, milliseconds. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;
/**
 * After a jump the clock must run evenly for so long before it is believed again: time for whoever set it wrongly to
 * see the incident, and for time synchronisation to settle after a suspended machine wakes.
 */
export const SETTLING_MS = 10 * 60_000;

/**
 * Whether the controller may sign: its clock is not before its own build, not behind what it wrote itself, and did
 * not jump against monotonic time. A wrong clock would issue plans and counters that boxes then hold for true.
 */
export function judgeClock(
  memory: ClockMemory | null,
  { now, monotonic }: ClockReading,
  { builtAt, newestRowAt }: ClockFacts,
): { memory: ClockMemory; verdict: ClockVerdict } {
  const offset = now - monotonic;
  const step = memory ? offset - memory.offset : 0;
  const settled = memory?.jumpedAt == null || monotonic - memory.jumpedAt >= SETTLING_MS;
  // Small steps are NTP at work, and followed; a jump starts the wait anew.
  const next: ClockMemory =
    Math.abs(step) > CLOCK_TOLERANCE_MS
      ? { offset, jumpedAt: monotonic }
      : { offset, jumpedAt: settled ? null : (memory?.jumpedAt ?? null) };
  return { memory: next, verdict: verdictOn(now, next, builtAt, newestRowAt) };
}

function verdictOn(
  now: number,
  memory: ClockMemory,
  builtAt: number,
  newestRowAt: number | null,
): ClockVerdict {
  const shown = (at: number) => new Date(at).toISOString();
  if (now < builtAt) {
    return {
      ok: false,
      reason: 'before_build',
      detail: `The clock says ${shown(now)}, before this program was built on ${shown(builtAt)}.`,
    };
  }
  if (newestRowAt !== null && now < newestRowAt - CLOCK_TOLERANCE_MS) {
    return {
      ok: false,
      reason: 'behind_newest_row',
      detail: `The clock says ${shown(now)}, but the database holds a record of ${shown(newestRowAt)}. If the clock is right: loa clock right.`,
    };
  }
  if (memory.jumpedAt !== null) {
    return {
      ok: false,
      reason: 'jumped',
      detail: `The clock jumped; it is believed again once it has run evenly for ${SETTLING_MS / 60_000} minutes.`,
    };
  }
  return { ok: true };
}
