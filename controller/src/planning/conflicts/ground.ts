import type { Instant } from '@loa/shared/instant';
import type { Priority } from '@loa/shared/messages/use';
import type { Timetable } from '@loa/shared/timetable';
import { type CivilTime, civilTime } from '../calendar/civil-time.js';
import { compileTimetable, type Holidays } from '../calendar/compile-timetable.js';
import type { Winner } from '../inputs.js';
import type { ClusterOrder } from './cluster-order.js';
import { type Intervals, intersection } from './intervals.js';
import type { SweepPart } from './sweep.js';

/** A schedule as far as it can stand in another's way. */
export interface ConflictingSchedule {
  scheduleId: string;
  name: string;
  priority: Priority;
  /** The name of the account that set it. */
  setBy: string;
  timetable: Timetable;
  /** One run, milliseconds. */
  durationMs: number;
  areas: readonly string[];
  clusters: readonly string[];
  /** Its runs before this instant do not count. */
  notBefore: Instant;
}

/** Where schedules meet. */
export interface Ground {
  order: ClusterOrder;
  holidays: Holidays;
  /** By `pairKey`. */
  winners: ReadonlyMap<string, Winner>;
}

/** A part of a schedule, and whose it is. */
export interface OwnedPart extends SweepPart {
  schedule: ConflictingSchedule;
}

/** A schedule zone by zone, as far as it has anybody to hear it; zones are made by `civilOf`. */
export function partsOf(
  schedule: ConflictingSchedule,
  { order, holidays }: Ground,
  civilOf: (zone: string) => CivilTime,
): OwnedPart[] {
  const everybody = order.audienceOf(schedule);
  if (everybody.length === 0) return [];
  const compiled = compileTimetable(schedule.timetable, holidays);
  const { durationMs, notBefore } = schedule;
  return [...order.zones].flatMap(([zone, clusters]): OwnedPart[] => {
    const audience: Intervals = intersection(everybody, clusters);
    if (audience.length === 0) return [];
    return [{ schedule, compiled, civil: civilOf(zone), audience, durationMs, notBefore }];
  });
}

/** Remembers the zones asked for. */
export function createCivils(): (zone: string) => CivilTime {
  const known = new Map<string, CivilTime>();
  return (zone) => {
    const civil = known.get(zone) ?? civilTime(zone);
    known.set(zone, civil);
    return civil;
  };
}
