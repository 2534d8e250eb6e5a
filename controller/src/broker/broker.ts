import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Server as TlsServer } from 'node:tls';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { Aedes, type AedesOptions, type Client } from 'aedes';
import { type Identity, maySubscribe } from './acl.js';
import { type Admission, createAdmission } from './admission.js';
import { createChainCache } from './chain-cache.js';
import { type BrokerCounters, type BrokerCounts, createCounters } from './counters.js';
import { createDoor, type Door } from './door.js';
import { type BrokerLimits, backlogLimit, DEFAULT_LIMITS } from './limits.js';
import {
  createPlainListener,
  createTlsListener,
  type ListenerPorts,
  listen,
  type Shown,
  showAnother,
} from './listeners.js';
import { ownCopy } from './own-copy.js';
import { createQuarantine } from './quarantine.js';
import { createSparingLog } from './sparing-log.js';
import { createMqttUpgrade, type Upgrade } from './websocket.js';

export interface BrokerPorts {
  host: string;
  /** 0 for any free one. */
  port: number;
  /** A second listener, over TLS; certificate and key are PEM. */
  tls?: ({ host: string; port: number } & Shown) | undefined;
  /** Who this is, or null. Asked for everyone but the controller itself. Rejecting means "come back later". */
  authenticate(clientId: string, username: string, password: string): Promise<Identity | null>;
  /** The areas a box lies in, from its village up. */
  areaChainOf(boxId: string): Promise<string[]>;
  onPresence?(presence: BoxPresence): void;
  limits?: BrokerLimits;
  /** Who asks for a WebSocket, where a proxy stands in front (default: the peer itself). */
  addressOf?(request: IncomingMessage): string;
  random: Random;
  clock: Clock;
  log: Logger;
}

export interface BoxPresence {
  boxId: string;
  connected: boolean;
  at: number;
}

export interface Broker {
  /** What the controller's own bus connects with; the password is new at every start of the process. */
  readonly controller: { clientId: string; username: string; password: string };
  start(): Promise<RunningBroker>;
  /** Drops a box at once: its token was withdrawn, or it was moved to another area. Its will is published. */
  disconnect(boxId: string): void;
  /** What was refused or put off so far. */
  counts(): BrokerCounts;
  connectedBoxes(): string[];
}

