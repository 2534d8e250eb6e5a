/** Bounds of the wait between attempts, milliseconds. */
export interface Backoff {
  firstMs: number;
  longestMs: number;
}

/** From one second to one minute. */
export const RECONNECT_BACKOFF: Backoff = { firstMs: 1_000, longestMs: 60_000 };

/**
 * How long to wait after `failures` (≥1) failed attempts in a row, milliseconds: doubling, spread by ±50% so that
 * a village of boxes does not return in the same instant. `unit` is a random number in [0, 1).
 */
export function backoffDelay(failures: number, unit: number, { firstMs, longestMs }: Backoff): number {
  const doubled = firstMs * 2 ** Math.min(Math.max(failures - 1, 0), 30);
  return Math.min(doubled, longestMs) * (0.5 + unit);
}
