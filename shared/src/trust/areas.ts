import type { Roster } from '../messages/roster.js';

/**
 * The area that `areaId` is today, following mergers. A cycle (a broken roster) ends at the id where it closes.
 */
export function currentArea(areaId: string, successors: Roster['successors']): string {
  const seen = new Set<string>();
  let area = areaId;
  while (!seen.has(area)) {
    seen.add(area);
    const next = successors[area];
    if (next === undefined) return area;
    area = next;
  }
  return area;
}

/** Whether one of `areas` (or what it was merged into) stands in a box's chain of areas. */
export function coversChain(
  areas: readonly string[],
  chain: readonly string[],
  successors: Roster['successors'],
): boolean {
  return areas.some((area) => chain.includes(area) || chain.includes(currentArea(area, successors)));
}
