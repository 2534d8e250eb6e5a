import type { BusMessage } from '@loa/shared/ports/bus';
import type { Random } from '@loa/shared/ports/random';
import { topicMatches } from '@loa/shared/topic-match';
import type { Timeline } from '../timeline.js';

/** How bad the network is. Probabilities are per message. */
export interface Weather {
  /** One way between a client and the broker, milliseconds. */
  latencyMs: { low: number; high: number };
  /** A message is handed over twice, as QoS 1 may. */
  duplicate: number;
  /** A topic is held back by up to this long, while others overtake it, milliseconds. */
  holdBackMs: number;
  holdBack: number;
  /** A status gets lost on a crowded link: it is advisory, and nothing may need it. */
  loseStatus: number;
}

export interface Will {
  topic: string;
  payload: Uint8Array;
}

/** One client's end of its connection, as the broker sees it. */
export interface Peer {
  clientId: string;
  will: Will | null;
  filters(): Iterable<string>;
  connected(): void;
  /** The link is gone; whatever was on its way is lost. */
  lost(reason: string): void;
  deliver(message: BusMessage): void;
}

export interface Broker {
  /** A client wants to be connected, until `leave`. */
  join(peer: Peer): void;
  leave(peer: Peer): void;
  subscribe(peer: Peer, filter: string): void;
  unsubscribe(peer: Peer, filter: string): void;
  /** Resolves true once acknowledged, false when the link went first. Null while there is no connection. */
  publish(
    peer: Peer,
    topic: string,
    payload: Uint8Array,
    retain: boolean,
    done: (ok: boolean) => void,
  ): boolean;
  isConnected(clientId: string): boolean;
  /** Nothing passes between this client and the broker. */
  cut(clientId: string): void;
  heal(clientId: string): void;
  /** Dies, and comes back after `awayMs` without any retained message. */
  restart(awayMs: number): void;
  weather: Weather;
  /** Hears every message that the broker accepted, in order. */
  onAccepted(listener: (topic: string, payload: Uint8Array) => void): void;
}

interface Connection {
  peer: Peer;
  open: boolean;
  /** The link is cut, but neither end has noticed. */
  mute: boolean;
  /** Not yet acknowledged. */
  owed: Set<(ok: boolean) => void>;
  /** Order holds per topic: nothing is delivered before what went before it. */
  lastDue: Map<string, number>;
}

/** Keepalive: both ends notice a dead link within 100 s, milliseconds. */
const NOTICE_MS = 95_000;
const RECONNECT_MS = { low: 500, high: 20_000 };
const STATUS = /\/up\/status$/;

