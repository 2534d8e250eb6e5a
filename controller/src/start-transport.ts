import type { BrokerStatus } from '@loa/shared/api/broker';
import { sha256Hex } from '@loa/shared/jcs';
import { createMqttBus } from '@loa/shared/node/mqtt-bus';
import type { Bus } from '@loa/shared/ports/bus';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { MAX_DOWN_BYTES } from '@loa/shared/topics';
import { type Broker, createBroker } from './broker/broker.js';
import type { Upgrade } from './broker/websocket.js';
import type { ControllerConfig } from './config.js';
import { areasOfBox } from './db/box-areas.js';
import { boxOfToken } from './db/box-tokens.js';
import type { Db } from './db/database.js';
import { enrolledIds } from './db/enrolled-boxes.js';
import type { Shown } from './http/server.js';
import type { BoxesMqtt } from './start-boxes-door.js';

export interface Transport {
  /** Not started yet. */
  bus: Bus;
  /** What boxes are told to connect to. */
  mqttUrl: string;
  disconnectBox(boxId: string): void;
  /** Takes requests for MQTT over WebSocket; null where the broker is not ours. */
  upgrade: Upgrade | null;
  /** Boxes that connect from now on are shown another certificate. */
  show(shown: Shown): void;
  status(): BrokerStatus;
  stop(): Promise<void>;
}

interface TransportPorts {
  mqtt: ControllerConfig['mqtt'];
  /** How many proxies stand before the HTTP ports. */
  proxies: number;
  /** The embedded broker's listener for boxes, where they speak TLS. */
  boxes: BoxesMqtt | null;
  db: Db;
  clock: Clock;
  random: Random;
  log: Logger;
}

/** Whoever ended a box's access, and by whatever way: its connection ends within this, milliseconds. */
const SWEEP_MS = 30_000;
/** What the controller calls itself at an external broker, before some random letters. */
export const CLIENT_ID_PREFIX = 'loa-controller-';

/** The way to the boxes: the embedded broker, started, or an external one. Both are reached through the same bus. */
export async function openTransport(ports: TransportPorts): Promise<Transport> {
  return ports.mqtt.kind === 'embedded' ? openEmbedded(ports, ports.mqtt) : openExternal(ports, ports.mqtt);
}

async function openEmbedded(
  { boxes, db, clock, random, log, proxies }: TransportPorts,
  { host, port, publicUrl }: Extract<ControllerConfig['mqtt'], { kind: 'embedded' }>,
): Promise<Transport> {
  const broker = createBroker({
    ...{ host, port, clock, random, log: log.child({ part: 'broker' }) },
    tls: boxes ?? undefined,
    async authenticate(_clientId, _username, password) {
      const boxId = await boxOfToken(db, sha256Hex(password), clock.now());
      return boxId === null ? null : { kind: 'box', boxId };
    },
    areaChainOf: (boxId) => areasOfBox(db, boxId),
    addressOf: ({ headers, socket }) =>
      forwardedFor(headers['x-forwarded-for'], proxies) ?? socket.remoteAddress ?? '',
  });
  const running = await broker.start();
  const stopSweeping = sweepRevoked({ broker, db, clock, log });
  const { clientId, username, password } = broker.controller;
  const url = `mqtt://${reachable(host)}:${running.port}`;
  const bus = createMqttBus({
    ...{ url, clientId, clock, random, log: log.child({ part: 'bus' }), maxPayloadBytes: MAX_DOWN_BYTES },
    credentials: async () => ({ username, password }),
  });
  const plainUrl = `mqtt://${host.includes(':') ? `[${host}]` : host}:${running.port}`;
  return {
    bus,
    mqttUrl: publicUrl ?? (boxes ? `mqtts://${boxes.name}:${running.tlsPort}` : plainUrl),
    disconnectBox: (boxId) => broker.disconnect(boxId),
    upgrade: running.upgrade,
    show: running.show,
    status: () => ({ kind: 'embedded', connectedBoxes: broker.connectedBoxes().length, ...broker.counts() }),
    async stop() {
      stopSweeping();
      await running.stop();
    },
  };
}

function openExternal(
  { clock, random, log }: TransportPorts,
  { url, username, password, publicUrl }: Extract<ControllerConfig['mqtt'], { kind: 'external' }>,
): Transport {
  const clientId = `${CLIENT_ID_PREFIX}${Buffer.from(random.bytes(6)).toString('hex')}`;
  const bus = createMqttBus({
    ...{ url, clientId, clock, random, log: log.child({ part: 'bus' }), maxPayloadBytes: MAX_DOWN_BYTES },
    credentials: async () => ({ username, password }),
  });
  return {
    bus,
    mqttUrl: publicUrl,
    // It hears of it when it next asks, or when its files are next written.
    disconnectBox: (boxId) => log.warn({ boxId }, 'An external broker may keep the connection of this box.'),
    upgrade: null,
    show: () => {},
    status: () => ({ kind: 'external' }),
    stop: async () => {},
  };
}

/** Another process over the same database may have revoked a box: a second controller, or a command. */
function sweepRevoked({
  broker,
  db,
  clock,
  log,
}: {
  broker: Broker;
  db: Db;
  clock: Clock;
  log: Logger;
}): () => void {
  let stopped = false;
  let cancel = () => {};
  const sweep = async () => {
    const enrolled = await enrolledIds(db);
    for (const boxId of broker.connectedBoxes()) {
      if (stopped || enrolled.has(boxId)) continue;
      log.warn({ boxId }, 'A box that is no longer enrolled was cut off');
      broker.disconnect(boxId);
    }
  };
  const later = () => {
    cancel = clock.after(SWEEP_MS, () => {
      sweep()
        .catch((error: unknown) => log.error({ error: String(error) }, 'Could not look for revoked boxes'))
        .finally(() => {
          if (!stopped) later();
        });
    });
  };
  later();
  return () => {
    stopped = true;
    cancel();
  };
}

/** The address that the outermost of our own proxies saw; what stands before it was written by anybody. */
function forwardedFor(header: string | string[] | undefined, proxies: number): string | undefined {
  if (proxies === 0 || header === undefined) return undefined;
  const hops = (Array.isArray(header) ? header.join(',') : header).split(',').map((hop) => hop.trim());
  return hops.at(-proxies) ?? hops[0];
}

/** Where this process reaches what it listens on. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
