import type { Area } from '@loa/shared/api/areas';
import { placeName } from '@loa/shared/place-name';
import type { Areas } from './areas.js';
import { byName } from './by-name.js';
import { matches } from './search.js';

export interface AreaNode {
  key: string;
  title: string;
  children: AreaNode[];
}

/**
 * The tree of what may be chosen: living areas whose names, or those of something below them, hold what was typed.
 * A place whose parent is outside one's own area stands at the top. Pure.
 */
export function areaTree(areas: Areas, typed: string): AreaNode[] {
  const living = areas.filter(({ mergedInto }) => mergedInto === null);
  const ids = new Set(living.map(({ id }) => id));
  const below = new Map<string | null, Area[]>();
  for (const area of living) {
    const parent = area.parentId !== null && ids.has(area.parentId) ? area.parentId : null;
    below.set(parent, [...(below.get(parent) ?? []), area]);
  }
  const branch = (parent: string | null, foundAbove: boolean): AreaNode[] =>
    (below.get(parent) ?? [])
      .map((area) => {
        const title = placeName(area);
        const found = foundAbove || matches(title, typed);
        return { found, node: { key: area.id, title, children: branch(area.id, found) } };
      })
      .filter(({ found, node }) => found || node.children.length > 0)
      .map(({ node }) => node)
      .sort((a, b) => byName(a.title, b.title));
  return branch(null, false);
}

/** Every key of a tree, for opening all of it. */
export function keysOf(nodes: readonly AreaNode[]): string[] {
  return nodes.flatMap(({ key, children }) => [key, ...keysOf(children)]);
}

/** Which of the chosen areas lies around this one; null: none does. */
export function chosenAround(areas: Areas, chosen: readonly string[], id: string): string | null {
  const parents = new Map(areas.map((area) => [area.id, area.parentId]));
  for (let at = parents.get(id) ?? null; at !== null; at = parents.get(at) ?? null)
    if (chosen.includes(at)) return at;
  return null;
}

/**
 * What is chosen after an area was pressed. One that lies in a chosen one takes its place: whoever presses a village while
 * all of the commune is chosen means that village. What lies in the pressed one adds nothing to it and goes. Pure.
 */
export function toggled(areas: Areas, chosen: readonly string[], id: string): string[] {
  if (chosen.includes(id)) return chosen.filter((each) => each !== id);
  const apart = (each: string) =>
    chosenAround(areas, [each], id) === null && chosenAround(areas, [id], each) === null;
  return [...chosen.filter(apart), id];
}
