import type { Instant } from '@loa/shared/instant';
import type { Priority } from '@loa/shared/messages/use';
import type { Timetable } from '@loa/shared/timetable';
import { type CivilTime, civilTime } from '../calendar/civil-time.js';
import { compileTimetable, type Holidays } from '../calendar/compile-timetable.js';
import type { Winner } from '../inputs.js';
import type { RunLength } from '../programme/run-length.js';
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
  /** One run, as long as it is heard at each of these sets of clusters; they share none. */
  lengths: readonly HeardLength[];
  areas: readonly string[];
  clusters: readonly string[];
  /** Its runs before this instant do not count. */
  notBefore: Instant;
}

/** How long a run lasts at some clusters: they hear different languages. */
export interface HeardLength {
  length: RunLength;
  clusters: Intervals;
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

/** A schedule zone by zone and length by length, as far as it has anybody to hear it; zones are made by `civilOf`. */
export function partsOf(
  schedule: ConflictingSchedule,
  { order, holidays }: Ground,
  civilOf: (zone: string) => CivilTime,
): OwnedPart[] {
  const everybody = order.audienceOf(schedule);
  if (everybody.length === 0) return [];
  const compiled = compileTimetable(schedule.timetable, holidays);
  const { lengths, notBefore } = schedule;
  return [...order.zones].flatMap(([zone, clusters]): OwnedPart[] => {
    const there = intersection(everybody, clusters);
    if (there.length === 0) return [];
    const civil = civilOf(zone);
    return lengths.flatMap((heard): OwnedPart[] => {
      const audience = intersection(there, heard.clusters);
      if (audience.length === 0) return [];
      return [{ schedule, compiled, civil, audience, length: heard.length, notBefore }];
    });
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
