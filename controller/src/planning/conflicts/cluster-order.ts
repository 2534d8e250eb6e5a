import { type Intervals, unionOf } from './intervals.js';

export interface OrderedArea {
  id: string;
  parentId: string | null;
}

export interface OrderedCluster {
  clusterId: string;
  areaId: string;
  /** IANA zone. */
  zone: string;
  /** Its village as people call it: `kind` "làng", `name` "Ơi Briu". */
  village: { kind: string; name: string };
}

/** All clusters numbered so that those of an area, and of everything below it, follow one another. */
export interface ClusterOrder {
  /** By number. */
  clusters: readonly OrderedCluster[];
  /** The numbers of the clusters at or below these areas, and of these clusters; unknown ids name nobody. */
  audienceOf(wanted: { areas: readonly string[]; clusters: readonly string[] }): Intervals;
  /** The numbers of the clusters of each zone. */
  zones: ReadonlyMap<string, Intervals>;
}

export function orderClusters(input: {
  areas: readonly OrderedArea[];
  clusters: readonly OrderedCluster[];
}): ClusterOrder {
  const children = groupBy(input.areas, ({ parentId }) => parentId ?? '');
  const known = new Set(input.areas.map(({ id }) => id));
  const own = groupBy(input.clusters, ({ areaId }) => areaId);
  const clusters: OrderedCluster[] = [];
  const spans = new Map<string, readonly [number, number]>();
  const visit = ({ id }: OrderedArea) => {
    const lo = clusters.length;
    for (const cluster of own.get(id) ?? []) clusters.push(cluster);
    for (const child of children.get(id) ?? []) visit(child);
    spans.set(id, [lo, clusters.length]);
  };
  // A list may begin anywhere in the tree: whose parent is not in it is a root.
  for (const area of input.areas) if (area.parentId === null || !known.has(area.parentId)) visit(area);
  const numbers = new Map(clusters.map(({ clusterId }, number) => [clusterId, number]));
  const spanOf = (area: string) => spans.get(area) ?? [0, 0];
  const byZone = groupBy([...clusters.keys()], (number) => clusters[number]?.zone ?? '');
  return {
    clusters,
    audienceOf: (wanted) =>
      unionOf([...wanted.areas.map(spanOf), ...wanted.clusters.map((id) => alone(numbers.get(id)))]),
    zones: new Map([...byZone].map(([zone, members]) => [zone, unionOf(members.map(alone))])),
  };
}

function alone(number: number | undefined): readonly [number, number] {
  return number === undefined ? [0, 0] : [number, number + 1];
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
