import type { EventEmitter } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { createLengthGuard } from '@loa/shared/mqtt-length-guard';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { Aedes, type AedesOptions, type Client } from 'aedes';
import { type Denial, type Identity, maySubscribe } from './acl.js';
import { createChainCache } from './chain-cache.js';
import { createDoor, type Door } from './door.js';
import { backlogLimit, packetLimit } from './packet-limits.js';
import { createQuarantine } from './quarantine.js';

export interface BrokerPorts {
  host: string;
  /** 0 for any free one. */
  port: number;
  /** A second listener, over TLS; certificate and key are PEM. */
  tls?: { host: string; port: number; certificate: string; key: string } | undefined;
  /** Who this is, or null. Asked for everyone but the controller itself. Rejecting means "come back later". */
  authenticate(clientId: string, username: string, password: string): Promise<Identity | null>;
  /** The areas a box lies in, from its village up. */
  areaChainOf(boxId: string): Promise<string[]>;
  onPresence?(presence: BoxPresence): void;
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
  /** Publishes refused so far, by reason. */
  quarantined(): Readonly<Record<Denial, number>>;
  connectedBoxes(): number;
}

export interface RunningBroker {
  port: number;
  /** Of the listener over TLS. */
  tlsPort: number | null;
  stop(): Promise<void>;
}

/** As many as may wait for `accept` when a province returns after a power cut. */
const LISTEN_BACKLOG = 4096;
const CONNECT_TIMEOUT_MS = 10_000;
/** A peer that takes no bytes for so long is gone. */
const DRAIN_TIMEOUT_MS = 10_000;
/** Both ends notice a dead link within 1.5 times this, seconds; a keepalive of 0 is refused. */
const KEEPALIVE_LIMIT_SECONDS = 120;

/** The embedded broker: it knows who connects and which topics are theirs, not what messages mean. */
export function createBroker(ports: BrokerPorts): Broker {
  const { log } = ports;
  const boxes = new Map<string, Client>();
  const quarantine = createQuarantine({ log });
  const chainOf = createChainCache<Client>(ports.areaChainOf, ports.clock);
  const door = createDoor({ ...ports, judgeWill: quarantine.judgeWill });

  const options: AedesOptions = {
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
      done(null);
    },
    authorizeSubscribe(client, subscription, done) {
      const identity = door.identityOf(client);
      const chain = identity?.kind === 'box' ? chainOf(client, identity.boxId) : Promise.resolve([]);
      void allowsFilter(identity, subscription.topic, chain, log).then((allowed) => {
        if (!allowed) log.warn({ clientId: client.id, filter: subscription.topic }, 'Subscription refused');
        done(null, allowed ? subscription : null);
      });
    },
    authorizeForward(client, packet) {
      const identity = door.identityOf(client);
      if (!identity) return null;
      const waiting = 'writableLength' in client.conn ? client.conn.writableLength : 0;
      if (waiting <= backlogLimit(identity)) return packet;
      log.warn({ clientId: client.id, waiting }, 'A peer takes nothing; dropping it');
      client.conn.destroy();
      return null;
    },
  };

  return {
    controller: door.controller,
    async start() {
      const aedes = await Aedes.createBroker(options);
      watch(aedes, door, boxes, ports);
      const sockets = new Set<Socket>();
      const servers: Server[] = [];
      const open = (server: Server) => {
        servers.push(server);
        return server;
      };
      const take = (socket: Socket) => {
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
        socket.setNoDelay(true);
        admit(aedes, door, socket, log);
      };
      try {
        const port = await listen(open(createServer(take)), ports);
        const tlsPort = ports.tls
          ? await listen(open(createTlsListener(ports.tls, take, log)), ports.tls)
          : null;
        for (const server of servers) {
          server.on('error', (error) =>
            log.error({ error: error.message }, 'The broker could not accept a peer'),
          );
        }
        return { port, tlsPort, stop: () => stop(servers, aedes, sockets) };
      } catch (error) {
        await stop(servers, aedes, sockets);
        throw error;
      }
    },
    disconnect(boxId) {
      door.bar(boxId);
      boxes.get(boxId)?.close();
    },
    quarantined: quarantine.counts,
    connectedBoxes: () => boxes.size,
  };
}

async function allowsFilter(
  identity: Identity | null,
  filter: string,
  areaChain: Promise<readonly string[]>,
  log: Logger,
): Promise<boolean> {
  try {
    const chain = await areaChain;
    return identity !== null && maySubscribe(identity, filter, chain).ok;
  } catch (error) {
    log.error({ filter, error: String(error) }, 'Could not tell which areas a box lies in');
    return false;
  }
}

/** Puts the size guard between the socket and the broker's parser, which would buffer whatever is announced. */
function admit(aedes: Aedes, door: Door, socket: Socket, log: Logger): void {
  const read = socket.read.bind(socket);
  const client = aedes.handle(socket);
  const guard = createLengthGuard(() => packetLimit(door.identityOf(client)));
  // Aedes reads paused, by `read(null)`; wrapping that costs a closure where a Duplex would cost 20 kB a box.
  socket.read = (size?: number): unknown => {
    const chunk: unknown = read(size);
    if (!(chunk instanceof Uint8Array) || guard(chunk)) return chunk;
    log.warn({ clientId: client.id, from: socket.remoteAddress }, 'A packet is too large; dropping the peer');
    socket.destroy();
    return null;
  };
}

function watch(aedes: Aedes, door: Door, boxes: Map<string, Client>, ports: BrokerPorts): void {
  const presence = (client: Client, connected: boolean) => {
    const identity = door.identityOf(client);
    if (identity?.kind !== 'box') return;
    const { boxId } = identity;
    if (connected) boxes.set(boxId, client);
    else if (boxes.get(boxId) === client) boxes.delete(boxId);
    ports.onPresence?.({ boxId, connected, at: ports.clock.now() });
  };
  aedes.on('client', (client) => {
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

/** A peer that fails to shake hands is told to the log alone; who has no certificate of ours to check is no box. */
function createTlsListener(
  { certificate, key }: { certificate: string; key: string },
  take: (socket: Socket) => void,
  log: Logger,
): Server {
  const options = {
    cert: certificate,
    key,
    minVersion: 'TLSv1.2',
    handshakeTimeout: CONNECT_TIMEOUT_MS,
  } as const;
  const server = createTlsServer(options, take);
  server.on('tlsClientError', (error) => log.debug({ error: error.message }, 'A TLS handshake failed'));
  return server;
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: LISTEN_BACKLOG }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

async function stop(servers: readonly Server[], aedes: Aedes, sockets: Set<Socket>): Promise<void> {
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