export interface RunningBroker {
  port: number;
  /** Of the listener over TLS. */
  tlsPort: number | null;
  /** Takes requests for a WebSocket that an HTTP server hands over. */
  upgrade: Upgrade;
  /** From now on new connections over TLS are shown another certificate. */
  show(shown: Shown): void;
  stop(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** A peer that takes no bytes for so long is gone. */
const DRAIN_TIMEOUT_MS = 10_000;
/** Both ends notice a dead link within 1.5 times this, seconds; a keepalive of 0 is refused. */
const KEEPALIVE_LIMIT_SECONDS = 120;

/** The embedded broker: it knows who connects and which topics are theirs, not what messages mean. */
export function createBroker(ports: BrokerPorts): Broker {
  const limits = ports.limits ?? DEFAULT_LIMITS;
  const boxes = new Map<string, Client>();
  const counters = createCounters();
  const log = createSparingLog(ports);
  const quarantine = createQuarantine({ log, counters });
  const door = createDoor({ ...ports, log, counters, judgeWill: quarantine.judgeWill });
  const admission = createAdmission({ door, limits, counters, clock: ports.clock, log });
  const options = aedesOptions({ ...ports, log, counters, quarantine, door, admission });

  return {
    controller: door.controller,
    async start() {
      const aedes = await Aedes.createBroker(options);
      watch(aedes, { door, admission, boxes, ports });
      return openListeners(aedes, { admission, ports });
    },
    disconnect(boxId) {
      door.bar(boxId);
      boxes.get(boxId)?.close();
    },
    counts: counters.read,
    connectedBoxes: () => [...boxes.keys()],
  };
}

interface OptionsPorts {
  areaChainOf(boxId: string): Promise<string[]>;
  clock: Clock;
  log: Pick<Logger, 'warn'>;
  counters: BrokerCounters;
  quarantine: ReturnType<typeof createQuarantine>;
  door: Door;
  admission: Admission;
}

function aedesOptions({ door, quarantine, admission, counters, log, ...ports }: OptionsPorts): AedesOptions {
  const chainOf = createChainCache<Client>(ports.areaChainOf, ports.clock);
  return {
    // With a limit, one frozen subscriber would stall every topic.
    concurrency: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    drainTimeout: DRAIN_TIMEOUT_MS,
    keepaliveLimit: KEEPALIVE_LIMIT_SECONDS,
    maxTopicLevels: 8,
    // Nobody may use QoS 2; this bounds what trying costs.
    maxInflightInbound: 4,
    preConnect: door.preConnect,
    authenticate: door.authenticate,
    authorizePublish(client, packet, done) {
      // Only the broker itself publishes without a client: its own housekeeping.
      if (client) quarantine.judge(client.id, door.identityOf(client), packet);
      if (packet.retain) packet.payload = ownCopy(packet.payload);
      done(null);
    },
    authorizeSubscribe(client, subscription, done) {
      admission.chargeSubscription(client);
      const identity = door.identityOf(client);
      const chain = identity?.kind === 'box' ? chainOf(client, identity.boxId) : Promise.resolve([]);
      void allowsFilter(identity, subscription.topic, chain, log).then((allowed) => {
        if (!allowed) {
          counters.add('refusedSubscriptions');
          log.warn({ clientId: client.id, filter: subscription.topic.slice(0, 200) }, 'Subscription refused');
        }
        done(null, allowed ? subscription : null);
      });
    },
    authorizeForward(client, packet) {
      const identity = door.identityOf(client);
      if (!identity) return null;
      const waiting = 'writableLength' in client.conn ? client.conn.writableLength : 0;
      if (waiting <= backlogLimit(identity)) return packet;
      counters.add('slowPeers');
      log.warn({ clientId: client.id, waiting }, 'A peer takes nothing; dropping it');
      client.conn.destroy();
      return null;
    },
  };
}

async function allowsFilter(
  identity: Identity | null,
  filter: string,
  areaChain: Promise<readonly string[]>,
  log: Pick<Logger, 'warn'>,
): Promise<boolean> {
  try {
    const chain = await areaChain;
    return identity !== null && maySubscribe(identity, filter, chain).ok;
  } catch (error) {
    log.warn({ filter, error: String(error) }, 'Could not tell which areas a box lies in');
    return false;
  }
}

/** Opens all or nothing. */
async function openListeners(
  aedes: Aedes,
  { admission, ports }: { admission: Admission; ports: BrokerPorts },
): Promise<RunningBroker> {
  const { tls, log } = ports;
  const sockets = new Set<Duplex>();
  const keep = (connection: Duplex) => {
    sockets.add(connection);
    connection.once('close', () => sockets.delete(connection));
  };
  const welcomes = (socket: Socket) => admission.welcomes(socket, socket.remoteAddress ?? '');
  const listening: ListenerPorts = {
    log,
    welcomes,
    take(socket, beneath) {
      keep(socket);
      socket.setNoDelay(true);
      admission.admit(aedes, socket, beneath);
    },
  };
  const plain = createPlainListener(listening);
  const secure: TlsServer | null = tls ? createTlsListener(tls, listening) : null;
  const servers: Server[] = secure ? [plain, secure] : [plain];
  const stopAll = () => stop(servers, aedes, sockets);
  try {
    const port = await listen(plain, ports);
    const tlsPort = secure && tls ? await listen(secure, tls) : null;
    for (const server of servers) {
      server.on('error', (error) =>
        log.error({ error: error.message }, 'The broker could not accept a peer'),
      );
    }
    return {
      port,
      tlsPort,
      upgrade: createMqttUpgrade({
        ...admission,
        addressOf: ports.addressOf ?? (({ socket }) => socket.remoteAddress ?? ''),
        take(connection, beneath) {
          keep(connection);
          admission.admit(aedes, connection, beneath);
        },
      }),
      show: (shown) => secure && showAnother(secure, shown),
      stop: stopAll,
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

interface Watched {
  door: Door;
  admission: Admission;
  boxes: Map<string, Client>;
  ports: BrokerPorts;
}

function watch(aedes: Aedes, { door, admission, boxes, ports }: Watched): void {
  const presence = (client: Client, connected: boolean) => {
    const identity = door.identityOf(client);
    if (identity?.kind !== 'box') return;
    const { boxId } = identity;
    if (connected) boxes.set(boxId, client);
    else if (boxes.get(boxId) === client) boxes.delete(boxId);
    ports.onPresence?.({ boxId, connected, at: ports.clock.now() });
  };
  aedes.on('client', (client) => {
    admission.signedIn(client);
    presence(client, true);
    if (door.isBarred(client)) client.close();
  });
  aedes.on('clientDisconnect', (client) => presence(client, false));
  const failed = (client: Client, error: Error) => {
    ports.log.debug({ clientId: client.id, error: error.message }, 'A connection failed');
  };
  // Without a listener an internal failure would end the process, and with it everything that plays.
  const emitter: EventEmitter = aedes;
  emitter.on('error', (error: Error) => {
    ports.log.error({ error: error.message }, 'The broker failed internally');
  });
  aedes.on('clientError', failed);
  aedes.on('connectionError', failed);
}

async function stop(servers: readonly Server[], aedes: Aedes, sockets: Set<Duplex>): Promise<void> {
  const closed = servers.map(
    (server) =>
      new Promise<void>((resolve) => {
        // One that never listened says so here, and is closed all the same.
        server.close(() => resolve());
      }),
  );
  await closeAedes(aedes);
  // Those who had not said CONNECT yet are not the broker's clients.
  for (const socket of sockets) socket.destroy();
  await Promise.all(closed);
}

function closeAedes(aedes: Aedes): Promise<void> {
  return new Promise((resolve) => aedes.close(() => resolve()));
}
