import type { Area } from '@loa/shared/api/areas';
import type { Cluster } from '@loa/shared/api/clusters';
import type { Roster } from '@loa/shared/messages/roster';
import { placeName } from '@loa/shared/place-name';
import type { LanguagePolicy } from '@loa/shared/place-rules';
import type { SoundWindow } from '@loa/shared/sound-window';
import { coversChain } from '@loa/shared/trust/areas';
import { areaChain, areasAbove, listAreas } from '../db/areas.js';
import { findCluster, listClusters } from '../db/clusters.js';
import type { Db } from '../db/database.js';
import { chainOf, hoursOf, rulesOfPlace, zoneOf } from '../db/planning-places.js';
import { rosterInForce } from '../db/rosters.js';
import type { PlaceLimits } from '../planning/inputs.js';
import { effectiveHours } from '../planning/place/effective-hours.js';

/** A cluster with all that its place says of schedules. */
export interface PlacedCluster {
  cluster: Cluster;
  /** From the outermost area to the village. */
  chain: readonly Area[];
  /** `làng Ơi Briu`. */
  name: string;
  zone: string;
  /** As the box gets them. */
  hours: SoundWindow[];
  limits: PlaceLimits;
  /** Which of the cluster's languages it hears of a bulletin. */
  languagePolicy: LanguagePolicy;
}

/** Every cluster at or below these areas, and these clusters, with the hours that all who have a say allow. */
export async function audienceOf(
  db: Db,
  wanted: { areaIds: readonly string[]; clusterIds: readonly string[] },
): Promise<PlacedCluster[]> {
  const clusters = new Map<string, Cluster>();
  for (const areaId of new Set(wanted.areaIds)) {
    for (const cluster of await listClusters(db, areaId)) clusters.set(cluster.id, cluster);
  }
  for (const id of wanted.clusterIds) {
    const cluster = await findCluster(db, id);
    if (cluster) clusters.set(cluster.id, cluster);
  }
  const placed = await createPlacer(db, [...clusters.values()]);
  return [...clusters.values()].map(placed);
}

/** All areas above the clusters are read at once, and a roster for each commune: a province has thousands of villages. */
async function createPlacer(
  db: Db,
  clusters: readonly Cluster[],
): Promise<(cluster: Cluster) => PlacedCluster> {
  const areas = await areasAbove(db, [...new Set(clusters.map(({ areaId }) => areaId))]);
  const rosters = new Map<string, Roster>();
  for (const { id, level } of areas.values()) {
    const stored = level === 'commune' ? await rosterInForce(db, id) : null;
    if (stored) rosters.set(id, stored.roster);
  }
  return (cluster) => {
    const chain = chainOf(cluster.areaId, areas);
    const area = chain.at(-1);
    const commune = chain.find(({ level }) => level === 'commune');
    const roster = rosters.get(commune?.id ?? '') ?? null;
    const rules = rulesOfPlace(chain, cluster.rules);
    const hours = unlimited(roster, chain) ? [] : hoursOf(chain, cluster.hours, roster ? [roster] : []);
    const { limits, languagePolicy } = rules;
    const place = { name: area ? placeName(area) : cluster.areaId, zone: zoneOf(chain) };
    return { cluster, chain, ...place, hours: effectiveHours(hours, rules), limits, languagePolicy };
  };
}

/** A roster that sets no limit at all for a place means silence there. */
function unlimited(roster: Roster | null, chain: readonly Area[]): boolean {
  if (!roster) return false;
  const ids = chain.map(({ id }) => id);
  return !roster.limits.some(({ areas }) => coversChain(areas, ids, roster.successors));
}

/** Every area that a schedule touches; null when one of its clusters does not exist. */
export async function touchedAreas(
  db: Db,
  { areaIds, clusterIds }: { areaIds: readonly string[]; clusterIds: readonly string[] },
): Promise<string[] | null> {
  const areas = new Set(areaIds);
  for (const id of clusterIds) {
    const cluster = await findCluster(db, id);
    if (!cluster) return null;
    areas.add(cluster.areaId);
  }
  return [...areas];
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
