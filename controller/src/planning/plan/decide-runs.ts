import type { Instant } from '@loa/shared/instant';
import type { PlanningWorld } from '../inputs.js';
import type { Here } from '../programme/here.js';
import { isEmergency, type Run } from '../programme/run.js';
import type { SlotProblem } from '../programme/slot-problem.js';
import { everythingSuspended } from '../programme/suspensions.js';
import type { ComposedRun, SilentRun } from './compose-run.js';
import { composeRuns, type RoomyRun } from './compose-runs.js';
import { beyondDay } from './day-limits.js';
import { displacedRuns } from './displacement.js';
import { type PlanProblem, problemOf, type RunProblem } from './problems.js';
import { roomFor, within } from './room.js';
import { type AnyBoxSession, anyBoxSession } from './sessions.js';
import { waitingRuns } from './waiting-runs.js';

export interface DecidedRuns {
  /** In the order of time. */
  runs: readonly AnyBoxSession[];
  displaced: readonly { session: AnyBoxSession; by: string }[];
  problems: readonly PlanProblem[];
}

/**
 * What becomes of the runs of a place: which have room, what they hold, and which give way to each other or to the
 * limits of the day. When some go, the others are filled anew, for what a silent run chose was not heard. Each time
 * something goes or becomes shorter, so this ends. A run that is over by `now` and never was in a plan stays out: what
 * was decided too late for it neither sounded nor counts.
 */
export function decideRuns(
  runs: readonly Run[],
  here: Here,
  winners: PlanningWorld['winners'],
  { from, now }: { from: Instant; now: Instant },
): DecidedRuns {
  const problems: PlanProblem[] = [];
  const tell: Tell = (run, ...found) => problems.push(...found.map((problem) => problemOf(run, problem)));
  let roomy = openRuns(runs, here, from, tell);
  const displaced: { session: AnyBoxSession; by: string }[] = [];
  const shortened = new Set<Run>();
  for (;;) {
    const results = composeRuns(roomy, here, from);
    const composed = results.filter((result) => result.pieces !== null);
    const tooLate = new Set(composed.filter((each) => isTooLate(each, here, now)).map(({ run }) => run));
    if (tooLate.size > 0) {
      roomy = roomy.filter(({ run }) => !tooLate.has(run));
      continue;
    }
    const giveWay = displacedRuns(composed, winners);
    const waiting = new Set(giveWay.map(({ run }) => run));
    const staying = composed.filter((run) => !waiting.has(run));
    const beyond = beyondDay(staying, here.place.limits);
    if (giveWay.length === 0 && beyond.length === 0) {
      for (const result of results) tell(result.run, ...problemsOf(result, shortened));
      const sessions = composed.map(anyBoxSession);
      for (const { run, by, until } of waitingRuns(sessions)) tell(run, { kind: 'waits', by, until });
      return { runs: sessions, displaced, problems };
    }
    const gone = new Set<Run>();
    const room = new Map<Run, number>();
    for (const { run, by, decided } of giveWay) {
      gone.add(run.run);
      displaced.push({ session: anyBoxSession(run), by });
      tell(run.run, { kind: decided ? 'displaced' : 'awaiting_decision', by });
    }
    for (const { run: beyondIt, limit, maxMs } of beyond) {
      const { run } = beyondIt;
      if (maxMs !== null) {
        room.set(run, maxMs);
        shortened.add(run);
      } else {
        gone.add(run);
        tell(run, { kind: 'day_limit', limit, shortened: false });
      }
    }
    roomy = roomy
      .filter(({ run }) => !gone.has(run))
      .map(({ run, room: own }) => ({ run, room: within(own, run.startsAt, room.get(run) ?? null, 'day') }));
  }
}

function isTooLate({ run, endsAt }: ComposedRun, { place }: Here, now: Instant): boolean {
  const { begun } = place.memory;
  return begun !== undefined && endsAt <= now && !begun.has(run.sessionId);
}

/** What is told of a run; of one that was shortened, that it was, or that nothing of it was left. */
function problemsOf(result: ComposedRun | SilentRun, shortened: ReadonlySet<Run>): SilentRun['problems'] {
  if (!shortened.has(result.run)) return result.problems;
  const dayLimit = { kind: 'day_limit', limit: 'minutes', shortened: result.pieces !== null } as const;
  return [dayLimit, ...result.problems.filter(({ kind }) => kind !== 'does_not_fit')];
}

type Tell = (run: Run, ...found: readonly (RunProblem | SlotProblem)[]) => void;

/** The runs that may sound at their time at all. What began before `from` counts where any of it may still sound. */
function openRuns(runs: readonly Run[], here: Here, from: Instant, tell: Tell): RoomyRun[] {
  const open: RoomyRun[] = [];
  for (const run of runs) {
    const suspension = isEmergency(run) ? null : everythingSuspended(here.suspensions, run.localDate);
    if (suspension) {
      const { suspensionId, name } = suspension;
      tell(run, { kind: 'suspended', slot: null, suspensionId, name });
      continue;
    }
    const found = roomFor(run, here.place, here.civil);
    if (found.ok) open.push({ run, room: found.room });
    else tell(run, found.problem);
  }
  const carries = open.some(({ run, room }) => run.startsAt < from && room.closesAt > from);
  return carries ? open : open.filter(({ run }) => run.startsAt >= from);
}
