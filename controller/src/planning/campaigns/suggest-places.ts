import { type Instant, MINUTE } from '@loa/shared/instant';
import { coversChain } from '@loa/shared/trust/areas';
import { groupBy } from '../answers/group-by.js';
import { addDays, type CivilTime } from '../calendar/civil-time.js';
import { weekdayOfDay } from '../calendar/day-number.js';
import type { CheckedPlace, LoadedRun } from '../check/problem.js';
import type { PlaceInput, SuspensionInput } from '../inputs.js';
import { openUntil } from '../place/hours.js';
import { closingAt, openingsOf } from '../place/openings.js';
import { nextQuiet } from '../place/quiet.js';
import type { PlanContent } from '../plan/built-plan.js';
import type { BusyTime } from './candidate-times.js';
import { playLengthMs, type RecordedVariant } from './play-length.js';
import type { SuggestPlace } from './suggest.js';
import type { WeekProgress } from './week-progress.js';

/** One play where the campaign has nothing yet that a run there has room for. */
const USUAL_MS = 5 * MINUTE;
const DAYS_A_WEEK = 7;

/** A place as a new schedule there is judged by it. */
export interface JudgedPlace extends Pick<CheckedPlace, 'hours' | 'limits'> {
  /** What stands in its calendar on a civil date. */
  runsOn(date: string): readonly Pick<LoadedRun, 'startsAt' | 'durationMs'>[];
}

/** A cluster as suggesting sees it: from its place and what is planned there, and as a new schedule there is judged. */
export function suggestPlace(input: {
  place: PlaceInput;
  civil: CivilTime;
  sessions: PlanContent['sessions'];
  checked: JudgedPlace;
  suspensions: readonly SuspensionInput[];
  /** The campaign's. */
  variants: readonly RecordedVariant[];
  weeks: readonly WeekProgress[];
}): SuggestPlace {
  const { place, civil, sessions, checked, weeks } = input;
  const { clusterId, limits, settings, areaChain, merged } = place;
  const silent = input.suspensions.filter(
    ({ everything, areas }) => everything && coversChain(areas, areaChain, merged),
  );
  const openings = openingsOf({ hours: checked.hours, quiet: checked.limits.quiet });
  return {
    ...{ clusterId, civil, limits, weeks },
    planned: sessions.map(busyTime),
    calendar: inCalendar(weeks, checked),
    playMs: longestPlay(input),
    isOpen(at, durationMs) {
      const until = at + durationMs;
      const closesAt = openUntil(at, settings.hours, civil);
      if (closesAt === null || closesAt < until || nextQuiet(at, until, limits.quiet, civil)) return false;
      const [weekday, minute] = [weekdayOfDay(civil.dayOf(at)), civil.minuteOf(at)];
      const closesOn = closingAt(openings, weekday, minute);
      if (closesOn === null || closesOn < minute + durationMs / MINUTE) return false;
      const date = civil.dateOf(at);
      return !silent.some((suspension) => suspension.from <= date && date <= suspension.until);
    },
  };
}

/** From a run's first item to the end of its last. */
function busyTime({ startsAt, items }: PlanContent['sessions'][number]): BusyTime {
  const ends: Instant[] = items.map((item) => item.startsAt + item.source.durationMs);
  return { startsAt, endsAt: Math.max(startsAt, ...ends) };
}

/** The runs of these weeks, and of the Sundays before them, which may go on over midnight. */
function inCalendar(weeks: readonly WeekProgress[], { runsOn }: JudgedPlace): BusyTime[] {
  const dates = new Set(
    weeks.flatMap(({ week }) => Array.from({ length: DAYS_A_WEEK + 1 }, (_, day) => addDays(week, day - 1))),
  );
  return [...dates].flatMap((date) =>
    runsOn(date).map(({ startsAt, durationMs }) => ({ startsAt, endsAt: startsAt + durationMs })),
  );
}

/** Of the campaign's bulletins that a run there has room for, the longest: each of them then fits. */
function longestPlay({
  place,
  variants,
}: {
  place: PlaceInput;
  variants: readonly RecordedVariant[];
}): number {
  const { settings, languagePolicy, limits } = place;
  const here = { languages: settings.languages, policy: languagePolicy };
  const longest = limits.maxSessionMs ?? Number.POSITIVE_INFINITY;
  const fitting = [...groupBy(variants, ({ bulletinId }) => bulletinId).values()]
    .map((own) => playLengthMs(own, here))
    .filter((ms) => ms <= longest);
  return fitting.length === 0 ? USUAL_MS : Math.max(...fitting);
}
