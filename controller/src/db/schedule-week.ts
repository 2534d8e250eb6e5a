import type { Area } from '@loa/shared/api/areas';
import type { ScheduleWeek, WeekRun, WeekSchedule } from '@loa/shared/api/schedule-week';
import type { Schedule } from '@loa/shared/api/schedules';
import { placeName } from '@loa/shared/place-name';
import { coversChain } from '@loa/shared/trust/areas';
import { addDays, type CivilTime, civilTime, timeText } from '../planning/calendar/civil-time.js';
import { compileTimetable, type Holidays } from '../planning/calendar/compile-timetable.js';
import { occurrencesIn } from '../planning/calendar/timetable.js';
import type { Listener } from '../planning/programme/expected-length.js';
import { longestAt } from '../planning/programme/run-length.js';
import { areaChain, areasAbove, listAreas, mergedAreas } from './areas.js';
import { findCluster, listClusters } from './clusters.js';
import type { Db } from './database.js';
import { holidaysOf } from './holiday-calendars.js';
import { chainOf, rulesOfPlace, zoneOf } from './planning-places.js';
import { type LengthOf, runLengths } from './run-durations.js';
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
  const lengthOf = await runLengths(db, schedules, new Set(ground.names));
  const startsOf = startsBySchedule(runs);
  const approved = await approvedAmong(db, schedules);
  const chains = await chainsOf(db, schedules);
  return {
    ...{ areaId: area.id, zone: ground.zone, from, days },
    schedules: schedules.map((schedule) => {
      const there = clustersOf(schedule, ground);
      // Of what is left out in these days, as it would be at their beginning.
      const starts = startsOf.get(schedule.id) ?? [civil.startOfDay(from)];
      return {
        schedule: {
          ...schedule,
          durationMs: longestRun(schedule.id, { there, starts, lengthOf, civil }),
          ...heardBy(there),
          approved: schedule.bulletinId === null || approved.has(schedule.bulletinId),
        },
        chains: chains.get(schedule.id) ?? [],
      };
    }),
    runs: runs.slice(0, MOST_RUNS),
    more: Math.max(0, runs.length - MOST_RUNS),
  };
}

interface Ground {
  zone: string;
  /** Every id by which a schedule may name the area, something in it or something around it. */
  names: string[];
  merged: Record<string, string>;
  clusters: GroundCluster[];
}

interface GroundCluster {
  id: string;
  chain: string[];
  village: string;
  listener: Listener;
}

async function groundOf(db: Db, area: Area): Promise<Ground> {
  const above = await areaChain(db, area.id);
  const below = await listAreas(db, area.id);
  const areas = new Map([...above, ...below].map((each) => [each.id, each]));
  const merged = await mergedAreas(db);
  const current = [...areas.keys()];
  const former = Object.keys(merged).filter((old) => coversChain([old], current, merged));
  const known = oneOfEach();
  const clusters = (await listClusters(db, area.id)).map(({ id, areaId, languages, rules }) => {
    const chain = chainOf(areaId, areas);
    const village = chain.at(-1);
    const listener = known({ languages, policy: rulesOfPlace(chain, rules).languagePolicy });
    return { id, chain: chain.map((each) => each.id), village: village ? placeName(village) : '', listener };
  });
  return { zone: zoneOf(above), names: [...new Set([...current, ...former])], merged, clusters };
}

/** Clusters that hear in the same languages share one object. */
function oneOfEach(): (listener: Listener) => Listener {
  const known = new Map<string, Listener>();
  return (listener) => {
    const key = JSON.stringify(listener);
    const found = known.get(key) ?? listener;
    known.set(key, found);
    return found;
  };
}

function clustersOf({ areaIds, clusterIds }: Schedule, { clusters, merged }: Ground): GroundCluster[] {
  return clusters.filter(({ id, chain }) => clusterIds.includes(id) || coversChain(areaIds, chain, merged));
}

/** One run where and when it lasts longest in these days, milliseconds. */
function longestRun(
  scheduleId: string,
  at: { there: readonly GroundCluster[]; starts: readonly number[]; lengthOf: LengthOf; civil: CivilTime },
): number {
  const listeners = new Set(at.there.map(({ listener }) => listener));
  const lengths = (listeners.size > 0 ? [...listeners] : [null]).map((listener) =>
    at.lengthOf(scheduleId, listener),
  );
  return Math.max(0, ...at.starts.map(longestAt(lengths, at.civil)));
}

function startsBySchedule(runs: readonly WeekRun[]): Map<string, number[]> {
  const starts = new Map<string, number[]>();
  for (const { scheduleId, startsAt } of runs) {
    const known = starts.get(scheduleId) ?? [];
    starts.set(scheduleId, known);
    known.push(startsAt);
  }
  return starts;
}

function heardBy(there: readonly GroundCluster[]) {
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
