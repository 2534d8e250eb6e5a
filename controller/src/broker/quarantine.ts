import type { Logger } from '@loa/shared/ports/logger';
import {
  type Denial,
  type Identity,
  mayLeave,
  mayPublish,
  type PublishAttempt,
  type Verdict,
} from './acl.js';
import type { BrokerCounters } from './counters.js';

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
}

/**
 * Refused publishes vanish, counted and logged, while the connection stays: closing it would make a client that
 * repeats its message reconnect for ever.
 */
export function createQuarantine({
  log,
  counters,
}: {
  log: Pick<Logger, 'warn'>;
  counters: BrokerCounters;
}): Quarantine {
  const note = (clientId: string, attempt: PublishAttempt, denial: Denial) => {
    counters.quarantine(denial);
    log.warn({ clientId, topic: attempt.topic.slice(0, 200), denial }, 'A publish was quarantined');
  };

  return {
    judge(clientId, identity, packet) {
      const bytes = Buffer.byteLength(packet.payload);
      const verdict: Verdict = identity
        ? mayPublish(identity, { topic: packet.topic, retain: packet.retain, qos: packet.qos, bytes })
        : { ok: false, denial: 'topic' };
      if (verdict.ok) return;
      note(clientId, packet, verdict.denial);
      packet.topic = SINK;
      packet.payload = Buffer.alloc(0);
      packet.retain = false;
    },
    judgeWill(clientId, identity, will) {
      const verdict = mayLeave(identity, will);
      if (!verdict.ok) note(clientId, will, verdict.denial);
      return verdict.ok;
    },
  };
}
