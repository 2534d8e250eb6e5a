import { HOUR } from '@loa/shared/instant';
import type { ClockQuality } from '@loa/shared/messages/clock-state';

/** One nonce asked and answered: monotonic milliseconds of sending and receiving, and the time that was signed. */
export interface Sample {
  sentAt: number;
  receivedAt: number;
  /** Whole unix milliseconds, cut off below. */
  serverNow: number;
}

/**
 * What a synchronisation taught: at monotonic `at` it was `at + offset` unix time, within ±errorMs; since then this
 * machine's clock has lost `rate` milliseconds a millisecond, within ±rateError.
 */
export interface Sync {
  at: number;
  offset: number;
  errorMs: number;
  /** 0 where nothing is known of it. */
  rate?: number | undefined;
  /** DRIFT where nothing is known. */
  rateError?: number | undefined;
}

/** How many answers a synchronisation needs at least. */
export const SAMPLES = 5;
/** A crystal is never worse than this: milliseconds of error per millisecond elapsed. */
export const DRIFT = 100e-6;
/** A wider interval is no knowledge of the time. */
export const USABLE_MS = 60_000;
/** A synchronisation in this run and younger than this is `synced`; later, or from before a restart, `bounded`. */
export const FRESH_MS = 5 * HOUR;

/**
 * What all of at least five answers agree on. The true time was signed between sending and receiving, so each answer
 * says between which two offsets the true one lies; the middle of what they have in common is less than the median moved by
 * single slow answers, and half its width is all that can be wrong with it. Null when there are too few, or when they contradict
 * one another: somebody set a clock meanwhile.
 */
export function synchronise(samples: readonly Sample[]): Sync | null {
  const last = samples.at(-1);
  if (!last || samples.length < SAMPLES) return null;
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (const { sentAt, receivedAt, serverNow } of samples) {
    low = Math.max(low, serverNow - receivedAt);
    // The signed time was cut to whole milliseconds: it was up to one more.
    high = Math.min(high, serverNow + 1 - sentAt);
  }
  if (low > high) return null;
  return { at: last.receivedAt, offset: (low + high) / 2, errorMs: (high - low) / 2 };
}

/** Half-width of the interval that holds the true time, milliseconds. */
export function uncertaintyAt(monotonic: number, { at, errorMs, rateError = DRIFT }: Sync): number {
  return errorMs + Math.max(0, monotonic - at) * rateError;
}

/** Unix time at a monotonic instant, by a synchronisation; fractional. */
export function timeAt(monotonic: number, { at, offset, rate = 0 }: Sync): number {
  return monotonic + offset + (monotonic - at) * rate;
}

/** The monotonic instant of a unix time, by a synchronisation. */
export function monotonicAt(instant: number, { at, offset, rate = 0 }: Sync): number {
  return at + (instant - offset - at) / (1 + rate);
}

/** How well the time is known at a monotonic instant. `sameRun`: the sync was made by this very process. */
export function qualityAt(monotonic: number, sync: Sync | null, sameRun: boolean): ClockQuality {
  if (!sync) return { state: 'untrusted' };
  const uncertaintyMs = Math.ceil(uncertaintyAt(monotonic, sync) * 10) / 10;
  if (uncertaintyMs > USABLE_MS) return { state: 'untrusted' };
  const synced = sameRun && monotonic - sync.at <= FRESH_MS;
  return { state: synced ? 'synced' : 'bounded', uncertaintyMs };
}

/** Whether a new synchronisation lies wholly before an instant that was certain once. */
export function contradictsFloor(sync: Sync, floor: number): boolean {
  return sync.at + sync.offset + sync.errorMs < floor;
}

/** The instant at a monotonic one: by the sync, else counted from the floor; never below the floor. Whole ms. */
export function instantAt(monotonic: number, sync: Sync | null, floor: number, startedAt: number): number {
  const guess = sync ? timeAt(monotonic, sync) : floor + (monotonic - startedAt);
  return Math.max(floor, Math.round(guess));
}
