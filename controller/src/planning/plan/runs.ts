import type { Instant } from '@loa/shared/instant';
import type { CivilTime } from '../calendar/civil-time.js';
import { type CompiledTimetable, compileTimetable } from '../calendar/compile-timetable.js';
import { dayNumber } from '../calendar/day-number.js';
import { occurrencesIn } from '../calendar/timetable.js';
import type { PlaceInput, PlanningWorld, ScheduleInput } from '../inputs.js';
import type { Run } from '../programme/run.js';
import { sessionId } from './session-id.js';

interface Window {
  from: Instant;
  until: Instant;
}

/** The runs of every schedule that sounds at a place with from ≤ startsAt < until, in order of time. */
export type RunsAt = (place: PlaceInput, civil: CivilTime, window: Window) => Run[];

/** Runs of a world's schedules, each timetable expanded once for all places of a zone. */
export function createRuns(world: PlanningWorld): RunsAt {
  const compiled = new Map<ScheduleInput, CompiledTimetable>();
  const expanded = new Map<string, Map<ScheduleInput, readonly Run[]>>();
  const byArea = indexed(world.schedules, ({ areas }) => areas);
  const byCluster = indexed(world.schedules, ({ clusters }) => clusters);

  const runsOf = (schedule: ScheduleInput, civil: CivilTime, window: Window): readonly Run[] => {
    const timetable = compiled.get(schedule) ?? compileTimetable(schedule.timetable, world.holidays);
    compiled.set(schedule, timetable);
    const from = Math.max(window.from, schedule.notBefore);
    return occurrencesIn(timetable, civil, { from, until: window.until }).map((occurrence) => ({
      schedule,
      sessionId: sessionId(schedule.scheduleId, occurrence.localDate, occurrence.occurrenceId),
      day: dayNumber(occurrence.localDate),
      ...occurrence,
    }));
  };
  const remembered = (schedule: ScheduleInput, civil: CivilTime, window: Window) => {
    const key = `${civil.zone}|${window.from}|${window.until}`;
    const known = expanded.get(key) ?? new Map<ScheduleInput, readonly Run[]>();
    expanded.set(key, known);
    const runs = known.get(schedule) ?? runsOf(schedule, civil, window);
    known.set(schedule, runs);
    return runs;
  };

  return (place, civil, window) => {
    const here = new Set(byCluster.get(place.clusterId));
    for (const area of place.areaChain) for (const schedule of byArea.get(area) ?? []) here.add(schedule);
    return [...here].flatMap((schedule) => remembered(schedule, civil, window)).sort(inTime);
  };
}

/** By time; of those at one instant by id, so that the order of schedules decides nothing. */
function inTime(a: Run, b: Run): number {
  return a.startsAt - b.startsAt || (a.sessionId < b.sessionId ? -1 : 1);
}

function indexed(
  schedules: readonly ScheduleInput[],
  keysOf: (schedule: ScheduleInput) => readonly string[],
) {
  const index = new Map<string, ScheduleInput[]>();
  for (const schedule of schedules) {
    for (const key of keysOf(schedule)) {
      const known = index.get(key);
      if (known) known.push(schedule);
      else index.set(key, [schedule]);
    }
  }
  return index;
}
