import type { Area } from '@loa/shared/api/areas';
import { PlanSettings } from '@loa/shared/messages/plan';
import type { Roster } from '@loa/shared/messages/roster';
import type { PlaceRules } from '@loa/shared/place-rules';
import type { SoundWindow } from '@loa/shared/sound-window';
import { coversChain } from '@loa/shared/trust/areas';
import type { PlaceInput } from '../planning/inputs.js';
import { effectiveHours } from '../planning/place/effective-hours.js';
import { strictestHours } from '../planning/place/hours.js';
import { type EffectiveRules, rulesOf } from '../planning/place/rules.js';
import { areasAbove, mergedAreas } from './areas.js';
import { clusterColumns } from './clusters.js';
import type { Db } from './database.js';
import { type Drafts, NO_DRAFTS, withDrafts } from './drafts.js';
import { Languages, readJson, readRules, Windows } from './json-column.js';
import { rosterInForce } from './rosters.js';

const DEFAULT_ZONE = 'Asia/Ho_Chi_Minh';

/** A box with its place, all but what its cluster has heard. */
export interface PlacedBox extends Omit<PlaceInput, 'memory'> {
  areaId: string;
  communeId: string | null;
}

/** The place of each of these boxes that is enrolled; as an edit would make it, with the drafts of areas and clusters. */
export async function loadPlaces(
  db: Db,
  boxIds: readonly string[],
  drafts: Pick<Drafts, 'areas' | 'clusters'> = NO_DRAFTS,
): Promise<PlacedBox[]> {
  if (boxIds.length === 0) return [];
  const clusters = new Map(drafts.clusters.map((cluster) => [cluster.id, clusterColumns(cluster)]));
  const rows = (await placedBoxes(db, boxIds)).map((row) => ({ ...row, ...clusters.get(row.cluster_id) }));
  const above = await areasAbove(db, [...new Set(rows.map((row) => row.area_id))]);
  const areas = withDrafts(above, drafts.areas);
  const merged = await mergedAreas(db);
  const rosterOf = rememberRosters(db);
  const places: PlacedBox[] = [];
  for (const row of rows) {
    const chain = chainOf(row.area_id, areas);
    const communeId = chain.find(({ level }) => level === 'commune')?.id ?? null;
    // The box follows the roster of the commune it pinned, also when that was merged into another.
    const pinned = row.commune_id ?? communeId;
    const home = pinned === null ? null : await rosterOf(pinned);
    const here = communeId === null ? null : await rosterOf(communeId);
    const clusterHours = row.hours === null ? null : readJson(Windows, row.hours, 'cluster.hours');
    const { limits, neighbours, languagePolicy, repeatInEvening } = rulesOfPlace(
      chain,
      readRules(row.rules, 'cluster.rules'),
    );
    const rosters = [...new Set([home, here])].filter((roster) => roster !== null);
    places.push({
      boxId: row.box_id,
      clusterId: row.cluster_id,
      areaId: row.area_id,
      communeId,
      areaChain: chain.map(({ id }) => id),
      settings: {
        zone: zoneOf(chain),
        // A muted box has no hours: it sounds nothing, and the log says nothing was heard.
        hours:
          row.muted === 1
            ? []
            : effectiveHours(hoursOf(chain, clusterHours, rosters), { limits, neighbours }),
        maxGainDb: Math.min(row.max_gain_db, row.volume_db ?? row.max_gain_db),
        languages: readJson(Languages, row.languages, 'cluster.languages'),
        outputs: readJson(PlanSettings.shape.outputs, row.outputs, 'box.outputs'),
      },
      limits,
      languagePolicy,
      repeatInEvening,
      successors: home?.successors ?? {},
      merged,
      since: row.enrolled_at ?? 0,
    });
  }
  return places;
}

/** The rules of a place: those of every area above it and of its cluster. */
export function rulesOfPlace(chain: readonly Area[], cluster: PlaceRules): EffectiveRules {
  return rulesOf([...chain.map(({ rules }) => rules), cluster]);
}

/** The hours of a place: of every area above it, of its cluster, and of the rosters' limits, the strictest. */
export function hoursOf(
  chain: readonly Area[],
  clusterHours: readonly SoundWindow[] | null,
  rosters: readonly Roster[],
): SoundWindow[] {
  const layers = [...chain.map(({ hours }) => hours), clusterHours].filter((hours) => hours !== null);
  return strictestHours([...layers, ...limitsAt(chain, rosters).map(({ windows }) => windows)]);
}

/** The signed limits that cover a place. */
export function limitsAt(chain: readonly Area[], rosters: readonly Roster[]): Roster['limits'] {
  const ids = chain.map(({ id }) => id);
  return rosters.flatMap((roster) =>
    roster.limits.filter(({ areas }) => coversChain(areas, ids, roster.successors)),
  );
}

/** The zone of a place: its own, or that of the nearest area above. */
export function zoneOf(chain: readonly Area[]): string {
  return chain.findLast(({ zone }) => zone !== null)?.zone ?? DEFAULT_ZONE;
}

/** From the outermost area down to `areaId`. */
export function chainOf(areaId: string, areas: ReadonlyMap<string, Area>): Area[] {
  const chain: Area[] = [];
  for (let next = areas.get(areaId); next && chain.length < 12; next = areas.get(next.parentId ?? '')) {
    chain.unshift(next);
  }
  return chain;
}

function placedBoxes(db: Db, boxIds: readonly string[]) {
  return db
    .selectFrom('box')
    .innerJoin('cluster', 'cluster.id', 'box.cluster_id')
    .leftJoin('box_volume', 'box_volume.box_id', 'box.id')
    .select(['box_volume.max_gain_db as volume_db', 'box_volume.muted'])
    .select(['box.id as box_id', 'box.outputs', 'box.enrolled_at', 'box.commune_id'])
    .select(['cluster.id as cluster_id', 'cluster.area_id', 'cluster.hours', 'cluster.max_gain_db'])
    .select(['cluster.languages', 'cluster.rules'])
    .where('box.state', '=', 'enrolled')
    .where('box.id', 'in', [...boxIds])
    .orderBy('box.id')
    .execute();
}

function rememberRosters(db: Db): (communeId: string) => Promise<Roster | null> {
  const known = new Map<string, Promise<Roster | null>>();
  return (communeId) => {
    const roster =
      known.get(communeId) ?? rosterInForce(db, communeId).then((stored) => stored?.roster ?? null);
    known.set(communeId, roster);
    return roster;
  };
}
