import type { BoxCondition } from '@loa/shared/api/box-condition';
import { MINUTE } from '@loa/shared/instant';
import type { BoxRecord } from '../db/boxes.js';

/** A status comes every 15 minutes at least; after so long without one the box is lost, milliseconds. */
const LOST_AFTER_MS = 20 * MINUTE;
/** Less than this is a full disk: a box keeps room for its records first. */
const FULL_BELOW_BYTES = 50 * 1024 * 1024;

/** How a box is, from what it last said: the worst thing first. Pure. */
export function boxCondition(
  box: Pick<BoxRecord, 'state' | 'status' | 'lastSeenAt' | 'revokedAt'>,
  now: number,
): BoxCondition {
  if (box.state === 'revoked') return { kind: 'revoked', since: box.revokedAt };
  if (box.state === 'created') return { kind: 'notEnrolled', since: null };
  const { status, lastSeenAt } = box;
  if (!status || lastSeenAt === null) return { kind: 'lost', since: null };
  if (!status.connected || now - lastSeenAt > LOST_AFTER_MS) return { kind: 'lost', since: lastSeenAt };
  if (status.clock?.state === 'untrusted') return { kind: 'clockUntrusted', since: null };
  if (status.freeBytes !== undefined && status.freeBytes < FULL_BELOW_BYTES) {
    return { kind: 'diskFull', since: null };
  }
  const outputs = status.outputs ?? [];
  if (outputs.length > 0 && outputs.every((output) => !output.ok)) return { kind: 'noSound', since: null };
  switch (status.silent) {
    case 'stopped':
      return { kind: 'stopped', since: null };
    case 'no_plan':
    case 'plan_expired':
    case 'no_roster':
      return { kind: 'noPlan', since: null };
    case 'clock_untrusted':
      return { kind: 'clockUntrusted', since: null };
    default:
      return { kind: 'good', since: null };
  }
}
