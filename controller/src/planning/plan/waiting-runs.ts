import type { Instant } from '@loa/shared/instant';
import { compareRank } from '../conflicts/find.js';
import type { Run } from '../programme/run.js';
import { eachMeeting } from './meetings.js';
import type { AnyBoxSession } from './sessions.js';

/** A run of which something is too late by the time that another has ended. */
export interface WaitingRun {
  run: Run;
  /** The schedule that goes first; of several the one that ends last … */
  by: string;
  /** … and the planned end of its run. */
  until: Instant;
}

/**
 * Runs that a box will make wait too long: when one of their items is due, what outranks it, or came before it at its
 * own rank, sounds until after the item may begin. The box then skips it; that is known beforehand. `sessions` stand in
 * order of time.
 */
export function waitingRuns(sessions: readonly AnyBoxSession[]): WaitingRun[] {
  const waiting = new Map<Run, WaitingRun>();
  eachMeeting(sessions, (earlier, later) => {
    const [first, second] = goesFirst(earlier, later) ? [earlier, later] : [later, earlier];
    const { run } = second;
    if (first.endsAt <= (waiting.get(run)?.until ?? 0) || !holdsUp(first, second)) return;
    waiting.set(run, { run, by: first.run.schedule.scheduleId, until: first.endsAt });
  });
  return [...waiting.values()];
}

/** Of two of one rank the one that begins first. */
export function goesFirst(earlier: Pick<AnyBoxSession, 'run'>, later: Pick<AnyBoxSession, 'run'>): boolean {
  return compareRank(earlier.run.schedule.priority, later.run.schedule.priority) >= 0;
}

function holdsUp(first: AnyBoxSession, { items }: AnyBoxSession): boolean {
  return items.some(
    ({ startsAt, latestStartAt }) => first.run.startsAt <= startsAt && first.endsAt > latestStartAt,
  );
}
