import type { LiftedStop, Stop } from '@loa/shared/api/stops';
import { areaChain } from '../db/areas.js';
import { boxIdsAt } from '../db/boxes.js';
import type { Db } from '../db/database.js';
import { activeStops } from '../db/stops.js';

/** More stops at once over one place nobody makes. */
const MOST = 100;

/**
 * What holds loudspeakers of a stop silent when it is gone. Judged receiver by receiver: stops overlap from above, from
 * below, and by naming some.
 */
export async function stillStopped(
  db: Db,
  lifted: Stop,
  now: number,
): Promise<Pick<LiftedStop, 'still' | 'allSilent'>> {
  const root = lifted.areaId;
  const above = (await areaChain(db, root)).map(({ id }) => id);
  const stops = await activeStops(db, { root, above, now }, { after: null, limit: MOST });
  const own = new Set(await boxesOf(db, lifted));
  const silent = new Set<string>();
  const still: Stop[] = [];
  for (const stop of stops.filter(({ id }) => id !== lifted.id)) {
    const shared = (await boxesOf(db, stop)).filter((id) => own.has(id));
    for (const id of shared) silent.add(id);
    if (shared.length > 0) still.push(stop);
  }
  still.sort((a, b) => b.until - a.until);
  return { still, allSilent: still.length > 0 && silent.size === own.size };
}

/** The receivers that a stop tells to be silent. */
async function boxesOf(db: Db, { areaId, boxIds }: Stop): Promise<string[]> {
  const below = await boxIdsAt(db, { areaIds: [areaId], clusterIds: [] });
  const named = boxIds === null ? null : new Set(boxIds);
  return named === null ? below : below.filter((id) => named.has(id));
}
