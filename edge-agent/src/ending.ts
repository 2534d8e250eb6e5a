import type { EndState, Reason } from '@loa/shared/playback';
import { mayFollow } from '@loa/shared/playback';
import { plannedFacts } from './evidence.js';
import type { Fact, Journal } from './journal.js';
import type { PlaybackRecord } from './state.js';

export interface Ending {
  state: EndState;
  reason?: Reason;
  detail?: string;
  endedAt: number;
}

/**
 * Writes a playback's one end, inside a commit; false when it has already ended, so that repeating it does nothing.
 */
export function writeEnd(journal: Journal, record: PlaybackRecord, ending: Ending): boolean {
  if (!mayFollow(record.state, ending.state)) return false;
  const { state, reason, detail, endedAt } = ending;
  const fact: Fact = {
    kind: 'ended',
    ...plannedFacts(record),
    state,
    ...(reason === undefined ? {} : { reason }),
    ...(detail === undefined ? {} : { detail: detail.slice(0, 500) }),
    ...(record.startedAt === undefined ? {} : { startedAt: record.startedAt }),
    endedAt,
    ...(record.startErrorMs === undefined ? {} : { startErrorMs: record.startErrorMs }),
    ...record.delivered,
  };
  journal.append(fact);
  journal.keep({ ...record, state, endedAt });
  return true;
}

/**
 * After a start of the agent: what was claimed and has no end was cut off with the power (or the process). It never
 * plays again by itself.
 */
export function endInterrupted(journal: Journal, now: number): number {
  const open = [...journal.playbacks.values()].filter(
    ({ state }) => state === 'claimed' || state === 'started' || state === 'suspended',
  );
  if (open.length === 0) return 0;
  journal.commit(() => {
    for (const record of open) {
      // Nobody saw when it ended; the last moment it is known to have sounded is the honest answer.
      const begun = record.startedAt ?? record.startAt ?? record.claimedAt ?? now;
      writeEnd(journal, record, {
        state: 'interrupted',
        reason: 'power',
        endedAt: Math.round(begun + record.delivered.deliveredMs),
      });
    }
  });
  return open.length;
}
