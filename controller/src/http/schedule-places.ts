import type { Area } from '@loa/shared/api/areas';
import type { Cluster } from '@loa/shared/api/clusters';
import type { SoundWindow } from '@loa/shared/messages/roster';
import { coversChain } from '@loa/shared/trust/areas';
import { areaChain, listAreas } from '../db/areas.js';
import { findCluster, listClusters } from '../db/clusters.js';
import type { Db } from '../db/database.js';
import { rosterInForce } from '../db/rosters.js';
import type { CheckedPlace } from '../planning/check-schedule.js';
import { strictestHours } from '../planning/hours.js';

export const DEFAULT_ZONE = 'Asia/Ho_Chi_Minh';

export interface Audience {
  clusters: Cluster[];
  /** Each cluster's village with the hours that it may sound in, once per difference. */
  places: CheckedPlace[];
}

/** Every cluster at or below these areas, and these clusters, with the hours that all who have a say allow. */
export async function audienceOf(
  db: Db,
  wanted: { areaIds: readonly string[]; clusterIds: readonly string[] },
): Promise<Audience> {
  const clusters = new Map<string, Cluster>();
  for (const areaId of wanted.areaIds) {
    for (const cluster of await listClusters(db, areaId)) clusters.set(cluster.id, cluster);
  }
  for (const id of wanted.clusterIds) {
    const cluster = await findCluster(db, id);
    if (cluster) clusters.set(cluster.id, cluster);
  }
  const places = new Map<string, CheckedPlace>();
  const layersOf = createLayers(db);
  for (const cluster of clusters.values()) {
    const place = await layersOf(cluster);
    places.set(JSON.stringify(place), place);
  }
  return { clusters: [...clusters.values()], places: [...places.values()] };
}

/** Remembers each area's layers: a commune's eighty clusters share them. */
function createLayers(db: Db): (cluster: Cluster) => Promise<CheckedPlace> {
  const known = new Map<string, Promise<AreaLayers>>();
  return async (cluster) => {
    const area = known.get(cluster.areaId) ?? readLayers(db, cluster.areaId);
    known.set(cluster.areaId, area);
    const { name, zone, own, roster } = await area;
    const hours = strictestHours([...own, ...(cluster.hours ? [cluster.hours] : [])]);
    return { name, zone, hours: strictestHours([hours, ...roster]) };
  };
}

interface AreaLayers {
  name: string;
  zone: string;
  own: (readonly SoundWindow[])[];
  roster: (readonly SoundWindow[])[];
}

async function readLayers(db: Db, areaId: string): Promise<AreaLayers> {
  const chain = await areaChain(db, areaId);
  const area = chain.at(-1);
  const commune = chain.find(({ level }) => level === 'commune');
  const roster = commune ? (await rosterInForce(db, commune.id))?.roster : undefined;
  const ids = chain.map(({ id }) => id);
  const limits = roster?.limits.filter((limit) => coversChain(limit.areas, ids, roster.successors));
  return {
    name: area ? `${area.kind} ${area.name}` : areaId,
    zone: zoneOf(chain),
    own: chain.flatMap(({ hours }) => (hours ? [hours] : [])),
    // A roster that sets no limit for a place means silence there.
    roster: limits ? (limits.length > 0 ? limits.map(({ windows }) => windows) : [[]]) : [],
  };
}

/** The zone of the innermost area that names one. */
export function zoneOf(chain: readonly Area[]): string {
  return chain.findLast(({ zone }) => zone !== null)?.zone ?? DEFAULT_ZONE;
}

/** For every area at or below `root`, its chain of ids from the outermost to itself. */
export async function chainsBelow(db: Db, root: string): Promise<Map<string, string[]>> {
  const above = (await areaChain(db, root)).map(({ id }) => id);
  const chains = new Map([[root, above]]);
  // Levels come in order, so a parent's chain is known before its children's.
  for (const area of await listAreas(db, root)) {
    const parent = area.parentId === null ? undefined : chains.get(area.parentId);
    if (parent && area.id !== root) chains.set(area.id, [...parent, area.id]);
  }
  return chains;
}
