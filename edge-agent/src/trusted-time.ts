import { HOUR } from '@loa/shared/instant';
import type { ClockQuality } from '@loa/shared/messages/clock-state';

/** One nonce asked and answered: monotonic milliseconds of sending and receiving, and the time that was signed. */
export interface Sample {
  sentAt: number;
  receivedAt: number;
  /** Whole unix milliseconds, cut off below. */
  serverNow: number;
}

/** What a synchronisation taught: unix time = monotonic + offset, true within ±errorMs at `at` (monotonic). */
export interface Sync {
  at: number;
  offset: number;
  errorMs: number;
}

/** How many answers a synchronisation needs at least. */
export const SAMPLES = 5;
/** A crystal is never worse than this: milliseconds of error per millisecond elapsed. */
export const DRIFT = 100e-6;
/** A wider interval is no knowledge of the time. */
export const USABLE_MS = 60_000;
/** A synchronisation in this run and younger than this is `synced`; later, or from before a restart, `bounded`. */
export const FRESH_MS = 3 * HOUR;

/**
 * The median of at least five answers, with the half round trip of that very answer as its error: whatever the two
 * ways took, the true time lies within. Null when there are too few.
 */
export function synchronise(samples: readonly Sample[]): Sync | null {
  if (samples.length < SAMPLES) return null;
  const syncs = samples.map(({ sentAt, receivedAt, serverNow }) => ({
    at: receivedAt,
    // The signed time was cut to whole milliseconds: half of one is added to the middle and to the error.
    offset: serverNow + 0.5 - (sentAt + receivedAt) / 2,
    errorMs: (receivedAt - sentAt) / 2 + 0.5,
  }));
  syncs.sort((a, b) => a.offset - b.offset);
  return syncs[Math.floor((syncs.length - 1) / 2)] ?? null;
}

/** Half-width of the interval that holds the true time, milliseconds. */
export function uncertaintyAt(monotonic: number, sync: Sync): number {
  return sync.errorMs + Math.max(0, monotonic - sync.at) * DRIFT;
}

/** How well the time is known at a monotonic instant. `sameRun`: the sync was made by this very process. */
export function qualityAt(monotonic: number, sync: Sync | null, sameRun: boolean): ClockQuality {
  if (!sync) return { state: 'untrusted' };
  const uncertaintyMs = Math.ceil(uncertaintyAt(monotonic, sync) * 10) / 10;
  if (uncertaintyMs > USABLE_MS) return { state: 'untrusted' };
  const synced = sameRun && monotonic - sync.at <= FRESH_MS;
  return { state: synced ? 'synced' : 'bounded', uncertaintyMs };
}

/**
 * Whether a new synchronisation may be believed: one that lies wholly before the stored floor (a time that was
 * certain once) would turn the clock back, and is refused.
 */
export function contradictsFloor(sync: Sync, floor: number): boolean {
  return sync.at + sync.offset + sync.errorMs < floor;
}

/** The instant at a monotonic one: by the sync, else counted from the floor; never below the floor. Whole ms. */
export function instantAt(monotonic: number, sync: Sync | null, floor: number, startedAt: number): number {
  const guess = sync ? monotonic + sync.offset : floor + (monotonic - startedAt);
  return Math.max(floor, Math.round(guess));
}
