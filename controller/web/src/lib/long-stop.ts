import type { Stop } from '@loa/shared/api/stops';
import { civilDate } from './format.js';

const DAY_MS = 86_400_000;
/** With less than this left, somebody should say whether silence goes on, milliseconds. */
const SOON_MS = 2 * DAY_MS;

/**
 * A stop "until it is lifted" is reminded of from its second day on, every day, and ends by itself after seven: which day it is, and
 * whether that end is near. Null: the stop is short, or of today. Pure.
 */
export function longStop(
  { createdAt, until }: Pick<Stop, 'createdAt' | 'until'>,
  now: number,
): { day: number; endsSoon: boolean } | null {
  if (!isUntilLifted({ createdAt, until })) return null;
  const day = stopDay({ createdAt }, now);
  return day < 2 ? null : { day, endsSoon: until - now < SOON_MS };
}

/** Whether it goes on until somebody lifts it, or seven days are over. Pure. */
export const isUntilLifted = ({ createdAt, until }: Pick<Stop, 'createdAt' | 'until'>): boolean =>
  until - createdAt > DAY_MS;

/** The day of a stop that it is now, by the calendar; the one on which it began is the first. Pure. */
export function stopDay({ createdAt }: Pick<Stop, 'createdAt'>, now: number): number {
  const midnight = (at: number) => Date.parse(`${civilDate(at)}T00:00:00Z`);
  return Math.round((midnight(now) - midnight(createdAt)) / DAY_MS) + 1;
}
