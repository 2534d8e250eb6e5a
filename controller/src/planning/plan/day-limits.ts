import type { Instant } from '@loa/shared/instant';
import type { Priority } from '@loa/shared/messages/use';
import type { PlaceLimits } from '../inputs.js';
import { isEmergency } from '../programme/run.js';
import type { ComposedRun } from './compose-run.js';

/** What a place's day has no room for: the whole run, or what of it goes beyond `maxMs`. */
export interface BeyondDay {
  run: ComposedRun;
  limit: 'sessions' | 'minutes';
  /** Null: nothing of it. */
  maxMs: number | null;
}

const RANK: Record<Priority, number> = { emergency: 0, priority: 1, normal: 2 };

/**
 * What goes beyond the sessions and the minutes that a place hears on one civil date. Of what is known when a run
 * begins, higher priority has room first, then what is earlier. So a run that is set later that day never silences
 * what has begun, and a plan made later says the same. Emergencies are neither counted nor left out.
 */
export function beyondDay(composed: readonly ComposedRun[], limits: PlaceLimits): BeyondDay[] {
  if (limits.maxDayMs === null && limits.maxSessionsPerDay === null) return [];
  const days = new Map<string, ComposedRun[]>();
  for (const run of composed) {
    if (isEmergency(run.run)) continue;
    const day = days.get(run.run.localDate) ?? [];
    days.set(run.run.localDate, day);
    day.push(run);
  }
  return [...days.values()].flatMap((runs) => beyondOne(runs, limits));
}

interface Use {
  sessions: number;
  ms: number;
}

function beyondOne(runs: readonly ComposedRun[], limits: PlaceLimits): BeyondDay[] {
  const beyond: BeyondDay[] = [];
  const used: Use = { sessions: 0, ms: 0 };
  const sorted = [...runs].sort((a, b) => a.run.startsAt - b.run.startsAt || byRank(a, b));
  for (const [index, run] of sorted.entries()) {
    const reserved = reserve(used, sorted.slice(index + 1), run, limits);
    const lacking = lacks(reserved, lengthOf(run), limits);
    if (lacking === null) {
      used.sessions++;
      used.ms += lengthOf(run);
      continue;
    }
    const leftMs = lacking === 'minutes' ? (limits.maxDayMs ?? 0) - reserved.ms : 0;
    const shortened = leftMs > 0 && run.run.schedule.overflow === 'dropLowest';
    beyond.push({ run, limit: lacking, maxMs: shortened ? leftMs : null });
    // How long it will be is known when it is filled anew; those after it are asked then.
    if (shortened) break;
  }
  return beyond;
}

/** What is used when those later ones that go before `run` have had their room. */
function reserve(used: Use, later: readonly ComposedRun[], run: ComposedRun, limits: PlaceLimits): Use {
  const reserved = { ...used };
  const before = later.filter((other) => byRank(other, run) < 0 && knownSince(other) <= run.run.startsAt);
  for (const other of before.sort((a, b) => byRank(a, b) || a.run.startsAt - b.run.startsAt)) {
    if (lacks(reserved, lengthOf(other), limits) !== null) continue;
    reserved.sessions++;
    reserved.ms += lengthOf(other);
  }
  return reserved;
}

function lacks(used: Use, ms: number, limits: PlaceLimits): 'sessions' | 'minutes' | null {
  if (limits.maxSessionsPerDay !== null && used.sessions >= limits.maxSessionsPerDay) return 'sessions';
  return limits.maxDayMs !== null && used.ms + ms > limits.maxDayMs ? 'minutes' : null;
}

const byRank = (a: ComposedRun, b: ComposedRun) =>
  RANK[a.run.schedule.priority] - RANK[b.run.schedule.priority];

const lengthOf = ({ run, endsAt }: ComposedRun) => endsAt - run.startsAt;

function knownSince({ run: { schedule } }: ComposedRun): Instant {
  return Math.max(schedule.createdAt, schedule.notBefore);
}
