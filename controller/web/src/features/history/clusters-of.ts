import type { Box } from '@loa/shared/api/boxes';
import { placePath } from '@loa/shared/place-name';

export interface ClusterChoice {
  id: string;
  label: string;
}

/** The clusters that have a receiver, by village and name as people sort them. Pure. */
export function clustersOf(
  boxes: readonly Pick<Box, 'clusterId' | 'clusterName' | 'areaName'>[],
): ClusterChoice[] {
  const labels = new Map(boxes.map((box) => [box.clusterId, placePath(box.areaName, box.clusterName)]));
  return [...labels]
    .map(([id, label]) => ({ id, label }))
    .sort((a, b) => a.label.localeCompare(b.label, 'vi', { numeric: true }));
}
