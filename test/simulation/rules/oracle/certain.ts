import { HOUR, MINUTE } from '@loa/shared/instant';
import type { Plan } from '@loa/shared/messages/plan';
import { pairOf, type TrueBulletin, type TrueSchedule, type Truth } from '../../world/truth.js';
import { runsOf } from './days.js';
import { againstHours, hears, suspensionsOn, type TruePlace } from './place.js';

/** An item that no plan of this place may leave out. */
export interface Certain {
  startsAt: number;
  sha256: string;
  schedule: TrueSchedule;
}

/** No run of a priority schedule lasts longer, milliseconds. */
const LONGEST_RUN_MS = HOUR + 5 * MINUTE;

/**
 * Runs of single bulletins that surely sound: approved, valid, within the rules, and gone before by nothing. Of
 * programmes, and of places whose day may be full, nothing is certain.
 */
export function certainAt(
  truth: Truth,
  place: TruePlace,
  { issuedAt: from, coversUntil: until }: Plan,
): Certain[] {
  const { bulletins, schedules, calendars } = truth.decisions;
  if (Number.isFinite(place.maxDayMs) || Number.isFinite(place.maxSessionsPerDay)) return [];
  const here = [...schedules.values()].filter((schedule) => !schedule.cancelled && hears(place, schedule));
  const found: Certain[] = [];
  for (const schedule of here) {
    const bulletin = bulletins.get(schedule.bulletinId ?? '');
    if (!bulletin) continue;
    const rivals = here.filter((other) => other !== schedule && other.priority === 'priority');
    for (const run of runsOf(schedule.times, calendars, { from, until })) {
      const heard = soundOf(truth, place, bulletin, run);
      if (!heard || run.startsAt < schedule.createdAt) continue;
      const near = { from: run.startsAt - LONGEST_RUN_MS, until: run.startsAt + heard.durationMs + MINUTE };
      const meets = rivals.filter(({ times }) => runsOf(times, calendars, near).length > 0);
      if (schedule.priority === 'priority' && !goesFirst(truth, schedule, meets)) continue;
      found.push({ startsAt: run.startsAt, sha256: heard.sha256, schedule });
    }
  }
  return found;
}

/** What a run of one bulletin in Vietnamese alone sounds like; null where it may be silent. */
function soundOf(
  truth: Truth,
  place: TruePlace,
  bulletin: TrueBulletin,
  { startsAt, localDate }: { startsAt: number; localDate: string },
) {
  const [variant, ...others] = bulletin.variants;
  const grant = truth.grants.get(variant?.grantId ?? '');
  if (!variant || others.length > 0 || !grant?.areas.some((area) => place.areaChain.includes(area)))
    return null;
  if (startsAt < grant.validFrom || startsAt >= grant.validUntil) return null;
  if (bulletin.validUntil !== null && startsAt >= bulletin.validUntil) return null;
  if (suspensionsOn(truth, place, localDate).length > 0 || variant.durationMs > place.maxSessionMs)
    return null;
  return againstHours(place, startsAt, startsAt + variant.durationMs) === null ? variant : null;
}

/** Whether a priority schedule surely goes before those it meets: by a person's word, or as the elder of two. */
function goesFirst({ decisions }: Truth, schedule: TrueSchedule, meets: readonly TrueSchedule[]): boolean {
  const [other, ...more] = meets;
  if (!other) return true;
  if (more.length > 0) return false;
  const said = decisions.winners.get(pairOf(schedule.id, other.id));
  if (said !== undefined) return said === schedule.id;
  return schedule.createdAt < other.createdAt;
}
