import type { Schedule } from '@loa/shared/api/schedules';
import { DAY, type Instant } from '@loa/shared/instant';
import { accountNames } from '../db/accounts.js';
import type { Db } from '../db/database.js';
import { decisionsAmong } from '../db/decisions.js';
import { holidaysOf } from '../db/holiday-calendars.js';
import { type LengthOf, runLengths } from '../db/run-durations.js';
import { activeSchedulesAt } from '../db/schedules.js';
import type { Holidays } from '../planning/calendar/compile-timetable.js';
import type { CheckedPlace } from '../planning/check/problem.js';
import { orderClusters } from '../planning/conflicts/cluster-order.js';
import type { ConflictingSchedule, Ground } from '../planning/conflicts/ground.js';
import { pairKey, type Winner } from '../planning/inputs.js';
import { createDayLoads, type DayLoads } from './day-loads.js';
import { createHeardLengths, listenerOf, listenersAmong } from './listeners.js';
import type { PlacedCluster } from './schedule-places.js';

/** A draft among the schedules that sound where it would. */
export interface Neighbourhood {
  draft: ConflictingSchedule;
  others: ConflictingSchedule[];
  ground: Ground;
  holidays: Holidays;
  /** One for every difference between the places. */
  places: CheckedPlace[];
}

/**
 * Reads what a draft has to be looked at together with in the window; the schedule it replaces (the same id) is left
 * out.
 */
export async function neighbourhood(
  db: Db,
  draft: Schedule,
  audience: readonly PlacedCluster[],
  window: { from: Instant; until: Instant },
): Promise<Neighbourhood> {
  const others = (await schedulesAt(db, audience, window.from)).filter(({ id }) => id !== draft.id);
  const all = [draft, ...others];
  const areas = new Set(audience.flatMap(({ chain }) => chain.map(({ id }) => id)));
  const lengthOf = await runLengths(db, all, areas);
  const order = orderOf(audience);
  const heardLengths = createHeardLengths(listenersAmong(audience), order);
  const nameOf = await accountNames(
    db,
    all.map(({ createdBy }) => createdBy),
  );
  const conflicting = (schedule: Schedule): ConflictingSchedule => ({
    scheduleId: schedule.id,
    name: schedule.name,
    priority: schedule.priority,
    setBy: nameOf(schedule.createdBy),
    timetable: schedule.timetable,
    lengths: heardLengths((listener) => lengthOf(schedule.id, listener)),
    areas: schedule.areaIds,
    clusters: schedule.clusterIds,
    notBefore: schedule.createdAt,
  });
  const holidays = await holidaysOf(db, all);
  const ground: Ground = { order, holidays, winners: await winnersAmong(db, all) };
  const known = others.map(conflicting);
  const loads = createDayLoads({ holidays, window, lengthOf });
  return {
    ...{ draft: conflicting(draft), others: known, ground, holidays },
    places: distinctPlaces(audience, { draft, others: known, lengthOf, loads }),
  };
}

/** The schedules that may still sound at any of these clusters. */
export function schedulesAt(db: Db, audience: readonly PlacedCluster[], now: Instant): Promise<Schedule[]> {
  const areaIds = [...new Set(audience.flatMap((placed) => placed.chain.map(({ id }) => id)))];
  const clusterIds = audience.map(({ cluster }) => cluster.id);
  const since = new Date(now - 2 * DAY).toISOString().slice(0, 10);
  return activeSchedulesAt(db, { areaIds, clusterIds }, since);
}

function orderOf(audience: readonly PlacedCluster[]) {
  const areas = new Map(audience.flatMap(({ chain }) => chain.map((area) => [area.id, area] as const)));
  const clusters = audience.flatMap(({ cluster, chain, zone }) => {
    const village = chain.at(-1);
    if (!village) return [];
    const { kind, name } = village;
    return [{ clusterId: cluster.id, areaId: cluster.areaId, zone, village: { kind, name } }];
  });
  return orderClusters({ areas: [...areas.values()], clusters });
}

/** Eighty villages with the same rules are one place, unless they hear different things and what they hear counts. */
function distinctPlaces(
  audience: readonly PlacedCluster[],
  known: { draft: Schedule; others: readonly ConflictingSchedule[]; lengthOf: LengthOf; loads: DayLoads },
): CheckedPlace[] {
  const { draft, others, lengthOf, loads } = known;
  const places = new Map<string, CheckedPlace>();
  for (const placed of audience) {
    const { name, zone, hours, limits } = placed;
    const listener = listenerOf(placed);
    const length = lengthOf(draft.id, listener);
    const counts = limits.maxDayMs !== null || limits.maxSessionsPerDay !== null;
    const heard = counts ? heardAt(placed, others) : [];
    const load = counts ? [listener, heard.map(({ scheduleId }) => scheduleId)] : null;
    const key = JSON.stringify([name, zone, hours, limits, length, load]);
    if (places.has(key)) continue;
    places.set(key, { name, zone, hours, limits, length, dayLoad: loads(zone, listener, heard) });
  }
  return [...places.values()];
}

/** Those of them that sound there. */
export function heardAt<S extends Pick<ConflictingSchedule, 'areas' | 'clusters'>>(
  { cluster, chain }: PlacedCluster,
  others: readonly S[],
): S[] {
  const ids = new Set(chain.map(({ id }) => id));
  return others.filter(
    ({ areas, clusters }) => clusters.includes(cluster.id) || areas.some((area) => ids.has(area)),
  );
}

async function winnersAmong(db: Db, schedules: readonly Schedule[]): Promise<Map<string, Winner>> {
  const ids = schedules.filter(({ priority }) => priority === 'priority').map(({ id }) => id);
  const winners = new Map<string, Winner>();
  for (const { elderId, youngerId, winner } of await decisionsAmong(db, ids)) {
    if (winner !== null) winners.set(pairKey(elderId, youngerId), winner);
  }
  return winners;
}
