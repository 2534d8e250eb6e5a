import type { PlaceInput, PlanningWorld } from '../inputs.js';

/** What of a place decides what it may hear. Places with equal keys hear the same, but for what they remember. */
export interface PlaceKeys {
  /** The same: the same may sound there at the same times. */
  shelf(place: PlaceInput): string;
  /** The same: runs have the same room there too, and the same customs hold. */
  rules(place: PlaceInput): string;
}

/**
 * Villages of a commune mostly differ in areas that nothing is granted, suspended or scheduled for by name; these do
 * not count.
 */
export function createPlaceKeys(world: PlanningWorld): PlaceKeys {
  const areas = new Set<string>();
  const clusters = new Set<string>();
  const name = (ids: readonly string[]) => {
    for (const id of ids) areas.add(id);
  };
  for (const { variants } of world.bulletins.values())
    for (const { grant } of variants) name(grant?.areas ?? []);
  for (const { grant } of world.stations.values()) name(grant?.areas ?? []);
  for (const suspension of world.suspensions) name(suspension.areas);
  for (const schedule of world.schedules) {
    name(schedule.areas);
    for (const cluster of schedule.clusters) clusters.add(cluster);
  }
  const shelf = ({ areaChain, settings, languagePolicy, successors, merged }: PlaceInput) => {
    const into = new Set([...Object.values(successors), ...Object.values(merged)]);
    const chain = areaChain.filter((area) => areas.has(area) || into.has(area));
    return JSON.stringify([chain, settings.languages, languagePolicy, successors, merged]);
  };
  return {
    shelf,
    rules(place) {
      const { settings, limits, repeatInEvening, clusterId } = place;
      const cluster = clusters.has(clusterId) ? clusterId : null;
      const own = JSON.stringify([settings.zone, settings.hours, limits, repeatInEvening, cluster]);
      return `${shelf(place)}${own}`;
    },
  };
}
