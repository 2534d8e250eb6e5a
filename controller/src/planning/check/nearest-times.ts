import { MINUTE } from '@loa/shared/instant';
import { timeText } from '../calendar/civil-time.js';
import { nearestStarts, startsThatFit } from '../place/openings.js';
import { mayLast } from '../programme/run-length.js';
import type { AskedTime } from './asked-times.js';
import type { OpenPlace } from './open-place.js';

const DAY_MINUTES = 1440;

/**
 * The times nearest to one that cannot be, before and after, good on all the days asked for: at every place if there
 * are any, else at the place that refuses.
 */
export type NearestTimes = (asked: AskedTime, own: OpenPlace) => string[];

/** What suits all places is worked out once for each time asked for. */
export function createNearestTimes(all: readonly OpenPlace[]): NearestTimes {
  const everywhere = new Map<AskedTime, string[]>();
  return (asked, own) => {
    const shared = everywhere.get(asked) ?? nearestAt(all, asked);
    everywhere.set(asked, shared);
    return shared.length > 0 ? shared : nearestAt([own], asked);
  };
}

function nearestAt(places: readonly OpenPlace[], asked: AskedTime): string[] {
  const good = new Uint8Array(DAY_MINUTES).fill(1).fill(0, 0, asked.overUntil + 1);
  for (const { openings, needs } of places) {
    for (const weekday of asked.weekdays) keep(good, startsThatFit(openings, weekday, needs));
  }
  // With music up to a time of day, only some starts make a run as short as it may be.
  const short = good.slice();
  for (const { place, needs } of places) {
    const most = mayLast(place.length, place.limits.maxSessionMs) / MINUTE;
    keep(
      short,
      Uint8Array.from(needs, (minutes) => (minutes <= most ? 1 : 0)),
    );
  }
  const { before, after } = nearestStarts(short.includes(1) ? short : good, asked.minute);
  return [before, after].filter((at) => at !== null).map(timeText);
}

function keep(good: Uint8Array, fit: Uint8Array): void {
  for (let at = 0; at < DAY_MINUTES; at++) good[at] = (good[at] ?? 0) & (fit[at] ?? 0);
}
