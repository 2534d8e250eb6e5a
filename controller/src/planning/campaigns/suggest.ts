import type { SuggestedSlot } from '@loa/shared/api/campaigns';
import { type Instant, MINUTE } from '@loa/shared/instant';
import { groupBy } from '../answers/group-by.js';
import { addDays, type CivilTime, timeText } from '../calendar/civil-time.js';
import type { PlaceLimits } from '../inputs.js';
import { type BusyTime, candidateTimes } from './candidate-times.js';
import { lacks, type WeekProgress } from './week-progress.js';
import { campaignWeeks } from './weeks.js';

/** What suggesting needs to know of a cluster. */
export interface SuggestPlace {
  clusterId: string;
  civil: CivilTime;
  limits: Omit<PlaceLimits, 'quiet'>;
  /** Runs planned there over the weeks looked at, of the campaign's rank or higher. */
  busy: readonly BusyTime[];
  /** Whether hours and quiet times leave [at, at + durationMs) open. */
  isOpen(at: Instant, durationMs: number): boolean;
  weeks: readonly WeekProgress[];
}

export interface SuggestInput {
  campaign: { from: string; until: string };
  places: readonly SuggestPlace[];
  /** How long one play of the campaign usually is, milliseconds. */
  usualMs: number;
  now: Instant;
}

/** Beyond these nobody reads on; the next look suggests what is still lacking. */
const MAX_SUGGESTIONS = 100;
/** Nobody can prepare and approve for what begins sooner. */
const LEAD_MS = 30 * MINUTE;
/** The longest run that is suggested; more minutes are spread over more runs. */
const MAX_SLOT_MINUTES = 30;

/**
 * Times that would meet the rest of this and the coming week's quotas inside every rule: where the cluster's hours,
 * quiet times and limits allow it and nothing of the campaign's rank or higher sounds. Each goes to the day that has
 * the fewest, just after or before what the cluster hears anyway. Equal ones of several clusters are one suggestion.
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

function suggestFor(place: SuggestPlace, { campaign, usualMs, now }: SuggestInput): Slot[] {
  const slots: Slot[] = [];
  const busy = [...place.busy];
  for (const window of campaignWeeks(campaign, place.civil)) {
    const week = place.weeks.find((each) => each.week === window.week);
    if (!week || window.endsAt <= now) continue;
    const { runs, minutes } = wanted(week, usualMs, place.limits.maxSessionMs);
    const days = daysOf(window.from, window.until).map((date) => ({
      date,
      runs: runsOn(date, busy, place.civil),
    }));
    for (let n = 0; n < runs; n++) {
      const slot = placeOne({ place, busy, days, minutes, earliest: now + LEAD_MS });
      if (!slot) break;
      slots.push(slot);
    }
  }
  return slots;
}

/** How many runs of how many minutes would make up for what a week lacks. */
function wanted(week: WeekProgress, usualMs: number, maxSessionMs: number | null) {
  const lack = lacks(week);
  if (lack.plays === 0 && lack.minutes === 0) return { runs: 0, minutes: 0 };
  const longest = Math.min(MAX_SLOT_MINUTES, Math.floor((maxSessionMs ?? Number.POSITIVE_INFINITY) / MINUTE));
  const usual = Math.max(1, Math.ceil(usualMs / MINUTE));
  const each = lack.plays === 0 ? usual : Math.max(usual, Math.ceil(lack.minutes / lack.plays));
  const minutes = Math.max(1, Math.min(each, longest));
  return { runs: Math.max(lack.plays, Math.ceil(lack.minutes / minutes)), minutes };
}

interface Day {
  date: string;
  /** What sounds on it already; the fewest come first. */
  runs: number;
}

/** The best time on the emptiest day that has one; it is then busy, and its day less empty. Null where none is left. */
function placeOne(ask: {
  place: SuggestPlace;
  busy: BusyTime[];
  days: Day[];
  minutes: number;
  earliest: Instant;
}): Slot | null {
  const { place, busy, days, minutes, earliest } = ask;
  const { civil } = place;
  for (const day of [...days].sort((a, b) => a.runs - b.runs || (a.date < b.date ? -1 : 1))) {
    if (isFull(day.date, busy, minutes, place)) continue;
    for (const minute of candidateTimes(day.date, minutes, busy, civil)) {
      const startsAt = civil.instantOf(day.date, timeText(minute));
      const endsAt = startsAt + minutes * MINUTE;
      if (startsAt < earliest || !place.isOpen(startsAt, endsAt - startsAt)) continue;
      if (busy.some((run) => run.startsAt < endsAt && startsAt < run.endsAt)) continue;
      busy.push({ startsAt, endsAt });
      day.runs++;
      return { date: day.date, time: timeText(minute), minutes };
    }
  }
  return null;
}

function isFull(
  date: string,
  busy: readonly BusyTime[],
  minutes: number,
  { limits, civil }: SuggestPlace,
): boolean {
  const own = busy.filter(({ startsAt }) => civil.dateOf(startsAt) === date);
  if (limits.maxSessionsPerDay !== null && own.length >= limits.maxSessionsPerDay) return true;
  const ms = own.reduce((sum, { startsAt, endsAt }) => sum + endsAt - startsAt, 0);
  return limits.maxDayMs !== null && ms + minutes * MINUTE > limits.maxDayMs;
}

function runsOn(date: string, busy: readonly BusyTime[], civil: CivilTime): number {
  return busy.filter(({ startsAt }) => civil.dateOf(startsAt) === date).length;
}

function daysOf(from: string, until: string): string[] {
  const days: string[] = [];
  for (let date = from; date <= until; date = addDays(date, 1)) days.push(date);
  return days;
}
