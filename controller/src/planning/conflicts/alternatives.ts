import type { Alternative } from '@loa/shared/api/conflicts';
import { InvariantError } from '@loa/shared/errors';
import { type Instant, MINUTE } from '@loa/shared/instant';
import type { SoundWindow } from '@loa/shared/sound-window';
import { groupBy } from '../answers/group-by.js';
import { type CivilTime, timeText } from '../calendar/civil-time.js';
import { dayNumber, weekdayOfDay } from '../calendar/day-number.js';
import { type Occurrence, occurrencesIn } from '../calendar/timetable.js';
import type { PlaceLimits } from '../inputs.js';
import { openingsOf, startsThatFit } from '../place/openings.js';
import { longestAt, mayLast, needsByMinute, type RunLength } from '../programme/run-length.js';
import { type BusyTimes, busyRuns, busyTimes, isFree, type Sounding } from './busy-times.js';
import { compareRank } from './find.js';
import { type ConflictingSchedule, createCivils, type Ground, type OwnedPart, partsOf } from './ground.js';
import { intersects } from './intervals.js';

const GRID_MINUTES = 5;
const MOST = 5;
const DAY_MINUTES = 1440;

/** What a place says about times, as the box gets it. */
export interface AlternativePlace {
  hours: readonly SoundWindow[];
  limits: Pick<PlaceLimits, 'quiet' | 'maxSessionMs'>;
  /** One run of the draft there. */
  length: RunLength;
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
  const zones = byZone(partsOf(draft, ground, civilOf)).map(({ parts, sounding }): DraftZone => {
    const { compiled, civil, lasts } = sounding;
    const near = theirs.filter(
      (other) => other.civil === civil && parts.some(({ audience }) => intersects(other.audience, audience)),
    );
    const busy = busyTimes(bySchedule(near).map(soundingOf), window);
    return { civil, lasts, runs: occurrencesIn(compiled, civil, window), busy };
  });
  const alike = groupBy(input.places, ({ hours, limits: { quiet, maxSessionMs }, length }) =>
    JSON.stringify([hours, quiet, maxSessionMs, length]),
  );
  const openings = [...alike.values()].flatMap(([place]) => {
    if (!place) return [];
    const { hours, limits, length } = place;
    const needs = shortOnes(needsByMinute(length), mayLast(length, limits.maxSessionMs) / MINUTE);
    return { week: openingsOf({ hours, quiet: limits.quiet }), needs };
  });
  const fitsOn = (weekday: number) => openings.map(({ week, needs }) => startsThatFit(week, weekday, needs));
  const answers = new Map<string, Alternative[]>();
  return (overlapAt) => {
    const asked = askedAt(overlapAt, zones);
    if (!asked) return null;
    const { occurrenceId, localDate } = asked.run;
    const minute = asked.civil.minuteOf(asked.run.startsAt);
    const key = `${occurrenceId} ${minute}`;
    const known = answers.get(key);
    const minutes = () => freeMinutes({ zones, now: input.now, occurrenceId, minute, fitsOn });
    const alternatives = known ?? minutes().map((at) => ({ date: localDate, time: timeText(at) }));
    answers.set(key, alternatives);
    return { asked: timeText(minute), alternatives };
  };
}

/** With music up to a time of day, only some starts make a run as short as it may be; the others then fit nowhere. */
function shortOnes(needs: Float64Array, most: number): Float64Array {
  if (needs.every((minutes) => minutes > most)) return needs;
  return needs.map((minutes) => (minutes <= most ? minutes : Number.POSITIVE_INFINITY));
}

/** The draft in one zone. Where its clusters hear it in different lengths, a time must be free for the longest. */
interface DraftZone {
  civil: CivilTime;
  lasts(at: Instant): number;
  runs: Occurrence[];
  /** When anything stands in its way there. */
  busy: BusyTimes;
}

function byZone(parts: readonly OwnedPart[]): { parts: readonly OwnedPart[]; sounding: Sounding }[] {
  return [...groupBy(parts, ({ civil }) => civil.zone).values()].map((same) => {
    return { parts: same, sounding: soundingOf(same) };
  });
}

function bySchedule(parts: readonly OwnedPart[]): OwnedPart[][] {
  return [...groupBy(parts, ({ schedule }) => schedule.scheduleId).values()];
}

/** Parts of one schedule in one zone together, each run as long as where it is longest. */
function soundingOf(parts: readonly OwnedPart[]): Sounding {
  const [first] = parts;
  if (!first) throw new InvariantError('A group has at least one part.');
  const { compiled, civil, notBefore } = first;
  const lasts = longestAt(
    parts.map(({ length }) => length),
    civil,
  );
  return { compiled, civil, lasts, notBefore };
}

function askedAt(at: Instant, zones: readonly DraftZone[]) {
  for (const { civil, lasts, runs } of zones) {
    const run = runs.find(({ startsAt }) => startsAt <= at && at < startsAt + lasts(startsAt));
    if (run) return { run, civil };
  }
  return null;
}

function freeMinutes(search: {
  zones: readonly DraftZone[];
  now: Instant;
  occurrenceId: string;
  minute: number;
  fitsOn: (weekday: number) => Uint8Array[];
}): number[] {
  const { zones, now, occurrenceId } = search;
  const moving = zones.map(({ civil, lasts, runs, busy }): Moving => {
    const days = runs
      .filter((run) => run.occurrenceId === occurrenceId)
      .map(({ localDate }) => dayNumber(localDate));
    const own = runs.filter((run) => run.occurrenceId !== occurrenceId);
    const mine = busyRuns(own.map(({ startsAt }) => ({ startsAt, endsAt: startsAt + lasts(startsAt) })));
    return { civil, lasts, days, busy: [busy, mine] };
  });
  const weekdays = new Set(moving.flatMap(({ days }) => days.map(weekdayOfDay)));
  const fit = [...weekdays].flatMap(search.fitsOn);
  const isGood = (minute: number) =>
    fit.every((starts) => starts[minute] === 1) &&
    moving.every(({ civil, lasts, days, busy }) =>
      days.every((day) => {
        const start = civil.instantOfDay(day, minute);
        const end = start + lasts(start);
        return start > now && busy.every((times) => isFree(times, start, end));
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
  lasts(at: Instant): number;
  /** The days on which the time that is to be moved sounds. */
  days: number[];
  busy: readonly BusyTimes[];
}

/** The minutes of the grid, nearest first, of two equally near the later one; not `from` itself. */
function outwards(from: number): number[] {
  const grid = Array.from({ length: DAY_MINUTES / GRID_MINUTES }, (_, at) => at * GRID_MINUTES);
  return grid
    .filter((minute) => minute !== from)
    .sort((a, b) => Math.abs(a - from) - Math.abs(b - from) || b - a);
}
