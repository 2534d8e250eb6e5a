import type { SuggestedSlot } from '@loa/shared/api/campaigns';
import { DAY, type Instant, MINUTE } from '@loa/shared/instant';
import { groupBy } from '../answers/group-by.js';
import { addDays, type CivilTime, timeText } from '../calendar/civil-time.js';
import { limitBroken } from '../check/check-limits.js';
import type { PlaceLimits } from '../inputs.js';
import { type BusyTime, type CivilRun, candidateTimes, civilRun } from './candidate-times.js';
import { lacks, type WeekProgress } from './week-progress.js';
import { campaignWeeks } from './weeks.js';

/** What suggesting needs to know of a cluster. */
export interface SuggestPlace {
  clusterId: string;
  civil: CivilTime;
  limits: Omit<PlaceLimits, 'quiet'>;
  /** Runs planned there over the weeks looked at, whole days, whatever their rank. */
  planned: readonly BusyTime[];
  /** Runs that stand in the calendar there, also those that will be silent: a new schedule is judged by them. */
  calendar: readonly BusyTime[];
  /** Whether hours and quiet times leave [at, at + durationMs) open. */
  isOpen(at: Instant, durationMs: number): boolean;
  /** How long one play of the campaign lasts there at most, milliseconds. */
  playMs: number;
  weeks: readonly WeekProgress[];
}

export interface SuggestInput {
  campaign: { from: string; until: string };
  places: readonly SuggestPlace[];
  now: Instant;
}

/** Beyond these nobody reads on; the next look suggests what is still lacking. */
const MAX_SUGGESTIONS = 100;
/** Nobody can prepare and approve for what begins sooner. */
const LEAD_MS = 30 * MINUTE;
/** The longest run that is suggested, unless one play is longer; more minutes are spread over more runs. */
const MAX_SLOT_MINUTES = 30;
/** A schedule whose first run lies further ahead is refused. */
const FARTHEST_MS = 365 * DAY;

/**
 * Times that would meet the rest of this and the coming week's quotas inside every rule: where the cluster's hours,
 * quiet times and limits allow it and nothing else sounds. All of them together can be put into the calendar as they
 * are. Each goes to the day that has the fewest runs, just after or before what the cluster hears anyway. Equal ones of
 * several clusters are one suggestion.
 */
export function suggestSlots(input: SuggestInput): SuggestedSlot[] {
  const found = input.places.flatMap((place) => {
    return suggestFor(place, input).map((slot) => ({ ...slot, clusterId: place.clusterId }));
  });
  const equal = groupBy(found, ({ date, time, minutes }) => `${date}|${time}|${minutes}`);
  return [...equal.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, MAX_SUGGESTIONS)
    .flatMap(([, slots]) => {
      const [first] = slots;
      if (!first) return [];
      const { date, time, minutes } = first;
      return [{ clusterIds: slots.map(({ clusterId }) => clusterId), date, time, minutes }];
    });
}

type Slot = Omit<SuggestedSlot, 'clusterIds'>;

function suggestFor(place: SuggestPlace, { campaign, now }: SuggestInput): Slot[] {
  const slots: Slot[] = [];
  const taken = takenAt(place);
  for (const window of campaignWeeks(campaign, place.civil)) {
    const week = place.weeks.find((each) => each.week === window.week);
    if (!week || window.endsAt <= now || window.startsAt > now + FARTHEST_MS) continue;
    const { runs, minutes } = wanted(week, place);
    const days = daysOf(window.from, window.until).map((date) => ({
      date,
      runs: taken.busy.filter((run) => run.date === date).length,
    }));
    for (let n = 0; n < runs; n++) {
      const slot = placeOne({ place, taken, days, minutes, earliest: now + LEAD_MS });
      if (!slot) break;
      slots.push(slot);
    }
  }
  return slots;
}

