import type { Alternative } from '@loa/shared/api/conflicts';
import { type Instant, MINUTE } from '@loa/shared/instant';
import type { SoundWindow } from '@loa/shared/sound-window';
import { type CivilTime, timeText } from '../calendar/civil-time.js';
import { dayNumber, weekdayOfDay } from '../calendar/day-number.js';
import { type Occurrence, occurrencesIn } from '../calendar/timetable.js';
import type { PlaceLimits } from '../inputs.js';
import { openingsOf, startsThatFit } from '../place/openings.js';
import { type BusyTimes, busyTimes, isFree } from './busy-times.js';
import { compareRank } from './find.js';
import { type ConflictingSchedule, createCivils, type Ground, type OwnedPart, partsOf } from './ground.js';
import { intersects } from './intervals.js';

const GRID_MINUTES = 5;
const MOST = 5;
const DAY_MINUTES = 1440;

/** What a place says about times, as the box gets it. */
export interface AlternativePlace {
  hours: readonly SoundWindow[];
  limits: Pick<PlaceLimits, 'quiet'>;
}

/** Free times for one time of a draft. */
export type FreeTimes = (overlapAt: Instant) => { asked: string; alternatives: Alternative[] } | null;

/**
 * Answers, for the draft's time that overlaps something at an instant, to which times of day it could be moved, nearest
 * first, every five minutes: on all the days on which it sounds in the window, inside the hours and quiet times of all
 * places, after `now`, and free at all its clusters of whatever does not give way to it, of everything in `avoid`, and
 * of the draft's own other times.
 */
export function createFreeTimes(input: {
  draft: ConflictingSchedule;
  others: readonly ConflictingSchedule[];
  /** Schedules that would give way, and yet had better be left alone: those it overlaps now. */
  avoid: ReadonlySet<string>;
  places: readonly AlternativePlace[];
  ground: Ground;
  window: { from: Instant; until: Instant };
  now: Instant;
}): FreeTimes {
  const { draft, ground, window } = input;
  const civilOf = createCivils();
  const inWay = input.others.filter(
    (other) =>
      other.scheduleId !== draft.scheduleId &&
      (compareRank(draft.priority, other.priority) <= 0 || input.avoid.has(other.scheduleId)),
  );
  const theirs = inWay.flatMap((other) => partsOf(other, ground, civilOf));
  const zones = partsOf(draft, ground, civilOf).map((part): DraftZone => {
    const near = theirs.filter(
      ({ civil, audience }) => civil === part.civil && intersects(audience, part.audience),
    );
    return { part, runs: occurrencesIn(part.compiled, part.civil, window), near };
  });
  const openings = input.places.map(({ hours, limits }) => openingsOf({ hours, quiet: limits.quiet }));
  const fitsOn = (weekday: number) =>
    openings.map((week) => startsThatFit(week, weekday, draft.durationMs / MINUTE));
  const answers = new Map<string, Alternative[]>();
  return (overlapAt) => {
    const asked = askedAt(overlapAt, zones, draft.durationMs);
    if (!asked) return null;
    const { occurrenceId, localDate } = asked.run;
    const minute = asked.civil.minuteOf(asked.run.startsAt);
    const key = `${occurrenceId} ${minute}`;
    const known = answers.get(key);
    const minutes = () => freeMinutes({ ...input, zones, occurrenceId, minute, fitsOn });
    const alternatives = known ?? minutes().map((at) => ({ date: localDate, time: timeText(at) }));
    answers.set(key, alternatives);
    return { asked: timeText(minute), alternatives };
  };
}

interface DraftZone {
  part: OwnedPart;
  runs: Occurrence[];
  /** What stands in its way there. */
  near: OwnedPart[];
}

function askedAt(at: Instant, zones: readonly DraftZone[], durationMs: number) {
  for (const { part, runs } of zones) {
    const run = runs.find(({ startsAt }) => startsAt <= at && at < startsAt + durationMs);
    if (run) return { run, civil: part.civil };
  }
  return null;
}

function freeMinutes(search: {
  draft: ConflictingSchedule;
  zones: readonly DraftZone[];
  window: { from: Instant; until: Instant };
  now: Instant;
  occurrenceId: string;
  minute: number;
  fitsOn: (weekday: number) => Uint8Array[];
}): number[] {
  const { draft, zones, window, now, occurrenceId } = search;
  const moving = zones.map(({ part, runs, near }): Moving => {
    const days = runs
      .filter((run) => run.occurrenceId === occurrenceId)
      .map(({ localDate }) => dayNumber(localDate));
    const own = runs.filter((run) => run.occurrenceId !== occurrenceId);
    return { civil: part.civil, days, busy: busyTimes(near, own, draft.durationMs, window) };
  });
  const weekdays = new Set(moving.flatMap(({ days }) => days.map(weekdayOfDay)));
  const fit = [...weekdays].flatMap(search.fitsOn);
  const isGood = (minute: number) =>
    fit.every((starts) => starts[minute] === 1) &&
    moving.every(({ civil, days, busy }) =>
      days.every((day) => {
        const start = civil.instantOfDay(day, minute);
        return start > now && isFree(busy, start, start + draft.durationMs);
      }),
    );
  const good: number[] = [];
  for (const minute of outwards(search.minute)) {
    if (isGood(minute)) good.push(minute);
    if (good.length === MOST) break;
  }
  return good;
}

interface Moving {
  civil: CivilTime;
  /** The days on which the time that is to be moved sounds. */
  days: number[];
  busy: BusyTimes;
}

/** The minutes of the grid, nearest first, of two equally near the later one; not `from` itself. */
function outwards(from: number): number[] {
  const grid = Array.from({ length: DAY_MINUTES / GRID_MINUTES }, (_, at) => at * GRID_MINUTES);
  return grid
    .filter((minute) => minute !== from)
    .sort((a, b) => Math.abs(a - from) - Math.abs(b - from) || b - a);
}
