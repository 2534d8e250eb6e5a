import type { Blocked, PlaybackRecord, ReconcileInput } from '../state.js';
import { closesAt, dueAt, START_TOLERANCE_MS } from './heads.js';
import { judge } from './judge.js';

/**
 * The end of an item that never began, once its last start has passed. First come the causes that made any start
 * impossible, then what stands in the way, then what stood there, then why it came late.
 */
export function closingOutcome(record: PlaybackRecord, input: ReconcileInput, passedOver: boolean): Blocked {
  const { item } = record;
  const absent = absence(item.latestStartAt, record, input);
  if (absent) return absent;
  const verdict = judge(record, item.latestStartAt, input);
  if (!verdict.ok) return verdict.blocked;
  if (record.blocked) return record.blocked;
  if (passedOver || input.channels.length > 0 || dueAt(record, input) > closesAt(record, input)) {
    return { state: 'skipped', reason: 'queue' };
  }
  return (
    absence(item.startsAt, record, input) ?? {
      state: 'missed',
      reason: 'box_off',
      detail: 'the agent did not run over its start window',
    }
  );
}

/** Why the box could not have started it by `deadline`, though nothing was wrong with the item itself. */
function absence(deadline: number, record: PlaybackRecord, input: ReconcileInput): Blocked | null {
  const limit = deadline + START_TOLERANCE_MS;
  if (record.issuedAt > limit)
    return { state: 'missed', reason: 'plan_late', detail: 'issued after its start' };
  if (input.bootAt > limit) return { state: 'missed', reason: 'box_off' };
  if (input.trustedSince > limit) return { state: 'missed', reason: 'clock_untrusted' };
  if (record.listedAt !== undefined && record.listedAt > limit)
    return { state: 'missed', reason: 'plan_late' };
  return null;
}

/** The end of an item that the plan in force does not name, once its last start has passed. */
export function removedOutcome(record: PlaybackRecord, input: ReconcileInput): Blocked {
  if (input.plan && record.item.startsAt < input.plan.coversUntil) {
    return { state: 'cancelled', reason: 'removed' };
  }
  return { state: 'missed', reason: 'plan_expired' };
}
