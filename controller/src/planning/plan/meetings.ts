import type { Instant } from '@loa/shared/instant';
import type { AnyBoxSession } from './sessions.js';

/** What the search for meetings needs to know of a session. */
type Timed = Pick<AnyBoxSession, 'run' | 'endsAt'>;

/** Tells of every two sessions of a box of which the later one begins before the earlier has ended. They stand in order of time. */
export function eachMeeting<T extends Timed>(
  sessions: readonly T[],
  tell: (earlier: T, later: T) => void,
): void {
  /** What may sound still when the next session begins; most often nothing, and then nothing is asked. */
  let near: T[] = [];
  let nearUntil: Instant = 0;
  for (const session of sessions) {
    const { startsAt } = session.run;
    if (nearUntil <= startsAt) near = [session];
    else {
      near = near.filter(({ endsAt }) => endsAt > startsAt);
      for (const other of near) tell(other, session);
      near.push(session);
    }
    nearUntil = Math.max(nearUntil, session.endsAt);
  }
}
