import type { Fleet, Trouble } from '@loa/shared/api/fleet';
import type { LostPlayback } from '../db/today.js';

/** The worst first: what is silent now before what only lacks something. */
const ORDER = ['lost', 'noSound', 'clockUntrusted', 'noPlan', 'diskFull', 'stopped', 'notEnrolled', 'good'];

/** What is wrong with boxes in use now, the worst first. */
export function troublesOf(fleet: Fleet, lost: readonly LostPlayback[]): Trouble[] {
  return fleet.items
    .flatMap((row): Trouble[] => {
      if (!row.trouble || row.state === 'revoked') return [];
      const { boxId, name, clusterId, clusterName, areaId, areaName, condition, contact, repair } = row;
      const own = lost.filter((each) => each.boxId === boxId);
      return [
        {
          ...{ boxId, boxName: name, clusterId, clusterName, areaId, areaName, condition, contact, repair },
          since: condition.since,
          ...row.trouble,
          lostPlaybackId: own[0]?.playbackId ?? null,
          lostToday: own.length,
        },
      ];
    })
    .sort((a, b) => ORDER.indexOf(a.condition.kind) - ORDER.indexOf(b.condition.kind));
}
