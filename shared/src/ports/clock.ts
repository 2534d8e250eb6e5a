import type { Instant } from '../instant.js';

export type Cancel = () => void;

/**
 * Time as a port. Nothing outside system adapters reads a clock or sets a timer, so every decision can be
 * replayed on a virtual clock.
 */
export interface Clock {
  /** Wall time, unix milliseconds. It may step; compare durations with `monotonic`. */
  now(): Instant;
  /** Milliseconds since an arbitrary origin. Never steps back; fractional. */
  monotonic(): number;
  /** Calls `fire` once after `delayMs` of monotonic time, unless cancelled. Delays above 2^31-1 ms are clamped. */
  after(delayMs: number, fire: () => void): Cancel;
  /** Resolves after `delayMs`; rejects with the signal's reason when aborted. */
  wait(delayMs: number, signal?: AbortSignal): Promise<void>;
}
