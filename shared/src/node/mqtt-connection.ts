import { connect as connectSocket, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { connect, type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt';
import mqttPacket from 'mqtt-packet';
import { BusOfflineError } from '../errors.js';
import { createLengthGuard } from '../mqtt-length-guard.js';
import type { Clock } from '../ports/clock.js';

export interface MqttWill {
  topic: string;
  payload: Uint8Array;
  retain: boolean;
}

/** Whom to believe over mqtts:// and wss://, in place of the authorities that the system knows. */
export interface MqttTls {
  /**
   * The authorities (PEM), one of which must have certified the broker, under whatever name. A list is looked at anew for
   * every connection.
   */
  ca: string | string[];
}

export interface MqttConnectionSettings {
  url: string;
  clientId: string;
  username: string;
  password: string;
  will: MqttWill | undefined;
  keepaliveSeconds: number;
  /** How often a ping is sent, asked after every answer to one; no rarer than `keepaliveSeconds`, which is the default. */
  pingSeconds?: (() => number) | undefined;
  maxPayloadBytes: number;
  tls?: MqttTls | undefined;
  /** Told of the socket beneath, to count its bytes. */
  onSocket?: ((socket: Socket) => void) | undefined;
  clock: Clock;
  /** `accepted` acknowledges the message to the broker and lets the next one in. */
  onMessage(packet: IPublishPacket, accepted: () => void): void;
}

/** One connection from CONNACK to its end; it never reconnects. */
export interface MqttConnection {
  publish(topic: string, payload: Uint8Array, options: { qos: 0 | 1; retain: boolean }): Promise<void>;
  /** Resolves with the filters that the broker refused. */
  subscribe(filters: readonly string[]): Promise<string[]>;
  unsubscribe(filter: string): void;
  /** Resolves with the reason once the connection is gone; never rejects. */
  closed: Promise<string>;
  /** When the broker was last heard (monotonic, ms). */
  heardAt(): number;
  /** Says DISCONNECT, so that no will is published, and closes. */
  end(): Promise<void>;
}

/** A broker that has not answered CONNECT by then is not there, milliseconds. */
const CONNECT_TIMEOUT_MS = 20_000;
/** A broker that does not answer SUBSCRIBE by then is not working, milliseconds. */
const SUBSCRIBE_TIMEOUT_MS = 20_000;
/** How long the end waits for outstanding acknowledgements and for the socket, milliseconds. */
const END_PATIENCE_MS = 2_000;
/** Fixed header, topic and packet id beside the payload, bytes, at most. */
const PACKET_OVERHEAD_BYTES = 1_024;
const REFUSED = 128;

/** Connects once. Rejects when the broker cannot be reached or refuses, or when `signal` aborts. */
export function openMqttConnection(
  settings: MqttConnectionSettings,
  signal: AbortSignal,
): Promise<MqttConnection> {
  // The table of cached numbers costs 15 MB, a quarter of what a box's process may take.
  mqttPacket.writeToStream.cacheNumbers = false;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const client = startClient(settings);
    let reason = 'the connection was closed';
    const abort = () => client.end(true);
    signal.addEventListener('abort', abort, { once: true });
    const closed = new Promise<string>((gone) => {
      client.once('close', () => {
        signal.removeEventListener('abort', abort);
        gone(reason);
        reject(new Error(reason));
      });
    });
    const fail = (error: Error) => {
      reason = error.message || error.name;
      client.end(true);
    };
    client.on('error', fail);
    const guard = createLengthGuard(() => settings.maxPayloadBytes + PACKET_OVERHEAD_BYTES);
    client.stream.on('data', (chunk: Uint8Array) => {
      if (!guard(chunk)) fail(new Error('the broker announced a packet that is too large'));
    });
    client.once('connect', () => {
      // From here on the owner ends it, in order.
      signal.removeEventListener('abort', abort);
      resolve(createConnection(client, closed, settings));
    });
  });
}

function startClient(settings: MqttConnectionSettings): MqttClient {
  const { will } = settings;
  const client = connect(settings.url, {
    protocolVersion: 4,
    clean: true,
    clientId: settings.clientId,
    username: settings.username,
    password: settings.password,
    keepalive: settings.keepaliveSeconds,
    connectTimeout: CONNECT_TIMEOUT_MS,
    // The bus reconnects by itself, with fresh credentials each time.
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    timerVariant: 'native',
    ...secured(settings),
    // A peer that only receives would otherwise say nothing, and be dropped as dead.
    reschedulePings: false,
    ...(will
      ? { will: { topic: will.topic, payload: asBuffer(will.payload), qos: 1, retain: will.retain } }
      : {}),
  });
  if (settings.url.startsWith('mqtt://') && 'bytesRead' in client.stream)
    settings.onSocket?.(client.stream as Socket);
  client.handleMessage = (packet, done) => settings.onMessage(packet, () => done());
  return client;
}

