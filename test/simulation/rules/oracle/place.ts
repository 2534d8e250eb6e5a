import { MINUTE } from '@loa/shared/instant';
import { COMMUNE, PROVINCE } from '../../world/places.js';
import type { Hours, TrueQuiet, TrueSchedule, TrueSuspension, Truth } from '../../world/truth.js';
import { timeOfDay, together } from '../hours-of-day.js';
import { dateOf, weekdayOf } from './days.js';

/** What people decided about one cluster's place, everything above it taken together. */
export interface TruePlace {
  clusterId: string;
  areaChain: string[];
  /** The chain, and every area that people made part of one of these. */
  names: string[];
  hours: Hours;
  quiet: TrueQuiet[];
  maxSessionMs: number;
  maxDayMs: number;
  maxSessionsPerDay: number;
  repeatInEvening: boolean;
  /** The loudest, dB. */
  maxGainDb: number;
  languages: readonly string[];
  /** Areas that boxes know as parts of others, by the roster in force. */
  successors: Readonly<Record<string, string>>;
}

export function placeOf({ decisions, rosters }: Truth, clusterId: string): TruePlace {
  const cluster = decisions.clusters.get(clusterId);
  const areaId = cluster?.areaId ?? '';
  const areas = [COMMUNE, areaId].flatMap((id) => decisions.areas.get(id) ?? []);
  const chain = [...areas, ...(cluster?.kept ?? [])];
  const roster = rosters.get(decisions.rosterVersion);
  const hours = [...chain.map((area) => area.hours), roster?.hours ?? null];
  const least = (limit: (area: (typeof chain)[number]) => number | null) =>
    Math.min(...chain.map((area) => limit(area) ?? Number.POSITIVE_INFINITY));
  const merged = [...decisions.areas].flatMap(([id, { mergedInto }]) =>
    mergedInto ? [[id, mergedInto]] : [],
  );
  const areaChain = [PROVINCE, COMMUNE, areaId];
  return {
    ...{ clusterId, areaChain, names: namesOf(areaChain, Object.fromEntries(merged)) },
    hours: together(hours.filter((stretch) => stretch !== null)),
    quiet: chain.flatMap(({ quiet }) => quiet),
    maxSessionMs: least((area) => area.maxSessionMinutes) * MINUTE,
    maxDayMs: least((area) => area.maxDayMinutes) * MINUTE,
    maxSessionsPerDay: least((area) => area.maxSessionsPerDay),
    repeatInEvening: chain.map((area) => area.repeatInEvening).findLast((said) => said !== null) ?? true,
    maxGainDb: Math.min(0, ...chain.map((area) => area.maxGainDb ?? 0)),
    languages: cluster?.languages ?? [],
    successors: roster?.successors ?? {},
  };
}

/** Areas, and those that became part of one of them, however often. */
export function namesOf(chain: readonly string[], merged: Readonly<Record<string, string>>): string[] {
  const names = new Set(chain);
  for (let before = -1; before !== names.size; ) {
    before = names.size;
    for (const [old, into] of Object.entries(merged)) if (names.has(into)) names.add(old);
  }
  return [...names];
}

export function hears({ clusterId, areaChain }: TruePlace, schedule: TrueSchedule): boolean {
  return schedule.clusters.includes(clusterId) || schedule.areas.some((area) => areaChain.includes(area));
}

/** Why a stretch of sound is against the place's hours, or null. */
export function againstHours({ hours, quiet }: TruePlace, from: number, to: number): string | null {
  const lasts = to - from;
  const begins = timeOfDay(from);
  const inside = (h: Hours) => begins >= h.from * MINUTE && begins + lasts <= h.to * MINUTE;
  const touches = (h: Hours) => begins < h.to * MINUTE && begins + lasts > h.from * MINUTE;
  if (!inside(hours)) return 'outside its hours';
  const today = weekdayOf(dateOf(from));
  return quiet.some((time) => touches(time) && (time.days?.includes(today) ?? true))
    ? 'in a quiet time'
    : null;
}

/** Suspensions in force at a place on a civil date. */
export function suspensionsOn(truth: Truth, place: TruePlace, date: string): TrueSuspension[] {
  return [...truth.decisions.suspensions.values()].filter(
    ({ ended, from, until, areas }) =>
      !ended && from <= date && date <= until && areas.some((area) => place.names.includes(area)),
  );
}
