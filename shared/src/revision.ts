/**
 * The next value of a counter that only grows: max(previous + 1, unix ms), so that a controller restored from an
 * old backup still issues revisions that boxes accept.
 */
export function nextRevision(previous: number, now: number): number {
  return Math.max(previous + 1, now);
}
