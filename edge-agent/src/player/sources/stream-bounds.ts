/**
 * What a station's server, or whoever stands in for it, may cost a box: memory is bounded where sound waits
 * (`stream-source`), time and processor here.
 */

/** So long may it take from being asked to the first line of its answer and all its headers, redirects included, ms. */
export const OPENING_MS = 10_000;

/** What a server keeps ready for whoever opens it is seconds; so much may come ahead of the time it lasts, ms. */
const MOST_AHEAD_MS = 60_000;

/**
 * How long nothing more should be read of what has no length: nobody speaks faster than time passes. Without it one
 * server that pours costs a small box its processor and a commune its mobile data.
 */
export function waitFor(soundMs: number, elapsedMs: number): number {
  return Math.max(0, soundMs - elapsedMs - MOST_AHEAD_MS);
}

/** One that stood for so long has earned that its next failure is a first one, ms; shorter ones wait longer and longer. */
const STOOD_MS = 10_000;

export function hasStood(openMs: number): boolean {
  return openMs >= STOOD_MS;
}
