import { createMqttBus } from '@loa/shared/node/mqtt-bus';
import { systemClock } from '@loa/shared/node/system-clock';
import type { Bus, BusStop } from '@loa/shared/ports/bus';
import { controllerFilters, topics } from '@loa/shared/topics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type BoxPresence,
  type Broker,
  type BrokerPorts,
  createBroker,
  type RunningBroker,
} from '../../../controller/src/broker/broker.js';
import { DEFAULT_LIMITS, PRE_AUTH_BYTES } from '../../../controller/src/broker/limits.js';
import { bytes, type Collected, collect, connected, says } from '../../support/bus-probe.js';
import {
  connectPacket,
  openRawMqtt,
  publishPacket,
  type RawLogin,
  type RawMqtt,
} from '../../support/raw-mqtt.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';

let broker: Broker;
let running: RunningBroker;
let presence: BoxPresence[];
let areas: () => Promise<string[]>;
let check: () => Promise<boolean>;
const revoked = new Set<string>();
const peers: RawMqtt[] = [];
const stops: BusStop[] = [];

beforeEach(async () => {
  presence = [];
  revoked.clear();
  areas = async () => ['area_village'];
  check = async () => true;
  broker = create();
  running = await broker.start();
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  for (const peer of peers.splice(0)) peer.destroy();
  await running.stop();
});

function create(options: Partial<BrokerPorts> = {}): Broker {
  return createBroker({
    host: '127.0.0.1',
    port: 0,
    authenticate: async (_clientId, username, password) => {
      if (username === 'box_broken_database') throw new Error('the database is away');
      return (await check()) && password === `token of ${username}` && !revoked.has(username)
        ? { kind: 'box', boxId: username }
        : null;
    },
    areaChainOf: () => areas(),
    onPresence: (one) => presence.push(one),
    random: createSeededRandom(3),
    clock: systemClock,
    log: silentLogger,
    ...options,
  });
}

async function raw(): Promise<RawMqtt> {
  const peer = await openRawMqtt(running.port);
  peers.push(peer);
  return peer;
}

/** The peer and the return code of its CONNACK. */
async function knock(login: RawLogin): Promise<[RawMqtt, number | undefined]> {
  const peer = await raw();
  peer.send(connectPacket(login));
  const answer = await peer.next();
  return [peer, answer.cmd === 'connack' ? answer.returnCode : undefined];
}

const login = (as: Partial<RawLogin> & { clientId: string }) =>
  knock({ username: as.clientId, password: `token of ${as.clientId}`, ...as });

async function controllerBus(): Promise<Bus> {
  const { clientId, ...credentials } = broker.controller;
  const bus = createMqttBus({
    url: `mqtt://127.0.0.1:${running.port}`,
    clientId,
    credentials: async () => credentials,
    clock: systemClock,
    random: createSeededRandom(4),
    log: silentLogger,
    maxPayloadBytes: 1024 * 1024,
  });
  stops.push(await bus.start());
  await connected(bus);
  return bus;
}

const ending = (collected: Collected, text: string) => collected.until(says(text));

describe('the door', () => {
  it.each<[string, RawLogin, number]>([
    ['a box with its token', { clientId: 'box_aaa', username: 'box_aaa', password: 'token of box_aaa' }, 0],
    ['a wrong token', { clientId: 'box_aaa', username: 'box_aaa', password: 'token of box_bbb' }, 4],
    ['no credentials at all', { clientId: 'box_aaa' }, 4],
    ["another's client id", { clientId: 'box_aaa', username: 'box_bbb', password: 'token of box_bbb' }, 4],
    ['an invented client id', { clientId: 'box_bbb2', username: 'box_bbb', password: 'token of box_bbb' }, 4],
    ['an empty client id', { clientId: '', username: 'box_bbb', password: 'token of box_bbb' }, 4],
    ["the controller's name", { clientId: '$controller', username: '$controller', password: 'guess' }, 4],
    [
      "the controller's client id",
      { clientId: '$controller', username: 'box_bbb', password: 'token of box_bbb' },
      4,
    ],
    [
      'an unreachable database',
      { clientId: 'box_broken_database', username: 'box_broken_database', password: 'x' },
      3,
    ],
    [
      'a peer that would never be missed (keepalive 0)',
      { clientId: 'box_aaa', username: 'box_aaa', password: 'token of box_aaa', keepalive: 0 },
      6,
    ],
  ])('%s', async (_name, credentials, code) => {
    const [, returnCode] = await knock(credentials);
    expect(returnCode).toBe(code);
  });

  it('keeps a box connected while somebody without its token tries to take its client id', async () => {
    const [box] = await login({ clientId: 'box_aaa' });
    const [, code] = await login({ clientId: 'box_aaa', password: 'guess' });
    expect(code).toBe(4);
    box.send({ cmd: 'pingreq' });
    expect((await box.next()).cmd).toBe('pingresp');
    expect(broker.connectedBoxes()).toHaveLength(1);
  });

  it('lets the same box take over its own dead connection', async () => {
    const [old] = await login({ clientId: 'box_aaa' });
    const [, code] = await login({ clientId: 'box_aaa' });
    expect(code).toBe(0);
    await old.closed;
    expect(presence.map(({ connected: up }) => up)).toEqual([true, false, true]);
    expect(broker.connectedBoxes()).toHaveLength(1);
  });

  it.each([topics.status('box_bbb'), topics.plan('box_aaa'), topics.report('box_aaa'), 'a/#'])(
    'refuses a last will on %s',
    async (topic) => {
      const will = { topic, payload: Buffer.from('x'), qos: 1 as const, retain: true };
      expect((await login({ clientId: 'box_aaa', will }))[1]).toBe(4);
    },
  );
});

