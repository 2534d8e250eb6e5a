import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMqttBus } from '@loa/shared/node/mqtt-bus';
import { systemClock } from '@loa/shared/node/system-clock';
import type { Bus } from '@loa/shared/ports/bus';
import { controllerFilters, topics } from '@loa/shared/topics';
import { generate } from 'mqtt-packet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Broker, createBroker, type RunningBroker } from '../../../controller/src/broker/broker.js';
import { openHttpDoor } from '../../../controller/src/http/server.js';
import { derOf, loadBoxesTls } from '../../../controller/src/trust/boxes-tls.js';
import { pemOf } from '../../../edge-agent/src/tls-trust.js';
import { bytes, collect, connected, says } from '../../support/bus-probe.js';
import { connectPacket, publishPacket } from '../../support/raw-mqtt.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';

let broker: Broker;
let running: RunningBroker;
let server: Server;
let url: string;
const stops: (() => unknown)[] = [];

beforeEach(async () => {
  broker = createBroker({
    ...{ host: '127.0.0.1', port: 0, clock: systemClock, log: silentLogger, random: createSeededRandom(3) },
    authenticate: async (_clientId, username, password) =>
      password === `token of ${username}` ? { kind: 'box', boxId: username } : null,
    areaChainOf: async () => [],
  });
  running = await broker.start();
  server = createServer((_request, response) => response.end('a page'));
  server.on('upgrade', running.upgrade);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `ws://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  await running.stop();
  server.closeAllConnections();
  server.close();
});

async function boxBus(
  at: string,
  options: { ca?: string; onSocket?: (socket: Socket) => void } = {},
): Promise<Bus> {
  const bus = createMqttBus({
    ...{ url: at, clientId: 'box_aaa', clock: systemClock, random: createSeededRandom(4) },
    ...{ log: silentLogger, maxPayloadBytes: 1_100_000 },
    credentials: async () => ({ username: 'box_aaa', password: 'token of box_aaa' }),
    ...(options.ca === undefined ? {} : { tls: { ca: options.ca } }),
    onSocket: options.onSocket,
  });
  stops.push(await bus.start());
  await connected(bus);
  return bus;
}

async function controllerBus(): Promise<Bus> {
  const { clientId, ...credentials } = broker.controller;
  const bus = createMqttBus({
    ...{ url: `mqtt://127.0.0.1:${running.port}`, clientId, clock: systemClock, log: silentLogger },
    ...{ random: createSeededRandom(5), maxPayloadBytes: 1_100_000, credentials: async () => credentials },
  });
  stops.push(await bus.start());
  await connected(bus);
  return bus;
}

describe('a box whose network lets nothing out but HTTPS', () => {
  it('hears its plan and reports over a WebSocket, and its bytes are counted', async () => {
    const sockets: Socket[] = [];
    const box = await boxBus(`${url}/mqtt`, { onSocket: (socket) => sockets.push(socket) });
    const controller = await controllerBus();
    const plans = await collect(box, topics.plan('box_aaa'));
    const reports = await collect(controller, controllerFilters.reports);
    const plan = new Uint8Array(1_000_000).fill(7);
    await controller.publish(topics.plan('box_aaa'), plan, { retain: true });
    await box.publish(topics.report('box_aaa'), bytes('heard it'));
    await reports.until(says('heard it'));
    expect((await plans.until(() => true)).payload.byteLength).toBe(1_000_000);
    expect(broker.connectedBoxes()).toHaveLength(1);
    expect(sockets[0]?.bytesRead).toBeGreaterThan(1_000_000);
  });

  it('does so over TLS, believing the authority that it pinned under any name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'loa-ws-'));
    stops.push(() => rmSync(folder, { recursive: true }));
    const tls = await loadBoxesTls(folder, ['loa.example.vn']);
    const door = await openHttpDoor({ host: '127.0.0.1', port: 0, tls });
    stops.push(() => door.close());
    door.upgrade(running.upgrade);
    const ca = pemOf(derOf(tls.authority)) ?? '';
    const sockets: Socket[] = [];
    await boxBus(`wss://127.0.0.1:${door.port}/mqtt`, { ca, onSocket: (socket) => sockets.push(socket) });
    expect(broker.connectedBoxes()).toHaveLength(1);
    expect(sockets[0]?.bytesRead).toBeGreaterThan(500);
  });

  it('is cut off like any other when it is revoked', async () => {
    const box = await boxBus(`${url}/mqtt`);
    const gone = new Promise<void>((resolve) => {
      box.onState(({ kind }) => kind === 'disconnected' && resolve());
    });
    broker.disconnect('box_aaa');
    await gone;
    expect(broker.connectedBoxes()).toHaveLength(0);
  });
});

describe('who is turned away', () => {
  const open = (path: string, protocols: string[], headers = {}) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(`${url}${path}`, protocols, { headers });
      stops.push(() => socket.terminate());
      socket.on('open', () => resolve('open'));
      socket.on('error', ({ message }) => resolve(message));
    });

  it.each<[string, string, string[], Record<string, string>]>([
    ['another path', '/api/events', ['mqtt'], {}],
    ['another protocol', '/mqtt', ['chat'], {}],
    ['a page in somebody’s browser', '/mqtt', ['mqtt'], { Origin: 'https://evil.example' }],
  ])('%s', async (_name, path, protocols, headers) => {
    expect(await open(path, protocols, headers)).toMatch(/Unexpected server response: 40/);
  });

  async function openSocket(): Promise<WebSocket> {
    const socket = new WebSocket(`${url}/mqtt`, ['mqtt']);
    stops.push(() => socket.terminate());
    socket.on('error', () => {});
    await once(socket, 'open');
    return socket;
  }

  it('a stranger who sends a large frame, before it is whole', async () => {
    const socket = await openSocket();
    socket.send(Buffer.alloc(200_000));
    await once(socket, 'close');
    expect(broker.connectedBoxes()).toHaveLength(0);
  });

  it('a box that announces a packet which is too large', async () => {
    const socket = await openSocket();
    socket.send(
      generate(connectPacket({ clientId: 'box_aaa', username: 'box_aaa', password: 'token of box_aaa' })),
    );
    await once(socket, 'message');
    socket.send(generate(publishPacket(topics.report('box_aaa'), new Uint8Array(70_000))));
    await once(socket, 'close');
    expect(broker.counts().tooLarge).toBe(1);
  });
});
