import { BusOfflineError } from '@loa/shared/errors';
import type { Bus, BusHandler, BusMessage, BusState, PublishOptions } from '@loa/shared/ports/bus';
import { topicMatches } from '@loa/shared/topic-match';

export interface FakeWill {
  topic: string;
  payload: Uint8Array;
  retain: boolean;
}

export interface FakeBusPorts {
  broker: FakeBroker;
  clientId: string;
  will?: FakeWill;
}

export type MayDo = (clientId: string, action: 'publish' | 'subscribe', topic: string) => boolean;

/** An MQTT broker in memory, with switches for every calamity that tests need. */
export interface FakeBroker {
  /** Cuts off one client, or all: wills are published, nothing gets through until `heal`. */
  partition(clientId?: string): void;
  /** Lets them reconnect, at once. */
  heal(clientId?: string): void;
  /** What this client publishes gets stuck on the way until `partition` or `heal`. */
  hold(clientId: string): void;
  /** Dies: retained messages are forgotten, no wills. `heal` brings it back empty. */
  kill(): void;
  /** Delivers every message twice from now on, as QoS 1 may. */
  duplicate(on: boolean): void;
  /** Every message accepted so far, in order. */
  readonly published: readonly BusMessage[];
  retained(topic: string): Uint8Array | undefined;
  connected(clientId: string): boolean;
  /** Resolves once no bus has a message left to handle. */
  idle(): Promise<void>;
  /** Resolves once nothing from this client is held. */
  passage(clientId: string): Promise<void>;
  attach(peer: FakePeer): void;
  accept(from: FakePeer | null, topic: string, payload: Uint8Array, options: PublishOptions): void;
  retainedFor(filter: string): BusMessage[];
  maySubscribe(clientId: string, filter: string): boolean;
}

/** What the broker sees of a bus. */
interface FakePeer {
  clientId: string;
  will: FakeWill | undefined;
  online(): boolean;
  up(): void;
  down(reason: string): void;
  deliver(message: BusMessage): void;
  settled(): Promise<void>;
  detached(): boolean;
}

export function createFakeBroker(options: { may?: MayDo } = {}): FakeBroker {
  const may = options.may ?? (() => true);
  const peers = new Set<FakePeer>();
  const kept = new Map<string, BusMessage>();
  const published: BusMessage[] = [];
  const cut = new Set<string>();
  const held = new Map<string, { free: Promise<void>; release: () => void }>();
  let down = false;
  let copies = 1;

  const accept: FakeBroker['accept'] = (from, topic, payload, { retain = false }) => {
    if (from && !may(from.clientId, 'publish', topic)) return;
    const message = { topic, payload: Uint8Array.from(payload), retained: false };
    published.push(message);
    if (retain && payload.length > 0) kept.set(topic, message);
    if (retain && payload.length === 0) kept.delete(topic);
    for (let copy = 0; copy < copies; copy++) for (const peer of peers) peer.deliver(message);
  };

  const release = (clientId: string) => {
    held.get(clientId)?.release();
    held.delete(clientId);
  };

  const drop = (peer: FakePeer, withWill: boolean) => {
    if (!peer.online()) return;
    peer.down('connection closed');
    release(peer.clientId);
    if (withWill && peer.will) accept(peer, peer.will.topic, peer.will.payload, { retain: peer.will.retain });
  };

  const bring = (peer: FakePeer) => {
    if (!down && !cut.has(peer.clientId) && !peer.detached() && !peer.online()) peer.up();
  };

  return {
    partition(clientId) {
      for (const peer of peers) {
        if (clientId !== undefined && peer.clientId !== clientId) continue;
        cut.add(peer.clientId);
        drop(peer, true);
      }
    },
    heal(clientId) {
      down = false;
      for (const id of clientId === undefined ? [...held.keys()] : [clientId]) release(id);
      if (clientId === undefined) cut.clear();
      else cut.delete(clientId);
      for (const peer of peers) bring(peer);
    },
    hold(clientId) {
      let open = () => {};
      const free = new Promise<void>((resolve) => {
        open = resolve;
      });
      held.set(clientId, { free, release: open });
    },
    passage: (clientId) => held.get(clientId)?.free ?? Promise.resolve(),
    kill() {
      down = true;
      kept.clear();
      for (const peer of peers) drop(peer, false);
    },
    duplicate(on) {
      copies = on ? 2 : 1;
    },
    published,
    retained: (topic) => kept.get(topic)?.payload,
    connected: (clientId) => [...peers].some((peer) => peer.clientId === clientId && peer.online()),
    async idle() {
      let before = -1;
      while (before !== published.length) {
        before = published.length;
        for (const peer of peers) await peer.settled();
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    },
    attach(peer) {
      for (const other of peers) if (other.detached()) peers.delete(other);
      peers.add(peer);
      bring(peer);
    },
    accept,
    retainedFor: (filter) =>
      [...kept.values()]
        .filter(({ topic }) => topicMatches(filter, topic))
        .map((message) => ({ ...message, retained: true })),
    maySubscribe: (clientId, filter) => may(clientId, 'subscribe', filter),
  };
}

/** A bus over a fake broker; it reconnects the moment the broker lets it. */
export function createFakeBus({ broker, clientId, will }: FakeBusPorts): Bus {
  const filters = new Map<string, Set<BusHandler>>();
  const listeners = new Set<(state: BusState) => void>();
  let state: BusState = { kind: 'disconnected', reason: 'not started' };
  let stopped = true;
  let queue: Promise<void> = Promise.resolve();

  const tell = (next: BusState) => {
    for (const listener of [...listeners]) listener(next);
  };
  const change = (next: BusState) => {
    state = next;
    tell(next);
  };
  const online = () => state.kind === 'connected';

  const enqueue = (message: BusMessage, handlers: () => BusHandler[]) => {
    queue = queue.then(async () => {
      for (const handler of handlers()) await Promise.resolve(handler(message)).catch(() => {});
    });
  };
  const ask = (filter: string) => {
    if (!broker.maySubscribe(clientId, filter)) return tell({ kind: 'denied', filter });
    for (const message of broker.retainedFor(filter)) {
      enqueue(message, () => [...(filters.get(filter) ?? [])]);
    }
  };

  const peer: FakePeer = {
    clientId,
    will,
    online,
    up() {
      change({ kind: 'connected' });
      for (const filter of filters.keys()) ask(filter);
    },
    down: (reason) => change({ kind: 'disconnected', reason }),
    deliver(message) {
      if (!online()) return;
      const matching = [...filters].filter(
        ([filter]) => topicMatches(filter, message.topic) && broker.maySubscribe(clientId, filter),
      );
      if (matching.length > 0) enqueue(message, () => matching.flatMap(([, handlers]) => [...handlers]));
    },
    settled: () => queue,
    detached: () => stopped,
  };

  return {
    async publish(topic, payload, options = {}) {
      if (!online()) throw new BusOfflineError(topic);
      await broker.passage(clientId);
      // The link may have gone while the message was on its way.
      if (!online()) throw new BusOfflineError(topic);
      broker.accept(peer, topic, payload, options);
    },
    async subscribe(filter, handler) {
      const handlers = filters.get(filter) ?? new Set();
      filters.set(filter, handlers.add(handler));
      await Promise.resolve();
      if (online()) ask(filter);
      return () => {
        handlers.delete(handler);
        if (handlers.size === 0) filters.delete(filter);
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
      stopped = false;
      broker.attach(peer);
      return async () => {
        stopped = true;
        if (online()) change({ kind: 'disconnected', reason: 'stopped' });
        await queue;
      };
    },
  };
}
