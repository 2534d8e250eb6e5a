import type { Logger } from '@loa/shared/ports/logger';
import { type Denial, type Identity, mayPublish, type PublishAttempt, type Verdict } from './acl.js';

/** Where refused messages end: nobody may subscribe to it. */
const SINK = '$quarantine';

export interface MutablePacket {
  topic: string;
  payload: string | Buffer;
  qos: 0 | 1 | 2;
  retain: boolean;
}

export interface Quarantine {
  /** Empties a refused packet and turns it to the sink, in place; the sender is acknowledged as usual. */
  judge(clientId: string, identity: Identity | null, packet: MutablePacket): void;
  /** Whether a will may be kept for this identity. */
  judgeWill(clientId: string, identity: Identity, will: PublishAttempt): boolean;
  counts(): Readonly<Record<Denial, number>>;
}

/**
 * Refused publishes vanish, counted and logged, while the connection stays: closing it would make a client that
 * repeats its message reconnect for ever.
 */
export function createQuarantine({ log }: { log: Logger }): Quarantine {
  const counts: Record<Denial, number> = { qos: 0, topic: 0, retain: 0 };

  const note = (clientId: string, attempt: PublishAttempt, denial: Denial) => {
    counts[denial] += 1;
    log.warn({ clientId, topic: attempt.topic.slice(0, 200), denial }, 'A publish was quarantined');
  };

  return {
    judge(clientId, identity, packet) {
      const verdict: Verdict = identity ? mayPublish(identity, packet) : { ok: false, denial: 'topic' };
      if (verdict.ok) return;
      note(clientId, packet, verdict.denial);
      packet.topic = SINK;
      packet.payload = Buffer.alloc(0);
      packet.retain = false;
    },
    judgeWill(clientId, identity, will) {
      const verdict = mayPublish(identity, will);
      if (!verdict.ok) note(clientId, will, verdict.denial);
      return verdict.ok;
    },
    counts: () => ({ ...counts }),
  };
}
