import type { Sync } from '../trusted-time.js';

/**
 * Another clock than the controller's, for when the controller is away: unsigned, so it never makes the time better than
 * `bounded`, nor turns it back behind what was known.
 */
export interface TimeSource {
  name: string;
  /** What it says now, in monotonic milliseconds of the agent's clock; null while it has nothing to be believed. */
  read(signal: AbortSignal): Promise<Sync | null>;
  /** The controller's time is known: a chance to set this clock, or to remember how it stands. */
  learn?(sync: Sync, signal: AbortSignal): Promise<void>;
}