export function createBroker(ports: { timeline: Timeline; random: Random; weather: Weather }): Broker {
  const { timeline, random } = ports;
  const connections = new Map<Peer, Connection>();
  const joined = new Set<Peer>();
  const cutOff = new Set<string>();
  const exact = new Map<string, Set<Peer>>();
  const wild = new Map<string, Set<Peer>>();
  const retained = new Map<string, Uint8Array>();
  const listeners: ((topic: string, payload: Uint8Array) => void)[] = [];
  let away = false;

  const latency = () =>
    broker.weather.latencyMs.low +
    random.unit() * (broker.weather.latencyMs.high - broker.weather.latencyMs.low);

  function indexOf(filter: string): Map<string, Set<Peer>> {
    return filter.includes('+') || filter.includes('#') ? wild : exact;
  }

  function accept(topic: string, payload: Uint8Array, retain: boolean): void {
    for (const listener of listeners) listener(topic, payload);
    if (retain && payload.byteLength > 0) retained.set(topic, payload);
    else if (retain) retained.delete(topic);
    for (const peer of exact.get(topic) ?? []) send(peer, topic, payload, false);
    for (const [filter, peers] of wild) {
      if (!topicMatches(filter, topic)) continue;
      for (const peer of peers) send(peer, topic, payload, false);
    }
  }

  function send(peer: Peer, topic: string, payload: Uint8Array, wasRetained: boolean): void {
    const connection = connections.get(peer);
    if (!connection) return;
    const { weather } = broker;
    const held = random.unit() < weather.holdBack ? random.unit() * weather.holdBackMs : 0;
    const copies = random.unit() < weather.duplicate ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const due = Math.max(
        connection.lastDue.get(topic) ?? 0,
        timeline.now() + latency() + held + copy * 1_000 * random.unit(),
      );
      connection.lastDue.set(topic, due);
      timeline.at(due, () => {
        if (connection.open && !connection.mute) peer.deliver({ topic, payload, retained: wasRetained });
      });
    }
  }

  function connectSoon(peer: Peer): void {
    const delay = RECONNECT_MS.low + random.unit() * (RECONNECT_MS.high - RECONNECT_MS.low);
    timeline.at(timeline.now() + delay, () => {
      if (away || cutOff.has(peer.clientId) || !joined.has(peer) || connections.has(peer)) return;
      connections.set(peer, { peer, open: true, mute: false, owed: new Set(), lastDue: new Map() });
      peer.connected();
      for (const filter of peer.filters()) ask(peer, filter);
    });
  }

  function ask(peer: Peer, filter: string): void {
    const index = indexOf(filter);
    index.set(filter, (index.get(filter) ?? new Set()).add(peer));
    if (index === exact) {
      const known = retained.get(filter);
      if (known) send(peer, filter, known, true);
      return;
    }
    for (const [topic, payload] of retained)
      if (topicMatches(filter, topic)) send(peer, topic, payload, true);
  }

  function close(connection: Connection, reason: string, withWill: boolean): void {
    if (!connection.open) return;
    const { peer } = connection;
    connection.open = false;
    connections.delete(peer);
    for (const index of [exact, wild]) for (const peers of index.values()) peers.delete(peer);
    for (const done of connection.owed) done(false);
    if (joined.has(peer)) peer.lost(reason);
    if (withWill && peer.will && !away) accept(peer.will.topic, peer.will.payload, true);
    if (joined.has(peer)) connectSoon(peer);
  }

  const broker: Broker = {
    weather: ports.weather,
    join(peer) {
      joined.add(peer);
      connectSoon(peer);
    },
    leave(peer) {
      joined.delete(peer);
      const connection = connections.get(peer);
      if (!connection) return;
      // A dead process says nothing: the broker notices by the keepalive.
      connection.mute = true;
      timeline.at(timeline.now() + random.unit() * NOTICE_MS, () => close(connection, 'left', true));
    },
    subscribe(peer, filter) {
      if (connections.has(peer)) ask(peer, filter);
    },
    unsubscribe(peer, filter) {
      indexOf(filter).get(filter)?.delete(peer);
    },
    publish(peer, topic, payload, retain, done) {
      const connection = connections.get(peer);
      if (!connection) return false;
      connection.owed.add(done);
      const lost = STATUS.test(topic) && random.unit() < broker.weather.loseStatus;
      timeline.at(timeline.now() + latency(), () => {
        if (!connection.open || connection.mute) return;
        if (!lost) accept(topic, payload, retain);
        // The acknowledgement was lost on the way: the client sends again.
        if (random.unit() < broker.weather.duplicate) accept(topic, payload, retain);
        connection.owed.delete(done);
        done(true);
      });
      return true;
    },
    isConnected: (clientId) => [...connections.keys()].some((peer) => peer.clientId === clientId),
    cut(clientId) {
      cutOff.add(clientId);
      for (const connection of [...connections.values()]) {
        if (connection.peer.clientId !== clientId || connection.mute) continue;
        connection.mute = true;
        timeline.at(timeline.now() + random.unit() * NOTICE_MS, () =>
          close(connection, 'keepalive timeout', true),
        );
      }
    },
    heal(clientId) {
      if (!cutOff.delete(clientId)) return;
      for (const peer of joined) if (peer.clientId === clientId && !connections.has(peer)) connectSoon(peer);
    },
    restart(awayMs) {
      away = true;
      retained.clear();
      for (const connection of [...connections.values()]) close(connection, 'connection refused', false);
      timeline.at(timeline.now() + awayMs, () => {
        away = false;
        for (const peer of joined) if (!connections.has(peer)) connectSoon(peer);
      });
    },
    onAccepted(listener) {
      listeners.push(listener);
    },
  };
  return broker;
}