/** How many runs of how many minutes would make up for what a week lacks. */
function wanted(week: WeekProgress, { playMs, limits }: SuggestPlace) {
  const lack = lacks(week);
  if (lack.plays === 0 && lack.minutes === 0) return { runs: 0, minutes: 0 };
  const play = Math.max(1, Math.ceil(playMs / MINUTE));
  const allowed = Math.floor((limits.maxSessionMs ?? Number.POSITIVE_INFINITY) / MINUTE);
  const longest = Math.min(Math.max(play, MAX_SLOT_MINUTES), allowed);
  const each = lack.plays === 0 ? play : Math.max(play, Math.ceil(lack.minutes / lack.plays));
  const minutes = Math.max(1, Math.min(each, longest));
  return { runs: Math.max(lack.plays, Math.ceil(lack.minutes / minutes)), minutes };
}

interface Day {
  date: string;
  /** What sounds on it already; the fewest come first. */
  runs: number;
}

/** What a cluster has already, with what is suggested. */
interface Taken {
  /** By date: each of the two must keep the limits of its days. */
  planned: Map<string, BusyTime[]>;
  calendar: Map<string, BusyTime[]>;
  /** Both together, each run once. */
  busy: CivilRun[];
}

function takenAt({ planned, calendar, civil }: SuggestPlace): Taken {
  const byDate = (runs: readonly BusyTime[]) => groupBy(runs, ({ startsAt }) => civil.dateOf(startsAt));
  // What is planned stands in the calendar too, and may be longer there or here.
  const runs = new Map<Instant, BusyTime>();
  for (const { startsAt, endsAt } of [...planned, ...calendar]) {
    runs.set(startsAt, { startsAt, endsAt: Math.max(endsAt, runs.get(startsAt)?.endsAt ?? endsAt) });
  }
  const busy = [...runs.values()].map((run) => civilRun(run, civil));
  return { planned: byDate(planned), calendar: byDate(calendar), busy };
}

/** The best time on the emptiest day that has one; it is then busy, and its day less empty. Null where none is left. */
function placeOne(ask: {
  place: SuggestPlace;
  taken: Taken;
  days: Day[];
  minutes: number;
  earliest: Instant;
}): Slot | null {
  const { place, taken, days, minutes, earliest } = ask;
  const { civil } = place;
  for (const day of [...days].sort((a, b) => a.runs - b.runs || (a.date < b.date ? -1 : 1))) {
    const loads = [taken.planned, taken.calendar].map((runs) => runs.get(day.date) ?? []);
    if (loads.some((load) => isFull(load, minutes, place))) continue;
    for (const minute of candidateTimes(day.date, minutes, taken.busy)) {
      const startsAt = civil.instantOf(day.date, timeText(minute));
      const endsAt = startsAt + minutes * MINUTE;
      if (startsAt < earliest || overlaps(taken.busy, startsAt, endsAt)) continue;
      if (!place.isOpen(startsAt, endsAt - startsAt)) continue;
      take(taken, civilRun({ startsAt, endsAt }, civil));
      day.runs++;
      return { date: day.date, time: timeText(minute), minutes };
    }
  }
  return null;
}

function isFull(load: readonly BusyTime[], minutes: number, { limits }: SuggestPlace): boolean {
  const ms = load.reduce((sum, { startsAt, endsAt }) => sum + endsAt - startsAt, minutes * MINUTE);
  return limitBroken({ limits }, load.length + 1, ms) !== null;
}

function overlaps(busy: readonly BusyTime[], startsAt: Instant, endsAt: Instant): boolean {
  return busy.some((run) => run.startsAt < endsAt && startsAt < run.endsAt);
}

function take({ planned, calendar, busy }: Taken, run: CivilRun): void {
  busy.push(run);
  for (const runs of [planned, calendar]) runs.set(run.date, [...(runs.get(run.date) ?? []), run]);
}

function daysOf(from: string, until: string): string[] {
  const days: string[] = [];
  for (let date = from; date <= until; date = addDays(date, 1)) days.push(date);
  return days;
}
