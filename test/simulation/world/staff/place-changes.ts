import { NO_RULES } from '@loa/shared/place-rules';
import { findArea, updateArea } from '../../../../controller/src/db/areas.js';
import { boxIdsAt, revokeBox } from '../../../../controller/src/db/boxes.js';
import { findCluster, updateCluster } from '../../../../controller/src/db/clusters.js';
import { hasStop, mergeArea } from '../../../../controller/src/db/merge-area.js';
import { clockText, enrolBox, windowsOf } from '../places.js';
import type { TrueArea, TrueCluster } from '../truth.js';
import type { Desk } from './desk.js';
import type { RosterDesk } from './roster.js';

export interface PlaceDesk {
  /** Changes the hours and rules of a village. */
  rule(areaId: string, patch: Partial<Omit<TrueArea, 'mergedInto'>>): Promise<void>;
  moveCluster(clusterId: string, areaId: string): Promise<void>;
  /** Puts a new box in the place of a broken one. */
  replaceBox(clusterId: string, old: string, fresh: string): Promise<void>;
  /** Makes a village part of another, as `loa area merge` does; false where people have to do something first. */
  merge(old: string, into: string): Promise<boolean>;
}

export function createPlaceDesk(desk: Desk, roster: RosterDesk): PlaceDesk {
  const { db, truth, notify } = desk;

  async function tellSuccessor(old: string, into: string): Promise<void> {
    const known = truth.rosters.get(truth.decisions.rosterVersion);
    if (known) await roster.publishRoster(known.hours, known.revoked, { ...known.successors, [old]: into });
  }

  return {
    async rule(areaId, patch) {
      const area = truth.decisions.areas.get(areaId);
      const stored = await findArea(db(), areaId);
      if (!area || !stored) throw new Error(`no area ${areaId}`);
      Object.assign(area, patch);
      await updateArea(db(), stored, { hours: area.hours && windowsOf(area.hours), rules: rulesOf(area) });
      await desk.audit('area.change', areaId);
      await desk.tell(boxIdsAt(db(), { areaIds: [areaId], clusterIds: [] }));
    },
    async moveCluster(clusterId, areaId) {
      const stored = await findCluster(db(), clusterId);
      if (!stored) throw new Error(`no cluster ${clusterId}`);
      await updateCluster(db(), stored, { areaId });
      await desk.audit('cluster.move', clusterId);
      known(truth.decisions.clusters.get(clusterId)).areaId = areaId;
      await desk.tell(boxIdsAt(db(), { areaIds: [], clusterIds: [clusterId] }));
    },
    async replaceBox(clusterId, old, fresh) {
      const at = desk.now();
      await revokeBox(db(), old, at);
      await enrolBox(db(), { id: fresh, clusterId, at });
      await desk.audit('box.replace', old);
      notify({ kind: 'plans', boxIds: [old, fresh] });
    },
    async merge(old, into) {
      if (await hasStop(db(), old, desk.now())) return false;
      await tellSuccessor(old, into);
      const { areas, clusters, schedules } = truth.decisions;
      const moving = [...clusters].filter(([, { areaId }]) => areaId === old);
      await db()
        .transaction()
        .execute((trx) => mergeArea(trx, old, into, desk.now()));
      await desk.audit('area.merge', old);
      known(areas.get(old)).mergedInto = into;
      for (const [, cluster] of moving) {
        cluster.kept = [{ ...known(areas.get(old)) }, ...cluster.kept];
        cluster.areaId = into;
      }
      // A merger wakes nobody: what was meant for the old village sounds at its loudspeakers, and at no other.
      for (const schedule of schedules.values()) {
        if (schedule.cancelled || !schedule.areas.includes(old)) continue;
        schedule.areas = schedule.areas.filter((area) => area !== old);
        schedule.clusters = [...schedule.clusters, ...moving.map(([id]) => id)];
      }
      await desk.tell(boxIdsAt(db(), { areaIds: [into], clusterIds: [] }));
      notify({ kind: 'overrides', areaId: into });
      return true;
    },
  };
}

function known(cluster: TrueCluster | undefined): TrueCluster;
function known(area: TrueArea | undefined): TrueArea;
function known<T>(place: T | undefined): T {
  if (place === undefined) throw new Error('no such place');
  return place;
}

function rulesOf(area: TrueArea) {
  const { quiet, maxSessionMinutes, maxDayMinutes, maxSessionsPerDay, repeatInEvening, maxGainDb } = area;
  const school = { kind: 'school' as const, name: 'Trường tiểu học', quiet: [] };
  return {
    ...NO_RULES,
    ...{ maxSessionMinutes, maxDayMinutes, maxSessionsPerDay, repeatInEvening },
    neighbours: maxGainDb === null ? [] : [{ ...school, maxGainDb }],
    quiet: quiet.map(({ from, to, days }) => ({
      ...{ from: clockText(from), to: clockText(to), why: 'giờ nghỉ' },
      ...(days ? { days } : {}),
    })),
  };
}