function secured({
  url,
  tls,
  onSocket,
}: MqttConnectionSettings): Partial<IClientOptions> & { socket?: Socket } {
  const pinned = tls ? { ca: tls.ca, checkServerIdentity: () => undefined } : {};
  if (/^wss?:/.test(url)) return { wsOptions: overWebSocket(url, pinned, onSocket) };
  if (!url.startsWith('mqtts:') || !onSocket) return pinned;
  // Beneath TLS, for only there the bytes can be counted that a SIM is charged for.
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = connectSocket({ host, port: Number(port || 8883) });
  onSocket(socket);
  return { ...pinned, socket };
}

/** Nothing is compressed, for documents are already; bytes are counted beneath TLS, as above. */
function overWebSocket(
  url: string,
  pinned: ConnectionOptions,
  onSocket: ((socket: Socket) => void) | undefined,
): NonNullable<IClientOptions['wsOptions']> {
  const { protocol, hostname, port } = new URL(url);
  const secure = protocol === 'wss:';
  const host = hostname.replace(/^\[|\]$/g, '');
  return {
    perMessageDeflate: false,
    createConnection() {
      const socket = connectSocket({ host, port: Number(port || (secure ? 443 : 80)) });
      onSocket?.(socket);
      if (!secure) return socket;
      return connectTls({ ...pinned, socket, ...(isIP(host) === 0 ? { servername: host } : {}) });
    },
  };
}

/** The broker was told the longest pace in CONNECT; what is sent oftener needs no word to it. */
function followPace(client: MqttClient, { keepaliveSeconds, pingSeconds }: MqttConnectionSettings): void {
  let pace = keepaliveSeconds;
  const follow = () => {
    const wanted = Math.min(keepaliveSeconds, pingSeconds?.() ?? keepaliveSeconds);
    if (wanted !== pace) client.keepaliveManager.setKeepalive(wanted);
    pace = wanted;
  };
  follow();
  client.on('packetreceive', ({ cmd }) => cmd === 'pingresp' && follow());
}

function createConnection(
  client: MqttClient,
  closed: Promise<string>,
  settings: MqttConnectionSettings,
): MqttConnection {
  const { clock } = settings;
  const inflight = new Map<() => void, Promise<void>>();
  let gone = false;
  let heardAt = clock.monotonic();
  client.on('packetreceive', () => {
    heardAt = clock.monotonic();
  });
  followPace(client, settings);
  // MQTT.js would keep them for a reconnection that never comes.
  void closed.then(() => {
    gone = true;
    for (const lose of [...inflight.keys()]) lose();
  });

  return {
    publish(topic, payload, { qos, retain }) {
      if (gone) return Promise.reject(new BusOfflineError(topic));
      let lose = () => {};
      const outcome = new Promise<void>((resolve, reject) => {
        lose = () => reject(new BusOfflineError(topic));
        client.publish(topic, asBuffer(payload), { qos, retain }, (error) => {
          if (error) lose();
          else resolve();
        });
      }).finally(() => inflight.delete(lose));
      inflight.set(lose, outcome);
      return outcome;
    },
    subscribe(filters) {
      return new Promise((resolve) => {
        const cancel = clock.after(SUBSCRIBE_TIMEOUT_MS, () => client.stream.destroy());
        const answer = (refused: string[]) => {
          cancel();
          resolve(refused);
        };
        // Lost with the connection, it is asked for again on the next one.
        void closed.then(() => answer([]));
        client.subscribe([...filters], { qos: 1 }, (_error, _subscriptions, packet) => {
          const granted = packet?.granted ?? [];
          answer(filters.filter((_, index) => granted[index] === REFUSED));
        });
      });
    },
    unsubscribe(filter) {
      if (!gone) client.unsubscribe(filter, () => {});
    },
    closed,
    heardAt: () => heardAt,
    async end() {
      if (gone) return;
      await within(clock, Promise.allSettled([...inflight.values()]));
      client.end(false);
      await within(clock, closed);
      if (!gone) client.stream.destroy();
      await closed;
    },
  };
}

/** Waits for `event`, but not for ever. */
async function within(clock: Clock, event: Promise<unknown>): Promise<void> {
  let cancel = () => {};
  const timeout = new Promise<void>((resolve) => {
    cancel = clock.after(END_PATIENCE_MS, resolve);
  });
  await Promise.race([event, timeout]);
  cancel();
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
