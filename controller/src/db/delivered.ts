import type { Delivered } from '@loa/shared/api/overview';
import type { PlaybackState } from '@loa/shared/playback';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';
import { turn } from './turn.js';

const MEANT: readonly PlaybackState[] = ['cancelled', 'skipped'];
const LOST: readonly PlaybackState[] = ['missed', 'failed', 'interrupted', 'unknown'];

export const NOTHING: Delivered = { finished: 0, lost: 0, meant: 0 };

/**
 * What became of the playbacks planned in each of `days` (unix milliseconds, each [from, to)), by day and area. Day by
 * day: a province's eight weeks are millions of rows, and the broker lives in this thread.
 */
export async function deliveredByDay(
  db: Db,
  { root, days, signal }: { root: string; days: readonly (readonly [number, number])[]; signal: AbortSignal },
): Promise<Map<string, Delivered>[]> {
  const found: Map<string, Delivered>[] = [];
  for (const [from, to] of days) {
    signal.throwIfAborted();
    const rows = await db
      .selectFrom('playback')
      .select(({ fn }) => ['area_id', 'state', fn.countAll<number>().as('count')])
      .where('area_id', 'in', belowQuery(db, root))
      .where('planned_at', '>=', from)
      .where('planned_at', '<', to)
      .groupBy(['area_id', 'state'])
      .execute();
    const areas = new Map<string, Delivered>();
    for (const { area_id, state, count } of rows) {
      const before = areas.get(area_id) ?? NOTHING;
      areas.set(area_id, add(before, ofState(state, count)));
    }
    found.push(areas);
    await turn();
  }
  return found;
}

export function add(a: Delivered, b: Delivered): Delivered {
  return { finished: a.finished + b.finished, lost: a.lost + b.lost, meant: a.meant + b.meant };
}

/** What has not come to its end yet counts as nothing. */
function ofState(state: PlaybackState, count: number): Delivered {
  if (state === 'finished') return { ...NOTHING, finished: count };
  if (LOST.includes(state)) return { ...NOTHING, lost: count };
  return MEANT.includes(state) ? { ...NOTHING, meant: count } : NOTHING;
}
