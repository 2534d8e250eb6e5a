import type { Socket } from 'node:net';
import type { IPublishPacket } from 'mqtt';
import { type Backoff, backoffDelay, RECONNECT_BACKOFF } from '../backoff.js';
import { BusOfflineError, InvariantError, LoaError } from '../errors.js';
import type { Bus, BusHandler, BusState } from '../ports/bus.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Random } from '../ports/random.js';
import { isTopicFilter, topicMatches } from '../topic-match.js';
import { type MqttConnection, type MqttTls, type MqttWill, openMqttConnection } from './mqtt-connection.js';
import { createSerialInbox } from './serial-inbox.js';

export interface MqttBusPorts {
  /** mqtt://, mqtts://, ws:// or wss:// */
  url: string;
  clientId: string;
  /** Asked before every attempt, so that a token is never older than the connection. */
  credentials: () => Promise<{ username: string; password: string }>;
  will?: MqttWill;
  /** Whom to believe over TLS; whom the system believes unless said otherwise. */
  tls?: MqttTls | undefined;
  /** Told of every socket that is opened, to count its bytes. */
  onSocket?: ((socket: Socket) => void) | undefined;
  clock: Clock;
  random: Random;
  log: Logger;
  /** A larger message ends the connection (received) or is rejected (published), bytes. */
  maxPayloadBytes: number;
  keepaliveSeconds?: number;
  pace?: LinkPace;
  backoff?: Backoff;
}

/** Decides how often an idle link is pinged, from how links were lost. */
export interface LinkPace {
  /** No more than the keepalive. */
  seconds(): number;
  /** The link ended, and not by our will, after nothing had been heard on it for so long, ms. */
  lost(quietMs: number): void;
  /** There is a link, at this attempt (1 for the first) since the start or since the last one was lost. */
  back(tries: number): void;
}

/** A payload above the bus's own limit was not published. */
export class PayloadTooLargeError extends LoaError {
  constructor(topic: string, bytes: number, limit: number) {
    super('payload_too_large', `${bytes} bytes for ${topic} are more than ${limit}; nothing was published.`);
  }
}

/** Messages that wait for their handlers before the broker is made to wait. */
const INBOX_LIMIT = 500;
/** A connection that lasted this long starts the backoff anew, milliseconds. */
const STABLE_MS = 30_000;

/**
 * The bus over MQTT 3.1.1: clean sessions, QoS 1 subscriptions, own reconnection. A message is acknowledged to the
 * broker when it is queued for its handler, not when it was handled: what must not be lost has its own receipt.
 * A filter that has several handlers is asked for once per handler, so that each hears the retained messages:
 * the others may hear them again. Where filters overlap, so do deliveries.
 */
export function createMqttBus(ports: MqttBusPorts): Bus {
  const { clock, random, log, maxPayloadBytes } = ports;
  const filters = new Map<string, Set<BusHandler>>();
  const listeners = new Set<(state: BusState) => void>();
  const inbox = createSerialInbox({ limit: INBOX_LIMIT, log });
  let state: BusState = { kind: 'disconnected', reason: 'not started' };
  let connection: MqttConnection | null = null;
  let tries = 0;

  const tell = (news: BusState) => {
    for (const listener of [...listeners]) listener(news);
  };
  const change = (next: BusState) => {
    if (next.kind === 'disconnected' && state.kind === 'disconnected' && state.reason === next.reason) return;
    state = next;
    tell(next);
  };

  const handle = async ({ topic, payload, retain }: IPublishPacket) => {
    const message = { topic, payload: asBytes(payload), retained: retain };
    for (const [filter, handlers] of [...filters]) {
      if (!topicMatches(filter, topic)) continue;
      for (const handler of [...handlers]) await handler(message);
    }
  };

  const ask = async (to: MqttConnection, wanted: readonly string[]) => {
    if (wanted.length === 0) return [];
    const refused = await to.subscribe(wanted);
    for (const filter of refused) log.warn({ filter }, 'The broker refused a subscription');
    return refused;
  };

  /** One connection from its opening to its end; the answer is why it ended. */
  const connectOnce = async (signal: AbortSignal): Promise<string> => {
    tries += 1;
    const credentials = await untilAborted(ports.credentials(), signal);
    const opened = await openMqttConnection(
      {
        ...credentials,
        url: ports.url,
        clientId: ports.clientId,
        will: ports.will,
        tls: ports.tls,
        onSocket: ports.onSocket,
        keepaliveSeconds: ports.keepaliveSeconds ?? 60,
        pingSeconds: ports.pace?.seconds,
        maxPayloadBytes,
        clock,
        onMessage: (packet, accepted) => inbox.push(() => handle(packet), accepted),
      },
      signal,
    );
    const end = () => void opened.end();
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    connection = opened;
    ports.pace?.back(tries);
    tries = 0;
    void ask(opened, [...filters.keys()]).then((refused) => {
      if (connection !== opened) return;
      change({ kind: 'connected' });
      for (const filter of refused) tell({ kind: 'denied', filter });
    });
    const reason = await opened.closed;
    signal.removeEventListener('abort', end);
    connection = null;
    if (!signal.aborted) ports.pace?.lost(clock.monotonic() - opened.heardAt());
    return reason;
  };

  const keepConnected = async (signal: AbortSignal) => {
    let failures = 0;
    while (!signal.aborted) {
      const begun = clock.monotonic();
      const reason = await connectOnce(signal).catch((error: unknown) =>
        error instanceof Error ? error.message : String(error),
      );
      if (signal.aborted) break;
      failures = clock.monotonic() - begun >= STABLE_MS ? 1 : failures + 1;
      const delayMs = backoffDelay(failures, random.unit(), ports.backoff ?? RECONNECT_BACKOFF);
      // A box may be offline for weeks: only news is worth a line.
      const level = state.kind === 'disconnected' && state.reason === reason ? 'debug' : 'warn';
      log[level]({ reason, failures, delayMs: Math.round(delayMs) }, 'Not connected to the broker');
      change({ kind: 'disconnected', reason });
      await clock.wait(delayMs, signal).catch(() => {});
    }
  };

  return {
    async publish(topic, payload, { qos = 1, retain = false } = {}) {
      if (payload.byteLength > maxPayloadBytes) {
        throw new PayloadTooLargeError(topic, payload.byteLength, maxPayloadBytes);
      }
      if (!connection) throw new BusOfflineError(topic);
      const close = inbox.holdOpen();
      try {
        await connection.publish(topic, payload, { qos, retain });
      } finally {
        close();
      }
    },
    async subscribe(filter, handler) {
      if (!isTopicFilter(filter)) throw new InvariantError(`Not a topic filter: ${filter}`);
      const handlers = filters.get(filter) ?? new Set();
      filters.set(filter, handlers.add(handler));
      if (connection && (await ask(connection, [filter])).length > 0) tell({ kind: 'denied', filter });
      return () => {
        handlers.delete(handler);
        if (handlers.size > 0 || filters.get(filter) !== handlers) return;
        filters.delete(filter);
        connection?.unsubscribe(filter);
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
      const stopping = new AbortController();
      const running = keepConnected(stopping.signal);
      return async () => {
        stopping.abort(new Error('stopped'));
        await running;
        await inbox.clear();
        change({ kind: 'disconnected', reason: 'stopped' });
      };
    },
  };
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function asBytes(payload: string | Uint8Array): Uint8Array {
  return typeof payload === 'string' ? Buffer.from(payload, 'utf8') : payload;
}
