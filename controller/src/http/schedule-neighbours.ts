import type { Schedule } from '@loa/shared/api/schedules';
import { DAY } from '@loa/shared/instant';
import { accountNames } from '../db/accounts.js';
import type { Db } from '../db/database.js';
import { decisionsAmong } from '../db/decisions.js';
import { holidaysOf } from '../db/holiday-calendars.js';
import { runDurations } from '../db/run-durations.js';
import { activeSchedulesAt } from '../db/schedules.js';
import { addDays, civilTime } from '../planning/calendar/civil-time.js';
import {
  type CompiledTimetable,
  compileTimetable,
  type Holidays,
} from '../planning/calendar/compile-timetable.js';
import { occurrencesIn } from '../planning/calendar/timetable.js';
import type { CheckedPlace, LoadedRun } from '../planning/check/problem.js';
import { orderClusters } from '../planning/conflicts/cluster-order.js';
import type { ConflictingSchedule, Ground } from '../planning/conflicts/ground.js';
import { pairKey, type Winner } from '../planning/inputs.js';
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

/** Reads what a draft has to be looked at together with; the schedule it replaces (the same id) is left out. */
export async function neighbourhood(
  db: Db,
  draft: Schedule,
  audience: readonly PlacedCluster[],
  now: number,
): Promise<Neighbourhood> {
  const others = (await schedulesAt(db, audience, now)).filter(({ id }) => id !== draft.id);
  const all = [draft, ...others];
  const durations = await runDurations(db, all);
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
    durationMs: durations.get(schedule.id) ?? 0,
    areas: schedule.areaIds,
    clusters: schedule.clusterIds,
    notBefore: schedule.createdAt,
  });
  const holidays = await holidaysOf(db, all);
  const ground: Ground = { order: orderOf(audience), holidays, winners: await winnersAmong(db, all) };
  const known = others.map(conflicting);
  return {
    ...{ draft: conflicting(draft), others: known, ground, holidays },
    places: distinctPlaces(
      audience,
      known.map((other) => ({ ...other, compiled: compileTimetable(other.timetable, holidays) })),
    ),
  };
}

/** The schedules that may still sound at any of these clusters. */
export function schedulesAt(db: Db, audience: readonly PlacedCluster[], now: number): Promise<Schedule[]> {
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

/** A schedule as far as a day's load goes. */
export interface KnownSchedule
  extends Pick<ConflictingSchedule, 'scheduleId' | 'name' | 'areas' | 'clusters' | 'durationMs'> {
  compiled: CompiledTimetable;
}

/** Eighty villages with the same rules are one place, unless they hear different things and what they hear counts. */
function distinctPlaces(
  audience: readonly PlacedCluster[],
  others: readonly KnownSchedule[],
): CheckedPlace[] {
  const places = new Map<string, CheckedPlace>();
  for (const placed of audience) {
    const { name, zone, hours, limits } = placed;
    const counts = limits.maxDayMs !== null || limits.maxSessionsPerDay !== null;
    const heard = counts ? heardAt(placed, others) : [];
    const key = JSON.stringify([name, zone, hours, limits, heard.map(({ scheduleId }) => scheduleId)]);
    if (!places.has(key)) places.set(key, { name, zone, hours, limits, dayLoad: loadOf(zone, heard) });
  }
  return [...places.values()];
}

/** Those of them that sound there. */
export function heardAt(
  { cluster, chain }: PlacedCluster,
  others: readonly KnownSchedule[],
): KnownSchedule[] {
  const ids = new Set(chain.map(({ id }) => id));
  return others.filter(
    ({ areas, clusters }) => clusters.includes(cluster.id) || areas.some((area) => ids.has(area)),
  );
}

/** What a place hears already on a civil date. */
export function loadOf(zone: string, heard: readonly KnownSchedule[]): (date: string) => LoadedRun[] {
  const civil = civilTime(zone);
  return (date) => {
    const window = { from: civil.startOfDay(date), until: civil.startOfDay(addDays(date, 1)) };
    return heard.flatMap(({ name, compiled, durationMs }) =>
      occurrencesIn(compiled, civil, window).map(({ startsAt }) => ({ name, startsAt, durationMs })),
    );
  };
}

async function winnersAmong(db: Db, schedules: readonly Schedule[]): Promise<Map<string, Winner>> {
  const ids = schedules.filter(({ priority }) => priority === 'priority').map(({ id }) => id);
  const winners = new Map<string, Winner>();
  for (const { elderId, youngerId, winner } of await decisionsAmong(db, ids)) {
    if (winner !== null) winners.set(pairKey(elderId, youngerId), winner);
  }
  return winners;
}
