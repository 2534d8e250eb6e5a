import { controllerFilters, MAX_DOWN_BYTES, MAX_UP_BYTES, parseTopic } from '@loa/shared/topics';

/** Who a connection is, once it has proved it. */
export type Identity = { kind: 'controller' } | { kind: 'box'; boxId: string };

/** Why something is not allowed: a fixed word for counting. */
export type Denial = 'qos' | 'topic' | 'retain' | 'size';
export type Verdict = { ok: true } | { ok: false; denial: Denial };

export interface PublishAttempt {
  topic: string;
  retain: boolean;
  qos: 0 | 1 | 2;
  /** Of the payload, where it is known. */
  bytes?: number;
}

/** A status is kept for every box at once; a whole one with all its outputs is below this, bytes. */
export const MAX_STATUS_BYTES = 16 * 1024;

const ALLOWED: Verdict = { ok: true };

/**
 * What an identity may publish: the controller every `down` topic; a box its own `up/report` and, alone retained, its
 * own `up/status`. Nobody uses QoS 2, which would let half-finished exchanges pile up in the broker.
 */
export function mayPublish(identity: Identity, { topic, retain, qos, bytes = 0 }: PublishAttempt): Verdict {
  if (qos > 1) return deny('qos');
  const parsed = parseTopic(topic);
  if (!parsed) return deny('topic');
  if (identity.kind === 'controller') {
    if (parsed.way !== 'down') return deny('topic');
    return bytes > MAX_DOWN_BYTES ? deny('size') : ALLOWED;
  }
  if (parsed.way !== 'up' || parsed.id !== identity.boxId) return deny('topic');
  if (retain && parsed.kind !== 'status') return deny('retain');
  return bytes > (parsed.kind === 'status' ? MAX_STATUS_BYTES : MAX_UP_BYTES) ? deny('size') : ALLOWED;
}

/** A last will says that a box is gone and no more, bytes. */
const MAX_WILL_BYTES = 1024;

/** What an identity may leave as its last will: a box its own status, short. */
export function mayLeave(identity: Identity, will: PublishAttempt): Verdict {
  return (will.bytes ?? 0) > MAX_WILL_BYTES ? deny('size') : mayPublish(identity, will);
}

/**
 * What an identity may subscribe to, by exact text: the controller its two filters (or the `up` topics of one box); a
 * box its own plan and receipt, and override and roster of the areas it lies in. No wildcard ever reaches a box.
 */
export function maySubscribe(identity: Identity, filter: string, areaChain: readonly string[]): Verdict {
  if (identity.kind === 'controller' && isControllerFilter(filter)) return ALLOWED;
  const parsed = parseTopic(filter);
  if (!parsed) return deny('topic');
  if (identity.kind === 'controller') return parsed.way === 'up' ? ALLOWED : deny('topic');
  if (parsed.way !== 'down') return deny('topic');
  const own = parsed.scope === 'box' ? parsed.id === identity.boxId : areaChain.includes(parsed.id);
  return own ? ALLOWED : deny('topic');
}

function isControllerFilter(filter: string): boolean {
  return filter === controllerFilters.reports || filter === controllerFilters.statuses;
}

function deny(denial: Denial): Verdict {
  return { ok: false, denial };
}
