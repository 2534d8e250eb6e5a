import { timeText } from '../calendar/civil-time.js';
import { nearestStarts, type Openings, startsThatFit } from '../place/openings.js';
import type { AskedTime } from './asked-times.js';

const DAY_MINUTES = 1440;

/**
 * The times nearest to one that cannot be, before and after, good on all the days asked for: at every place if there
 * are any, else at the place that refuses.
 */
export type NearestTimes = (asked: AskedTime, own: Openings) => string[];

/** For runs of `lengthMin` minutes. What suits all places is worked out once for each time asked for. */
export function createNearestTimes(all: readonly Openings[], lengthMin: number): NearestTimes {
  const everywhere = new Map<AskedTime, string[]>();
  return (asked, own) => {
    const shared = everywhere.get(asked) ?? nearestAt(all, asked, lengthMin);
    everywhere.set(asked, shared);
    return shared.length > 0 ? shared : nearestAt([own], asked, lengthMin);
  };
}

function nearestAt(places: readonly Openings[], asked: AskedTime, lengthMin: number): string[] {
  const good = new Uint8Array(DAY_MINUTES).fill(1).fill(0, 0, asked.overUntil + 1);
  for (const openings of places) {
    for (const weekday of asked.weekdays) {
      const fit = startsThatFit(openings, weekday, lengthMin);
      for (let at = 0; at < DAY_MINUTES; at++) good[at] = (good[at] ?? 0) & (fit[at] ?? 0);
    }
  }
  const { before, after } = nearestStarts(good, asked.minute);
  return [before, after].filter((at) => at !== null).map(timeText);
}