it('refuses a last will that is longer than one needs to be', async () => {
  const payload = Buffer.alloc(1_100);
  const will = { topic: topics.status('box_aaa'), payload, qos: 1 as const, retain: true };
  expect((await login({ clientId: 'box_aaa', will }))[1]).toBe(4);
  expect(broker.counts()).toMatchObject({ quarantined: { size: 1 }, refusedSignIns: 1 });
});

describe('the size guard', () => {
  it('drops a stranger who announces more than 4 kB, before the bytes come', async () => {
    const peer = await raw();
    peer.sendBytes(Buffer.from([0x10, 0x81, 0x20]));
    expect(0x01 + 0x20 * 128).toBeGreaterThan(PRE_AUTH_BYTES);
    await peer.closed;
  });

  it('drops a box that announces more than 64 kB, and its will is published', async () => {
    const statuses = await collect(await controllerBus(), controllerFilters.statuses);
    const will = {
      topic: topics.status('box_aaa'),
      payload: Buffer.from('gone'),
      qos: 1 as const,
      retain: true,
    };
    const [box] = await login({ clientId: 'box_aaa', will });
    box.send(publishPacket(topics.report('box_aaa'), new Uint8Array(70_000)));
    await box.closed;
    await ending(statuses, 'gone');
  });
});

describe('who is not followed', () => {
  it('quarantines and counts what a box may not publish, acknowledges it, and keeps the connection', async () => {
    const reports = await collect(await controllerBus(), controllerFilters.reports);
    const [box] = await login({ clientId: 'box_aaa' });
    box.send(publishPacket(topics.report('box_bbb'), 'forged', 1));
    expect(await box.next()).toMatchObject({ cmd: 'puback', messageId: 1 });
    box.send({ ...publishPacket(topics.report('box_aaa'), 'kept', 2), retain: true } as never);
    expect(await box.next()).toMatchObject({ cmd: 'puback', messageId: 2 });
    box.send(publishPacket(topics.report('box_aaa'), 'mine', 3));
    await ending(reports, 'mine');
    expect(reports.texts()).toEqual(['mine']);
    expect(broker.counts().quarantined).toEqual({ topic: 1, retain: 1, qos: 0, size: 0 });
  });

  it('sets aside a status that is too large to be kept for everybody', async () => {
    const statuses = await collect(await controllerBus(), controllerFilters.statuses);
    const [box] = await login({ clientId: 'box_aaa' });
    box.send(publishPacket(topics.status('box_aaa'), new Uint8Array(20_000), 1));
    box.send(publishPacket(topics.status('box_aaa'), 'short', 2));
    await ending(statuses, 'short');
    expect(statuses.texts()).toEqual(['short']);
    expect(broker.counts().quarantined.size).toBe(1);
  });

  it('refuses every filter that is not exactly theirs', async () => {
    const [box] = await login({ clientId: 'box_aaa' });
    const filters = [
      '#',
      'loa/v1/box/+/down/plan',
      topics.plan('box_bbb'),
      topics.plan('box_aaa'),
      topics.override('area_village'),
      topics.override('area_other'),
      '$SYS/#',
    ];
    box.send({
      cmd: 'subscribe',
      messageId: 9,
      subscriptions: filters.map((topic) => ({ topic, qos: 1 as const })),
    });
    expect(await box.next()).toMatchObject({ cmd: 'suback', granted: [128, 128, 128, 1, 1, 128, 128] });
  });

  it('refuses the areas, not the process, when the database cannot tell them', async () => {
    areas = () => Promise.reject(new Error('the database is away'));
    const [box] = await login({ clientId: 'box_aaa' });
    box.send({
      cmd: 'subscribe',
      messageId: 1,
      subscriptions: [{ topic: topics.override('area_village'), qos: 1 }],
    });
    expect(await box.next()).toMatchObject({ granted: [128] });
  });
});

