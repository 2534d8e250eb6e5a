import { isDeepStrictEqual } from 'node:util';
import type { Schedule } from '@loa/shared/api/schedules';
import type { Instant } from '@loa/shared/instant';
import { civilTime } from '../planning/calendar/civil-time.js';
import type { Holidays } from '../planning/calendar/compile-timetable.js';
import { occurrencesOf } from '../planning/calendar/timetable.js';

/**
 * Whether an edit takes runs away from a schedule and does nothing else: no other place, no other content, no run at a
 * time at which there was none in `window`, in any of the zones.
 */
export function onlyFewerRuns(
  { before, after }: { before: Schedule; after: Schedule },
  { zones, holidays }: { zones: Iterable<string>; holidays: Holidays },
  window: { from: Instant; until: Instant },
): boolean {
  const { timetable: was, updatedAt: _, ...rest } = before;
  const { timetable: is, updatedAt: __, ...now } = after;
  if (!isDeepStrictEqual(rest, now)) return false;
  for (const zone of zones) {
    const civil = civilTime(zone);
    const known = new Set(occurrencesOf(was, { civil, holidays }, window).map(({ startsAt }) => startsAt));
    if (occurrencesOf(is, { civil, holidays }, window).some(({ startsAt }) => !known.has(startsAt)))
      return false;
  }
  return true;
}
