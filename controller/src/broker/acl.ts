import { controllerFilters, parseTopic } from '@loa/shared/topics';

/** Who a connection is, once it has proved it. */
export type Identity = { kind: 'controller' } | { kind: 'box'; boxId: string };

/** Why something is not allowed: a fixed word for counting. */
export type Denial = 'qos' | 'topic' | 'retain';
export type Verdict = { ok: true } | { ok: false; denial: Denial };

export interface PublishAttempt {
  topic: string;
  retain: boolean;
  qos: 0 | 1 | 2;
}

const ALLOWED: Verdict = { ok: true };

/**
 * What an identity may publish: the controller every `down` topic; a box its own `up/report` and, alone retained, its
 * own `up/status`. Nobody uses QoS 2, which would let half-finished exchanges pile up in the broker.
 */
export function mayPublish(identity: Identity, { topic, retain, qos }: PublishAttempt): Verdict {
  if (qos > 1) return deny('qos');
  const parsed = parseTopic(topic);
  if (!parsed) return deny('topic');
  if (identity.kind === 'controller') return parsed.way === 'down' ? ALLOWED : deny('topic');
  if (parsed.way !== 'up' || parsed.id !== identity.boxId) return deny('topic');
  return retain && parsed.kind !== 'status' ? deny('retain') : ALLOWED;
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
