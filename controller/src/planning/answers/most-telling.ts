import { type Instant, MINUTE } from '@loa/shared/instant';
import type { PlaybackState } from '@loa/shared/playback';
import { groupBy } from './group-by.js';

/** Somebody who asks about 17:00 may mean what was due some minutes before or after, milliseconds. */
const AROUND_MS = 5 * MINUTE;
/** Beyond this, a row has nothing to do with the question, milliseconds. */
const NEAR_MS = 30 * MINUTE;

export interface NearRow {
  boxId: string;
  sessionId: string;
  bulletinId: string | null;
  title: string;
  language: string;
  plannedAt: Instant;
  durationMs: number;
  state: PlaybackState;
}

/**
 * The row of a cluster's log that answers "why was it silent at that time": what was not heard comes before what was,
 * what was due then before what was due nearby. An item counts as heard when any box of the cluster finished it. Null
 * where nothing was due anywhere near.
 */
export function mostTelling<R extends NearRow>(rows: readonly R[], at: Instant): R | null {
  const items = groupBy(rows, (row) => `${row.sessionId}|${row.title}|${row.language}|${row.plannedAt}`);
  const judged = [...items.values()]
    .flatMap((group) => {
      const row =
        group.find(({ state }) => state === 'finished') ??
        group.find(({ state }) => !isOpen(state)) ??
        group[0];
      return row ? [{ row, heard: row.state === 'finished', distance: distance(row, at) }] : [];
    })
    .filter((each) => each.distance <= NEAR_MS);
  judged.sort(
    (a, b) =>
      Number(a.distance > AROUND_MS) - Number(b.distance > AROUND_MS) ||
      Number(a.heard) - Number(b.heard) ||
      a.distance - b.distance ||
      a.row.plannedAt - b.row.plannedAt,
  );
  return judged[0]?.row ?? null;
}

/** How far an instant lies from when a row was due to sound; 0 inside. */
function distance({ plannedAt, durationMs }: NearRow, at: Instant): number {
  if (at < plannedAt) return plannedAt - at;
  return Math.max(0, at - plannedAt - durationMs);
}

function isOpen(state: PlaybackState): boolean {
  return ['planned', 'ready', 'claimed', 'started', 'suspended'].includes(state);
}
