import { sha256Hex } from '@loa/shared/jcs';
import { createMqttBus } from '@loa/shared/node/mqtt-bus';
import type { Bus } from '@loa/shared/ports/bus';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { MAX_DOWN_BYTES } from '@loa/shared/topics';
import { createBroker } from './broker/broker.js';
import type { ControllerConfig } from './config.js';
import { areasOfBox } from './db/box-areas.js';
import { boxOfToken } from './db/box-tokens.js';
import type { Db } from './db/database.js';
import type { BoxesMqtt } from './start-boxes-door.js';

export interface Transport {
  /** Not started yet. */
  bus: Bus;
  /** What boxes are told to connect to. */
  mqttUrl: string;
  disconnectBox(boxId: string): void;
  stop(): Promise<void>;
}

interface TransportPorts {
  mqtt: ControllerConfig['mqtt'];
  /** The embedded broker's listener for boxes, where they speak TLS. */
  boxes: BoxesMqtt | null;
  db: Db;
  clock: Clock;
  random: Random;
  log: Logger;
}

/** The way to the boxes: the embedded broker, started, or an external one. Both are reached through the same bus. */
export async function openTransport(ports: TransportPorts): Promise<Transport> {
  return ports.mqtt.kind === 'embedded' ? openEmbedded(ports, ports.mqtt) : openExternal(ports, ports.mqtt);
}

async function openEmbedded(
  { boxes, db, clock, random, log }: TransportPorts,
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
  });
  const running = await broker.start();
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
    stop: () => running.stop(),
  };
}

function openExternal(
  { clock, random, log }: TransportPorts,
  { url, username, password, publicUrl }: Extract<ControllerConfig['mqtt'], { kind: 'external' }>,
): Transport {
  const clientId = `loa-controller-${Buffer.from(random.bytes(6)).toString('hex')}`;
  const bus = createMqttBus({
    ...{ url, clientId, clock, random, log: log.child({ part: 'bus' }), maxPayloadBytes: MAX_DOWN_BYTES },
    credentials: async () => ({ username, password }),
  });
  return {
    bus,
    mqttUrl: publicUrl,
    // An external broker asks for a token at every connection; who holds one is its matter.
    disconnectBox: (boxId) => log.warn({ boxId }, 'An external broker may keep the connection of this box.'),
    stop: async () => {},
  };
}

/** Where this process reaches what it listens on. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
