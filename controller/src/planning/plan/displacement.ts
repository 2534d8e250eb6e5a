import type { Instant } from '@loa/shared/instant';
import { type PlanningWorld, pairKey, type Winner, type Word } from '../inputs.js';
import type { Run } from '../programme/run.js';
import type { ComposedRun } from './compose-run.js';
import { latestBegin } from './sessions.js';

/** A run that gives way to another schedule's, because a person said so or because nobody has said anything yet. */
export interface Displaced {
  run: ComposedRun;
  by: string;
  decided: boolean;
}

/**
 * Which priority runs give way where several overlap. Runs of different priority all stay: the box pre-empts and
 * resumes by their policies; ordinary ones stay too: the box lets them queue. Of two of the rank `priority` the one
 * that a person chose goes first, else the elder schedule. All is judged as it stood when the first of the two
 * began: a schedule or a decision of later finds it sounding, and what sounds is not displaced any more. Nothing
 * here asks what time it is, so a plan made later says the same.
 */
export function displacedRuns(
  composed: readonly ComposedRun[],
  winners: PlanningWorld['winners'],
): Displaced[] {
  const rivals = composed.filter(({ run }) => run.schedule.priority === 'priority');
  const displaced: Displaced[] = [];
  for (const group of overlapping(rivals)) displaced.push(...settle(group, winners));
  return displaced;
}

/** Groups of two and more runs that overlap, directly or through others. */
function overlapping(runs: readonly ComposedRun[]): ComposedRun[][] {
  const groups: ComposedRun[][] = [];
  let endsAt = Number.NEGATIVE_INFINITY;
  for (const run of [...runs].sort((a, b) => a.run.startsAt - b.run.startsAt || byAge(a.run, b.run))) {
    if (run.run.startsAt < endsAt) groups.at(-1)?.push(run);
    else groups.push([run]);
    endsAt = Math.max(endsAt, run.endsAt);
  }
  return groups.filter((group) => group.length > 1);
}

/** Keeps, one after the other, what nothing left beats; where each is beaten by another, the eldest. */
function settle(group: readonly ComposedRun[], winners: PlanningWorld['winners']): Displaced[] {
  const displaced: Displaced[] = [];
  let left = [...group].sort((a, b) => byAge(a.run, b.run));
  while (left.length > 0) {
    const best =
      left.find((a) => !left.some((b) => meet(a, b) && judge(a, b, winners).loser === a)) ?? left[0];
    if (!best) break;
    for (const other of left) {
      if (other === best || !meet(best, other)) continue;
      const verdict = judge(best, other, winners);
      if (verdict.loser === null) continue;
      displaced.push({ run: other, by: best.run.schedule.scheduleId, decided: verdict.decided });
    }
    left = left.filter((run) => run !== best && !displaced.some((gone) => gone.run === run));
  }
  return displaced;
}

function meet(a: ComposedRun, b: ComposedRun): boolean {
  const apart = a.endsAt <= b.run.startsAt || b.endsAt <= a.run.startsAt;
  return !apart && a.run.schedule !== b.run.schedule;
}

/** Who of two gives way; nobody where the winner came to it when the other already sounded. */
function judge(
  a: ComposedRun,
  b: ComposedRun,
  winners: PlanningWorld['winners'],
): { loser: ComposedRun | null; decided: boolean } {
  const [first, second] = a.run.startsAt <= b.run.startsAt ? [a, b] : [b, a];
  const began = first.run.startsAt;
  const winner = winners.get(pairKey(a.run.schedule.scheduleId, b.run.schedule.scheduleId));
  const said = wordAt(began, latestBegin(second), winner);
  if (said && said.decidedAt <= began && knownSince(second.run) <= began) {
    return { loser: said.scheduleId === a.run.schedule.scheduleId ? b : a, decided: true };
  }
  // Whoever is chosen later finds the first one sounding, and waits for its end.
  if (said?.scheduleId === second.run.schedule.scheduleId) return { loser: null, decided: true };
  if (said || knownSince(second.run) > began) return { loser: second, decided: said !== undefined };
  return { loser: byAge(a.run, b.run) < 0 ? b : a, decided: false };
}

/** What had been said by then; where nothing had, what is said now, unless the second could not begin any more. */
function wordAt(at: Instant, tooLateAt: Instant, winner: Winner | undefined): Word | undefined {
  const words = winner ? [winner, ...(winner.earlier ?? [])] : [];
  return (
    words.find(({ decidedAt }) => decidedAt <= at) ?? words.find(({ decidedAt }) => decidedAt < tooLateAt)
  );
}

function knownSince({ schedule }: Run): Instant {
  return Math.max(schedule.createdAt, schedule.notBefore);
}

function byAge(a: Run, b: Run): number {
  return (
    a.schedule.createdAt - b.schedule.createdAt ||
    (a.schedule.scheduleId < b.schedule.scheduleId
      ? -1
      : a.schedule.scheduleId > b.schedule.scheduleId
        ? 1
        : 0) ||
    a.startsAt - b.startsAt
  );
}
