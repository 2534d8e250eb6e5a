import { minutesOfDay } from '../instant.js';
import type { PlanSettings } from '../messages/plan.js';
import type { Roster } from '../messages/roster.js';
import type { SoundWindow } from '../sound-window.js';
import { coversChain } from './areas.js';
import { minuteOfLocalDay } from './local-minute.js';

export type Allowance = { allowed: true; maxGainDb: number } | { allowed: false };

/**
 * Whether loudspeakers may sound at `at`, and how loud at most (dB): the strictest of every roster limit that
 * covers the box and the plan's own settings. No limit at all means silence. Emergencies do not ask.
 */
export function allowanceAt(
  at: number,
  roster: Roster,
  settings: PlanSettings,
  areaChain: readonly string[],
): Allowance {
  const limits = roster.limits.filter((limit) => coversChain(limit.areas, areaChain, roster.successors));
  if (limits.length === 0) return { allowed: false };
  const rosterMinute = minuteOfLocalDay(at, roster.zone);
  let maxGainDb = settings.maxGainDb;
  const layers: [readonly SoundWindow[], number][] = [
    ...limits.map((limit): [SoundWindow[], number] => [limit.windows, rosterMinute]),
    [settings.hours, minuteOfLocalDay(at, settings.zone)],
  ];
  for (const [windows, minute] of layers) {
    const open = windows.filter((w) => minutesOfDay(w.from) <= minute && minute < minutesOfDay(w.to));
    if (open.length === 0) return { allowed: false };
    maxGainDb = Math.min(maxGainDb, Math.max(...open.map((w) => w.maxGainDb)));
  }
  return { allowed: true, maxGainDb };
}

/** The first instant in [from, until) at which sound is no longer allowed, or `until`; minute by minute. */
export function allowedUntil(
  from: number,
  until: number,
  roster: Roster,
  settings: PlanSettings,
  areaChain: readonly string[],
): number {
  for (let at = from; at < until; at = Math.floor(at / 60_000) * 60_000 + 60_000) {
    if (!allowanceAt(at, roster, settings, areaChain).allowed) return at;
  }
  return until;
}
