import type { Instant } from '@loa/shared/instant';
import { coversChain } from '@loa/shared/trust/areas';
import type { CivilTime } from '../calendar/civil-time.js';
import type { PlaceInput, SuspensionInput } from '../inputs.js';
import { openUntil } from '../place/hours.js';
import { nextQuiet } from '../place/quiet.js';
import type { PlanContent } from '../plan/built-plan.js';
import type { BusyTime } from './candidate-times.js';
import type { SuggestPlace } from './suggest.js';
import type { WeekProgress } from './week-progress.js';

/** A cluster as suggesting sees it, from its place and from what is planned there. */
export function suggestPlace(input: {
  place: PlaceInput;
  civil: CivilTime;
  sessions: PlanContent['sessions'];
  suspensions: readonly SuspensionInput[];
  weeks: readonly WeekProgress[];
}): SuggestPlace {
  const { place, civil, sessions, weeks } = input;
  const { clusterId, limits, settings, areaChain, merged } = place;
  const silent = input.suspensions.filter(
    ({ everything, areas }) => everything && coversChain(areas, areaChain, merged),
  );
  return {
    ...{ clusterId, civil, limits, weeks },
    busy: sessions.map(busyTime),
    isOpen(at, durationMs) {
      const until = at + durationMs;
      const closesAt = openUntil(at, settings.hours, civil);
      if (closesAt === null || closesAt < until || nextQuiet(at, until, limits.quiet, civil)) return false;
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
