import { DAY, type Instant } from '@loa/shared/instant';
import { type CivilTime, civilTime } from '../planning/calendar/civil-time.js';
import { compileTimetable, type Holidays } from '../planning/calendar/compile-timetable.js';
import { dayNumber } from '../planning/calendar/day-number.js';
import { createSink, type OccurrenceSink } from '../planning/calendar/occurrence-sink.js';
import { expandInto } from '../planning/calendar/timetable.js';
import type { DayLoad, LoadedRun } from '../planning/check/problem.js';
import type { ConflictingSchedule } from '../planning/conflicts/ground.js';
import type { Listener } from '../planning/programme/expected-length.js';
import { lastsAt, type RunLength } from '../planning/programme/run-length.js';

/** What a place of that zone, hearing these schedules so, hears on a civil date already. */
export type DayLoads = (
  zone: string,
  listener: Listener,
  heard: readonly LoadedSchedule[],
) => (date: string) => DayLoad;

/** A schedule as far as a day's load goes. */
export type LoadedSchedule = Pick<ConflictingSchedule, 'scheduleId' | 'name' | 'timetable' | 'notBefore'>;

/** A schedule's runs in order of time: when each begins, and the day it is meant for. */
type Runs = Pick<OccurrenceSink, 'starts' | 'days'>;

/** A schedule as one kind of listener hears it; counted and added up for each day from the first on. */
interface Share {
  name: string;
  runs: Runs;
  lasts(at: Instant): number;
  counts: Int32Array;
  totals: Float64Array;
}

/** All that is heard at a place. */
interface Heard extends Pick<Share, 'counts' | 'totals'> {
  shares: readonly Share[];
}

/**
 * Loads of the days in the window. A timetable is expanded once a zone; what places with the same schedules and
 * languages hear each day is added up once, when a first day is asked for, in numbers only: a province has thousands
 * of places, and a year 366 days.
 */
export function createDayLoads(asked: {
  holidays: Holidays;
  window: { from: Instant; until: Instant };
  lengthOf: (scheduleId: string, listener: Listener) => RunLength;
}): DayLoads {
  // No zone is further from UTC than a day.
  const first = Math.floor(asked.window.from / DAY) - 1;
  const days = Math.ceil(asked.window.until / DAY) + 2 - first;
  const civils = new Map<string, CivilTime>();
  const expanded = new Map<string, Runs>();
  const shares = new Map<string, Share>();
  const places = new Map<string, Heard>();

  const shareOf = (schedule: LoadedSchedule, zone: string, listener: Listener): Share => {
    const { scheduleId, name, timetable, notBefore } = schedule;
    const civil = remember(civils, zone, () => civilTime(zone));
    const runs = remember(expanded, `${scheduleId} ${zone}`, () => {
      const sink = createSink(days);
      expandInto(compileTimetable(timetable, asked.holidays), civil, first, first + days, sink);
      const all = sink.starts.slice(0, sink.length);
      const begun = all.findIndex((startsAt) => startsAt >= notBefore);
      const counted = begun < 0 ? sink.length : begun;
      return { starts: all.slice(counted), days: sink.days.slice(counted, sink.length) };
    });
    const lasts = lastsAt(asked.lengthOf(scheduleId, listener), civil);
    const counts = new Int32Array(days);
    const totals = new Float64Array(days);
    for (const [run, startsAt] of runs.starts.entries()) {
      const day = (runs.days[run] ?? 0) - first;
      counts[day] = (counts[day] ?? 0) + 1;
      totals[day] = (totals[day] ?? 0) + lasts(startsAt);
    }
    return { name, runs, lasts, counts, totals };
  };

  return (zone, listener, heard) => {
    const how = `${zone} ${listener.policy} ${listener.languages.join()}`;
    const share = (one: LoadedSchedule) =>
      remember(shares, `${one.scheduleId} ${how}`, () => shareOf(one, zone, listener));
    const key = `${how} ${heard.map(({ scheduleId }) => scheduleId).join()}`;
    const load = () => remember(places, key, () => addedUp(heard.map(share), days));
    let known: Heard | null = null;
    return (date) => {
      known ??= load();
      return onDay(dayNumber(date) - first, first, known);
    };
  };
}

function addedUp(shares: readonly Share[], days: number): Heard {
  const counts = new Int32Array(days);
  const totals = new Float64Array(days);
  for (const share of shares) {
    for (let day = 0; day < days; day++) {
      counts[day] = (counts[day] ?? 0) + (share.counts[day] ?? 0);
      totals[day] = (totals[day] ?? 0) + (share.totals[day] ?? 0);
    }
  }
  return { counts, totals, shares };
}

function onDay(day: number, first: number, { counts, totals, shares }: Heard): DayLoad {
  function* runs(): Iterable<LoadedRun> {
    for (const { name, runs, lasts, counts: own } of shares) {
      if (own[day] === 0) continue;
      for (const [run, startsAt] of runs.starts.entries())
        if (runs.days[run] === first + day) yield { name, startsAt, durationMs: lasts(startsAt) };
    }
  }
  return { count: counts[day] ?? 0, ms: totals[day] ?? 0, runs };
}

function remember<V>(known: Map<string, V>, key: string, make: () => V): V {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
