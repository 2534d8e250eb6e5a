import { BusOfflineError } from '@loa/shared/errors';
import type { Bus, BusHandler, BusMessage, BusState } from '@loa/shared/ports/bus';
import { topicMatches } from '@loa/shared/topic-match';
import type { Broker, Peer, Will } from './broker.js';

/** The bus of one process; it falls silent with that process. */
export interface VirtualBus {
  bus: Bus;
  /** The process is gone: nothing more is handed to it, and nobody is told. */
  die(): void;
}

/** Handlers run one after the other, in arrival order, as with the MQTT bus. */
export function createVirtualBus(ports: {
  broker: Broker;
  clientId: string;
  will?: Will;
  /** Sees every message before its handlers. */
  onDelivery?: (message: BusMessage) => void;
}): VirtualBus {
  const { broker, clientId } = ports;
  const filters = new Map<string, Set<BusHandler>>();
  const listeners = new Set<(state: BusState) => void>();
  let state: BusState = { kind: 'disconnected', reason: 'not started' };
  let alive = true;
  let inbox: BusMessage[] = [];
  let busy = false;

  const change = (next: BusState) => {
    if (!alive) return;
    state = next;
    for (const listener of [...listeners]) listener(next);
  };

  async function work(): Promise<void> {
    busy = true;
    for (let message = inbox.shift(); message && alive; message = inbox.shift()) {
      for (const [filter, handlers] of [...filters]) {
        if (filter !== message.topic && !topicMatches(filter, message.topic)) continue;
        // A handler that throws is logged by the real bus and does not stop the rest.
        for (const handler of [...handlers]) if (alive) await handed(handler, message).catch(() => {});
      }
    }
    busy = false;
  }

  const peer: Peer = {
    clientId,
    will: ports.will ?? null,
    filters: () => filters.keys(),
    connected: () => change({ kind: 'connected' }),
    lost: (reason) => change({ kind: 'disconnected', reason }),
    deliver(message) {
      if (!alive) return;
      ports.onDelivery?.(message);
      inbox.push(message);
      if (!busy) void work();
    },
  };

  return {
    die() {
      alive = false;
      inbox = [];
      broker.leave(peer);
    },
    bus: {
      publish: (topic, payload, { retain = false } = {}) =>
        new Promise((resolve, reject) => {
          if (!alive) return;
          const offline = () => reject(new BusOfflineError(topic));
          const sent = broker.publish(peer, topic, payload, retain, (ok) => {
            if (alive) (ok ? resolve : offline)();
          });
          if (!sent) offline();
        }),
      async subscribe(filter, handler) {
        const handlers = filters.get(filter) ?? new Set();
        filters.set(filter, handlers.add(handler));
        broker.subscribe(peer, filter);
        return () => {
          handlers.delete(handler);
          if (handlers.size > 0 || filters.get(filter) !== handlers) return;
          filters.delete(filter);
          broker.unsubscribe(peer, filter);
        };
      },
      onState(listener) {
        listeners.add(listener);
        listener(state);
        return () => {
          listeners.delete(listener);
        };
      },
      async start() {
        broker.join(peer);
        return async () => {
          alive = false;
          broker.leave(peer);
        };
      },
    },
  };
}

/** A handler that throws at once fails like one that rejects. */
async function handed(handler: BusHandler, message: BusMessage): Promise<void> {
  await handler(message);
}
