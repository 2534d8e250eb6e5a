import type { Trouble } from '@loa/shared/api/fleet';
import { inOrderOf } from '../db/list-page.js';
import { nameOrder } from '../db/name-columns.js';
import type { BoxLosses } from '../db/today.js';
import type { WholeFleet } from './fleet-rows.js';
import { needOf } from './need-of.js';

/** What is wrong with boxes in use now, the worst first, then by village and name. */
export function troublesOf(fleet: WholeFleet, lost: ReadonlyMap<string, BoxLosses>): Trouble[] {
  const troubles = fleet.items.flatMap((row): Trouble[] => {
    if (!row.trouble || row.state === 'revoked') return [];
    const { boxId, name, clusterId, clusterName, areaId, areaName, condition, contact, repair } = row;
    const own = lost.get(boxId);
    return [
      {
        ...{ boxId, boxName: name, clusterId, clusterName, areaId, areaName, condition, contact, repair },
        since: condition.since,
        ...row.trouble,
        lostPlaybackId: own?.newest ?? null,
        lostToday: own?.count ?? 0,
      },
    ];
  });
  return inOrderOf(troubles, troubleKey);
}

/** Where a trouble stands in `troublesOf`. */
export function troubleKey({ boxId, condition, areaName, clusterName, boxName }: Trouble) {
  return {
    key: [String(needOf(condition)), ...[areaName, clusterName, boxName].map(nameOrder)].join(' '),
    id: boxId,
  };
}
