import type { Area } from '@loa/shared/api/areas';
import { placeName } from '@loa/shared/place-name';
import type { Areas } from './areas.js';
import { matches } from './search.js';

export interface AreaNode {
  key: string;
  title: string;
  children: AreaNode[];
}

const ORDER = new Intl.Collator('vi', { numeric: true });

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
      .sort((a, b) => ORDER.compare(a.title, b.title));
  return branch(null, false);
}

/** Every key of a tree, for opening all of it. */
export function keysOf(nodes: readonly AreaNode[]): string[] {
  return nodes.flatMap(({ key, children }) => [key, ...keysOf(children)]);
}

/**
 * The fewest areas that say the same: a place whose ancestor is chosen, too, adds nothing.
 */
export function outermost(areas: Areas, chosen: readonly string[]): string[] {
  const parents = new Map(areas.map(({ id, parentId }) => [id, parentId]));
  const set = new Set(chosen);
  const isBelow = (id: string): boolean => {
    for (let at = parents.get(id) ?? null; at !== null; at = parents.get(at) ?? null)
      if (set.has(at)) return true;
    return false;
  };
  return chosen.filter((id) => !isBelow(id));
}
