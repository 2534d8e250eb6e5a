import type { Area } from '@loa/shared/api/areas';
import type { ScheduleWeek, WeekRun, WeekSchedule } from '@loa/shared/api/schedule-week';
import type { Schedule } from '@loa/shared/api/schedules';
import { placeName } from '@loa/shared/place-name';
import { coversChain } from '@loa/shared/trust/areas';
import { addDays, type CivilTime, civilTime, timeText } from '../planning/calendar/civil-time.js';
import { compileTimetable, type Holidays } from '../planning/calendar/compile-timetable.js';
import { occurrencesIn } from '../planning/calendar/timetable.js';
import { areaChain, areasAbove, listAreas, mergedAreas } from './areas.js';
import { findCluster, listClusters } from './clusters.js';
import type { Db } from './database.js';
import { holidaysOf } from './holiday-calendars.js';
import { chainOf, zoneOf } from './planning-places.js';
import { runDurations } from './run-durations.js';
import { activeSchedulesAt } from './schedules.js';
import { variantsOf } from './variants.js';

/** Eighty villages with ten runs a day each; a page cannot show more. */
const MOST_RUNS = 6_000;
const MOST_VILLAGES = 10;

/** `mayChange` is for whoever knows the asker to say: each schedule comes with the chains of all it names. */
export interface WeekOf extends Omit<ScheduleWeek, 'schedules'> {
  schedules: { schedule: Omit<WeekSchedule, 'mayChange'>; chains: string[][] }[];
}

/**
 * What stands in the calendar of an area from a civil date on, in the area's own time. Only timetables are read, not
 * what runs are filled with, so that a commune's week is one quick answer.
 */
export async function weekOf(
  db: Db,
  area: Area,
  { from, days }: { from: string; days: number },
): Promise<WeekOf> {
  const ground = await groundOf(db, area);
  const found = await activeSchedulesAt(
    db,
    { areaIds: ground.names, clusterIds: ground.clusters.map(({ id }) => id) },
    from,
  );
  const civil = civilTime(ground.zone);
  const runs = runsOf(found, { civil, holidays: await holidaysOf(db, found), from, days });
  const sounding = new Set(runs.map(({ scheduleId }) => scheduleId));
  const end = addDays(from, days);
  const schedules = found.filter((each) => sounding.has(each.id) || isLeftOut(each, from, end));
  const durations = await runDurations(db, schedules);
  const approved = await approvedAmong(db, schedules);
  const chains = await chainsOf(db, schedules);
  return {
    ...{ areaId: area.id, zone: ground.zone, from, days },
    schedules: schedules.map((schedule) => ({
      schedule: {
        ...schedule,
        durationMs: durations.get(schedule.id) ?? 0,
        ...heardBy(schedule, ground),
        approved: schedule.bulletinId === null || approved.has(schedule.bulletinId),
      },
      chains: chains.get(schedule.id) ?? [],
    })),
    runs: runs.slice(0, MOST_RUNS),
    more: Math.max(0, runs.length - MOST_RUNS),
  };
}

interface Ground {
  zone: string;
  /** Every id by which a schedule may name the area, something in it or something around it. */
  names: string[];
  merged: Record<string, string>;
  clusters: { id: string; chain: string[]; village: string }[];
}

async function groundOf(db: Db, area: Area): Promise<Ground> {
  const above = await areaChain(db, area.id);
  const below = await listAreas(db, area.id);
  const areas = new Map([...above, ...below].map((each) => [each.id, each]));
  const merged = await mergedAreas(db);
  const current = [...areas.keys()];
  const former = Object.keys(merged).filter((old) => coversChain([old], current, merged));
  const clusters = (await listClusters(db, area.id)).map(({ id, areaId }) => {
    const chain = chainOf(areaId, areas);
    const village = chain.at(-1);
    return { id, chain: chain.map((each) => each.id), village: village ? placeName(village) : '' };
  });
  return { zone: zoneOf(above), names: [...new Set([...current, ...former])], merged, clusters };
}

function heardBy({ areaIds, clusterIds }: Schedule, { clusters, merged }: Ground) {
  const there = clusters.filter(
    ({ id, chain }) => clusterIds.includes(id) || coversChain(areaIds, chain, merged),
  );
  const villages = [...new Set(there.map(({ village }) => village))];
  return { clusters: there.length, villages: villages.slice(0, MOST_VILLAGES) };
}

function runsOf(
  schedules: readonly Schedule[],
  { civil, holidays, from, days }: { civil: CivilTime; holidays: Holidays; from: string; days: number },
): WeekRun[] {
  const window = { from: civil.startOfDay(from), until: civil.startOfDay(addDays(from, days)) };
  return schedules
    .flatMap(({ id, timetable, createdAt }) =>
      occurrencesIn(compileTimetable(timetable, holidays), civil, window)
        // Nobody had asked for it yet.
        .filter(({ startsAt }) => startsAt >= createdAt)
        .map(({ occurrenceId, localDate, startsAt }) => ({
          ...{ scheduleId: id, occurrenceId, date: localDate, startsAt },
          time: timeText(civil.minuteOf(startsAt)),
        })),
    )
    .sort((a, b) => a.startsAt - b.startsAt || (a.scheduleId < b.scheduleId ? -1 : 1));
}

/** It would have sounded in these days, but for an exception. */
function isLeftOut({ timetable }: Schedule, from: string, end: string): boolean {
  return timetable.kind === 'recurring' && timetable.except.some((date) => date >= from && date < end);
}

/** Bulletins of which at least one language may sound. */
async function approvedAmong(db: Db, schedules: readonly Schedule[]): Promise<Set<string>> {
  const ids = [...new Set(schedules.flatMap(({ bulletinId }) => bulletinId ?? []))];
  const variants = await variantsOf(db, ids);
  return new Set(variants.flatMap(({ state, bulletinId }) => (state === 'approved' ? [bulletinId] : [])));
}

/** For every schedule, the chain of each area that it names or whose cluster it names, from the outermost on. */
async function chainsOf(db: Db, schedules: readonly Schedule[]): Promise<Map<string, string[][]>> {
  const homes = new Map<string, string>();
  for (const clusterId of new Set(schedules.flatMap(({ clusterIds }) => clusterIds))) {
    const cluster = await findCluster(db, clusterId);
    if (cluster) homes.set(clusterId, cluster.areaId);
  }
  const named = ({ areaIds, clusterIds }: Schedule) => [
    ...areaIds,
    ...clusterIds.flatMap((id) => homes.get(id) ?? []),
  ];
  const areas = await areasAbove(db, [...new Set(schedules.flatMap(named))]);
  return new Map(
    schedules.map((schedule) => [
      schedule.id,
      [...new Set(named(schedule))].map((id) => chainOf(id, areas).map((area) => area.id)),
    ]),
  );
}
