import { type Openings, openingsOf } from '../place/openings.js';
import { needsByMinute } from '../programme/run-length.js';
import type { CheckedPlace } from './problem.js';

/** A place with what is worked out once for all the times asked for there. */
export interface OpenPlace {
  place: CheckedPlace;
  openings: Openings;
  /** How many minutes a run needs that begins at each minute of the day. */
  needs: ArrayLike<number>;
}

/** Opens places; those where a run lasts as long share its length by the minute. */
export function createOpenPlaces(): (place: CheckedPlace) => OpenPlace {
  const needed = new Map<string, ArrayLike<number>>();
  return (place) => {
    const { hours, limits, length } = place;
    const key = JSON.stringify(length);
    const needs = needed.get(key) ?? needsByMinute(length);
    needed.set(key, needs);
    return { place, openings: openingsOf({ hours, quiet: limits.quiet }), needs };
  };
}
