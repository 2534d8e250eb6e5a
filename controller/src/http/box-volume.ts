import type { Volume } from '@loa/shared/api/fleet';
import { coversChain } from '@loa/shared/trust/areas';
import { areaChain } from '../db/areas.js';
import { findCluster } from '../db/clusters.js';
import type { Db } from '../db/database.js';
import { findVolume } from '../db/fleet.js';
import { rosterInForce } from '../db/rosters.js';

/** How loud a box may be, and what comes of every cap. The signed limits hold on the box whatever is written here. */
export async function volumeOf(
  db: Db,
  box: { id: string; clusterId: string; areaId: string },
): Promise<Volume> {
  const own = (await findVolume(db, box.id)) ?? { maxGainDb: null, muted: false };
  const cluster = await findCluster(db, box.clusterId);
  const clusterMaxGainDb = cluster?.maxGainDb ?? 0;
  const rosterMaxGainDb = await rosterCap(db, box.areaId);
  const silent = own.muted || rosterMaxGainDb === null;
  const effectiveDb = silent
    ? null
    : Math.min(clusterMaxGainDb, rosterMaxGainDb, own.maxGainDb ?? Number.POSITIVE_INFINITY);
  return { ...own, clusterMaxGainDb, rosterMaxGainDb, effectiveDb };
}

/** The loudest that the signed limits allow at any hour; null where they allow nothing. */
async function rosterCap(db: Db, areaId: string): Promise<number | null> {
  const chain = await areaChain(db, areaId);
  const commune = chain.find(({ level }) => level === 'commune');
  const stored = commune ? await rosterInForce(db, commune.id) : null;
  if (!stored) return null;
  const ids = chain.map(({ id }) => id);
  const { limits, successors } = stored.roster;
  const caps = limits
    .filter(({ areas }) => coversChain(areas, ids, successors))
    .map(({ windows }) => Math.max(Number.NEGATIVE_INFINITY, ...windows.map(({ maxGainDb }) => maxGainDb)));
  const strictest = Math.min(...caps);
  return caps.length === 0 || !Number.isFinite(strictest) ? null : strictest;
}
