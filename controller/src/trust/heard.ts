/** What counts as heard, of a recording's length: the last words may be cut by a page that is closed early. */
const SHARE = 0.9;
/** The fastest that a person still understands. */
const FASTEST = 1.5;
/** A page reports every few seconds, and its reports travel. */
const SLACK_MS = 2_000;

export interface HeardSoFar {
  /** What the variant was: its recording and text. */
  basis: string;
  heardMs: number;
  begunAt: number;
  lastAt: number;
}

/**
 * Adds a report of `ms` heard since the last one. No more is believed than 1.5 times what has passed since then: the
 * first report only begins the listening, and one that comes all at once counts for little.
 */
export function hearMore(
  before: HeardSoFar | null,
  report: { ms: number; basis: string; at: number },
): HeardSoFar {
  const { ms, basis, at } = report;
  if (!before || before.basis !== basis) return { basis, heardMs: 0, begunAt: at, lastAt: at };
  const passed = Math.max(0, at - before.lastAt);
  const believed = Math.min(ms, Math.floor(passed * FASTEST) + (passed > 0 ? SLACK_MS : 0));
  return { ...before, heardMs: before.heardMs + believed, lastAt: Math.max(at, before.lastAt) };
}

/** How much of a recording must be heard before its approval may be signed, milliseconds. */
export function neededMs(durationMs: number): number {
  return Math.floor(durationMs * SHARE);
}

/** Whether all of it was heard as it stands, in no less time than that takes at 1.5 times its speed. */
export function heardEnough(heard: HeardSoFar | null, basis: string, durationMs: number): boolean {
  if (!heard || heard.basis !== basis) return false;
  const passed = heard.lastAt - heard.begunAt;
  return heard.heardMs >= neededMs(durationMs) && passed >= Math.floor((durationMs / FASTEST) * SHARE);
}