describe('a revoked box', () => {
  it('is thrown out at once and does not come back', async () => {
    const statuses = await collect(await controllerBus(), controllerFilters.statuses);
    const will = {
      topic: topics.status('box_aaa'),
      payload: Buffer.from('gone'),
      qos: 1 as const,
      retain: true,
    };
    const [box] = await login({ clientId: 'box_aaa', will });
    revoked.add('box_aaa');
    broker.disconnect('box_aaa');
    await box.closed;
    await ending(statuses, 'gone');
    expect((await login({ clientId: 'box_aaa' }))[1]).toBe(4);
    expect(broker.connectedBoxes()).toHaveLength(0);
  });

  it('does not slip in while its token is being checked', async () => {
    const checking = new Promise<void>((begun) => {
      check = async () => {
        begun();
        await held;
        return true;
      };
    });
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const peer = await raw();
    peer.send(connectPacket({ clientId: 'box_aaa', username: 'box_aaa', password: 'token of box_aaa' }));
    await checking;
    broker.disconnect('box_aaa');
    letGo();
    await peer.closed;
    expect(broker.connectedBoxes()).toHaveLength(0);
  });
});

it('serves the others while one box takes nothing, and drops that one', async () => {
  const controller = await controllerBus();
  const [frozen] = await login({ clientId: 'box_aaa' });
  const [awake] = await login({ clientId: 'box_bbb' });
  for (const [peer, boxId] of [
    [frozen, 'box_aaa'],
    [awake, 'box_bbb'],
  ] as const) {
    peer.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: topics.plan(boxId), qos: 1 }] });
    await peer.next();
  }
  frozen.freeze();
  const plan = new Uint8Array(1_000_000).fill(1);
  for (let round = 0; round < 14; round++) {
    await controller.publish(topics.plan('box_aaa'), plan, { retain: true });
    await controller.publish(topics.plan('box_bbb'), bytes(`round ${round}`));
    expect(await awake.next()).toMatchObject({ payload: Buffer.from(`round ${round}`) });
  }
  expect(presence.at(-1)).toMatchObject({ boxId: 'box_aaa', connected: false });
  expect(broker.counts().slowPeers).toBeGreaterThan(0);
  // Back again it hears what is retained.
  await controller.publish(topics.plan('box_aaa'), bytes('the newest'), { retain: true });
  const [back] = await login({ clientId: 'box_aaa' });
  back.send({ cmd: 'subscribe', messageId: 2, subscriptions: [{ topic: topics.plan('box_aaa'), qos: 1 }] });
  expect((await back.next()).cmd).toBe('suback');
  expect(await back.next()).toMatchObject({ payload: Buffer.from('the newest'), retain: true });
});

describe('a box that sends too much', () => {
  const limits = {
    ...DEFAULT_LIMITS,
    box: { packets: { burst: 20, perSecond: 200 }, bytes: { burst: 1_000_000, perSecond: 1_000_000 } },
  };

  it('is read on later: nothing is lost, nobody else waits, and connecting anew does not help', async () => {
    await running.stop();
    broker = create({ limits });
    running = await broker.start();
    const reports = await collect(await controllerBus(), controllerFilters.reports);
    const [loud] = await login({ clientId: 'box_aaa' });
    const [calm] = await login({ clientId: 'box_bbb' });
    for (let n = 1; n <= 60; n++) loud.send(publishPacket(topics.report('box_aaa'), `loud ${n}`, n));
    await ending(reports, 'loud 60');
    const [again] = await login({ clientId: 'box_aaa' });
    for (let n = 1; n <= 60; n++) again.send(publishPacket(topics.report('box_aaa'), `again ${n}`, n));
    again.send(publishPacket(topics.report('box_aaa'), 'last', 61));
    calm.send(publishPacket(topics.report('box_bbb'), 'calm', 1));
    await ending(reports, 'last');
    const texts = reports.texts();
    expect(texts).toHaveLength(122);
    expect(texts.indexOf('calm')).toBeLessThan(texts.indexOf('last'));
    expect(broker.counts().delayedReads).toBeGreaterThan(0);
  });
});

describe('strangers who never say who they are', () => {
  it('fill their own places and no more, and make room when they go', async () => {
    await running.stop();
    const strangers = { ...DEFAULT_LIMITS.strangers, perAddress: 3 };
    broker = create({ limits: { ...DEFAULT_LIMITS, strangers } });
    running = await broker.start();
    const held = [await raw(), await raw(), await raw()];
    await (await raw()).closed;
    expect(broker.counts().crowded).toBe(1);
    held[0]?.destroy();
    const [, code] = await untilLetIn(() => login({ clientId: 'box_aaa' }));
    expect(code).toBe(0);
    // The box is a stranger no more: its place is free for the next.
    expect((await untilLetIn(() => login({ clientId: 'box_bbb' })))[1]).toBe(0);
  });

  /** The place of who went is free once the broker has noticed. */
  async function untilLetIn<T>(knocking: () => Promise<T>): Promise<T> {
    for (;;) {
      const inside = await knocking().catch(() => null);
      if (inside) return inside;
    }
  }
});

it('says that a port is taken, and lets go of everything', async () => {
  const second = createBroker({
    host: '127.0.0.1',
    port: running.port,
    authenticate: async () => null,
    areaChainOf: async () => [],
    random: createSeededRandom(5),
    clock: systemClock,
    log: silentLogger,
  });
  await expect(second.start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
