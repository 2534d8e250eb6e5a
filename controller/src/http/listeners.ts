import type { ClusterOrder } from '../planning/conflicts/cluster-order.js';
import type { HeardLength } from '../planning/conflicts/ground.js';
import { type Intervals, unionOf } from '../planning/conflicts/intervals.js';
import type { Listener } from '../planning/programme/expected-length.js';
import type { RunLength } from '../planning/programme/run-length.js';
import type { PlacedCluster } from './schedule-places.js';

/** Clusters that hear any bulletin in the same languages, and so for as long. */
export interface Listeners {
  listener: Listener;
  clusterIds: readonly string[];
}

export function listenerOf({ cluster, languagePolicy: policy }: PlacedCluster): Listener {
  return { languages: cluster.languages, policy };
}

/** Eighty villages mostly understand the same few languages. */
export function listenersAmong(audience: readonly PlacedCluster[]): Listeners[] {
  const found = new Map<string, { listener: Listener; clusterIds: string[] }>();
  for (const placed of audience) {
    const listener = listenerOf(placed);
    const key = JSON.stringify([listener.policy, listener.languages]);
    const same = found.get(key) ?? { listener, clusterIds: [] };
    found.set(key, same);
    same.clusterIds.push(placed.cluster.id);
  }
  return [...found.values()];
}

/** Says of schedules how long a run lasts at which clusters; those where it lasts as long are taken together. */
export function createHeardLengths(
  listeners: readonly Listeners[],
  order: ClusterOrder,
): (lengthOf: (listener: Listener) => RunLength) => HeardLength[] {
  const known = new Map<string, Intervals>();
  const clustersOf = (members: readonly Listeners[]): Intervals => {
    if (members.length === listeners.length) return unionOf([[0, order.clusters.length]]);
    const key = members.map((member) => listeners.indexOf(member)).join();
    const clusters = () => members.flatMap(({ clusterIds }) => clusterIds);
    const found = known.get(key) ?? order.audienceOf({ areas: [], clusters: clusters() });
    known.set(key, found);
    return found;
  };
  return (lengthOf) => {
    const groups = new Map<string, { length: RunLength; members: Listeners[] }>();
    for (const member of listeners) {
      const length = lengthOf(member.listener);
      const key = JSON.stringify(length);
      const group = groups.get(key) ?? { length, members: [] };
      groups.set(key, group);
      group.members.push(member);
    }
    return [...groups.values()].map(({ length, members }) => ({ length, clusters: clustersOf(members) }));
  };
}
