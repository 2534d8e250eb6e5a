import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createMqttBus, PayloadTooLargeError } from '@loa/shared/node/mqtt-bus';
import type { Bus, BusStop } from '@loa/shared/ports/bus';
import mqttPacket, { type Packet } from 'mqtt-packet';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { collect, connected, stateOf } from '../../support/bus-probe.js';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';

/** A broker that a test writes by hand. */
type Script = (packet: Packet, socket: Socket) => void;

let server: Server;
let port: number;
let script: Script;
let clock: FakeClock;
let passwords: string[];
const sockets: Socket[] = [];
const stops: BusStop[] = [];

const say = (socket: Socket, packet: Packet) => socket.write(mqttPacket.generate(packet));
const accept: Script = (packet, socket) => {
  if (packet.cmd === 'connect') say(socket, { cmd: 'connack', returnCode: 0, sessionPresent: false });
  if (packet.cmd === 'subscribe') {
    say(socket, {
      cmd: 'suback',
      messageId: packet.messageId ?? 0,
      granted: packet.subscriptions.map(() => 1),
    });
  }
};

beforeEach(async () => {
  script = accept;
  clock = createFakeClock();
  passwords = [];
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    const parser = mqttPacket.parser();
    parser.on('packet', (packet) => {
      if (packet.cmd === 'connect') passwords.push(packet.password?.toString() ?? '');
      script(packet, socket);
    });
    socket.on('data', (chunk) => parser.parse(chunk));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
});

function settings() {
  let asked = 0;
  return {
    url: `mqtt://127.0.0.1:${port}`,
    clientId: 'box_aaa',
    credentials: async () => ({ username: 'box_aaa', password: `token ${++asked}` }),
    clock,
    random: createSeededRandom(1),
    log: silentLogger,
    maxPayloadBytes: 10_000,
  };
}

const createBus = (): Bus => createMqttBus(settings());

const lost = (bus: Bus) => stateOf(bus, (s) => s.kind === 'disconnected' && s.reason !== 'not started');

it('asks for fresh credentials at every attempt, waiting longer after each refusal', async () => {
  script = (packet, socket) => {
    if (packet.cmd === 'connect') say(socket, { cmd: 'connack', returnCode: 4, sessionPresent: false });
  };
  const bus = createBus();
  stops.push(await bus.start());
  expect(await lost(bus)).toMatchObject({ reason: expect.stringContaining('Connection refused') });
  await clock.advance(400);
  expect(passwords).toEqual(['token 1']);
  script = accept;
  await clock.advance(1_200);
  await connected(bus);
  expect(passwords).toEqual(['token 1', 'token 2']);
});

it('goes on trying while no credentials are to be had', async () => {
  let asked = 0;
  const bus = createMqttBus({
    url: `mqtt://127.0.0.1:${port}`,
    clientId: 'box_aaa',
    credentials: async () => {
      asked += 1;
      if (asked < 3) throw new Error('no token yet');
      return { username: 'box_aaa', password: 'x' };
    },
    clock,
    random: createSeededRandom(1),
    log: silentLogger,
    maxPayloadBytes: 10_000,
  });
  stops.push(await bus.start());
  expect(await lost(bus)).toMatchObject({ reason: 'no token yet' });
  await clock.advance(10_000);
  await connected(bus);
});

it('stops at once while the broker does not answer CONNECT', async () => {
  const heard = new Promise<void>((resolve) => {
    script = () => resolve();
  });
  const bus = createBus();
  const stop = await bus.start();
  await heard;
  await stop();
});

it('says DISCONNECT when it is stopped', async () => {
  const said: string[] = [];
  script = (packet, socket) => {
    said.push(packet.cmd);
    accept(packet, socket);
  };
  const bus = createBus();
  const stop = await bus.start();
  await connected(bus);
  const socket = sockets[0];
  await Promise.all([stop(), socket && once(socket, 'close')]);
  expect(said).toEqual(['connect', 'disconnect']);
});

it('drops a broker that announces a packet above the limit, and survives it', async () => {
  const bus = createBus();
  stops.push(await bus.start());
  await connected(bus);
  sockets[0]?.write(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f, 0, 1, 0x61]));
  expect(await lost(bus)).toMatchObject({ reason: expect.stringContaining('too large') });
});

it('publishes nothing above its own limit', async () => {
  const bus = createBus();
  await expect(bus.publish('t', new Uint8Array(10_001))).rejects.toThrow(PayloadTooLargeError);
});

it('reconnects when the broker never answers a subscription', async () => {
  script = (packet, socket) => {
    if (packet.cmd === 'connect') accept(packet, socket);
  };
  const bus = createBus();
  await collect(bus, 'loa/v1/box/box_aaa/down/plan');
  stops.push(await bus.start());
  while (passwords.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const closed = sockets[0] && once(sockets[0], 'close');
  while (clock.pending() === 0) await new Promise((resolve) => setImmediate(resolve));
  await clock.advance(21_000);
  await closed;
  script = accept;
  while (clock.pending() === 0) await new Promise((resolve) => setImmediate(resolve));
  await clock.advance(2_000);
  await connected(bus);
});

it('pings at the pace that it is told, announces the longest, and tells how links end and come back', async () => {
  const told: string[] = [];
  const pings: number[] = [];
  let announced: number | undefined;
  let pace = 1;
  script = (packet, socket) => {
    accept(packet, socket);
    if (packet.cmd === 'connect') announced = packet.keepalive;
    if (packet.cmd !== 'pingreq') return;
    pings.push(pings.length);
    if (pings.length < 2) say(socket, { cmd: 'pingresp' });
    else socket.destroy();
  };
  const bus = createMqttBus({
    ...settings(),
    pace: {
      seconds: () => pace,
      lost: (quietMs) => told.push(`lost after ${Math.round(quietMs)} ms`),
      back: (tries) => told.push(`back at ${tries}`),
    },
  });
  stops.push(await bus.start());
  await connected(bus);
  expect(told).toEqual(['back at 1']);
  await clock.advance(1_234);
  await expect.poll(() => pings.length, { timeout: 5_000 }).toBe(2);
  await lost(bus);
  // The test's own clock stood still since the answer to the first ping.
  expect(told).toEqual(['back at 1', 'lost after 0 ms']);
  script = (packet, socket) => {
    if (packet.cmd === 'connect') say(socket, { cmd: 'connack', returnCode: 3, sessionPresent: false });
  };
  await clock.advance(2_000);
  await expect.poll(() => passwords.length).toBe(2);
  script = accept;
  pace = 60;
  while (clock.pending() === 0) await new Promise((resolve) => setImmediate(resolve));
  await clock.advance(5_000);
  await connected(bus);
  expect(told.at(-1)).toBe('back at 2');
  expect(announced).toBe(60);
});
