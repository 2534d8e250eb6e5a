import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { sha256Hex } from '@loa/shared/jcs';
import { systemClock } from '@loa/shared/node/system-clock';
import express from 'express';
import type { Packet } from 'mqtt-packet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBroker, type RunningBroker } from '../../../controller/src/broker/broker.js';
import { readConfig } from '../../../controller/src/config.js';
import { areasOfBox } from '../../../controller/src/db/box-areas.js';
import { boxOfToken } from '../../../controller/src/db/box-tokens.js';
import { openBrokerHook } from '../../../controller/src/start-broker-hook.js';
import { ACCESS_BOXES, ACCESS_TABLE, type AccessRow, nameOf, type Who } from '../../support/broker-access.js';
import { type AccessWorld, createAccessWorld } from '../../support/broker-access-world.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { connectPacket, openRawMqtt, type RawMqtt } from '../../support/raw-mqtt.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';

let world: AccessWorld;
beforeAll(async () => {
  world = await createAccessWorld();
});
afterAll(() => world.close());

const isWild = ({ topic }: AccessRow) => /[+#]/.test(topic);
const wrong = (rows: readonly AccessRow[], decided: (row: AccessRow) => boolean) =>
  rows.filter((row) => decided(row) !== row.allowed).map(nameOf);
const boxOf = (who: Who) => (who === 'controller' ? null : ACCESS_BOXES[who]);

describe('the embedded broker', () => {
  let running: RunningBroker;
  const peers: RawMqtt[] = [];
  let counts: () => number;
  let login: (who: Who) => { clientId: string; username: string; password: string };
  beforeAll(async () => {
    const broker = createBroker({
      ...{ host: '127.0.0.1', port: 0, clock: systemClock, log: silentLogger, random: createSeededRandom(8) },
      async authenticate(_clientId, _username, password) {
        const boxId = await boxOfToken(world.db, sha256Hex(password), world.now);
        return boxId === null ? null : { kind: 'box', boxId };
      },
      areaChainOf: (boxId) => areasOfBox(world.db, boxId),
    });
    running = await broker.start();
    counts = () => Object.values(broker.counts().quarantined).reduce((sum, count) => sum + count, 0);
    login = (who) => {
      const boxId = boxOf(who);
      if (boxId === null) return broker.controller;
      return { clientId: boxId, username: boxId, password: world.tokenOf(boxId) };
    };
  });
  afterAll(async () => {
    for (const peer of peers) peer.destroy();
    await running.stop();
  });

  async function enter(who: Who): Promise<RawMqtt | null> {
    const peer = await openRawMqtt(running.port);
    peers.push(peer);
    peer.send(connectPacket(login(who)));
    const answer = await peer.next();
    return answer.cmd === 'connack' && answer.returnCode === 0 ? peer : null;
  }

  /** The next packet of a kind; what is delivered meanwhile is passed over. */
  async function nextOf(peer: RawMqtt, cmd: Packet['cmd']): Promise<Packet> {
    for (;;) {
      const packet = await peer.next();
      if (packet.cmd === cmd) return packet;
    }
  }

  async function decide(peer: RawMqtt, { verb, topic }: AccessRow, messageId: number): Promise<boolean> {
    if (verb === 'subscribe') {
      peer.send({ cmd: 'subscribe', messageId, subscriptions: [{ topic, qos: 1 }] });
      const suback = await nextOf(peer, 'suback');
      return suback.cmd === 'suback' && suback.granted[0] !== 128;
    }
    const before = counts();
    const payload = Buffer.from('x');
    peer.send({ cmd: 'publish', topic, payload, qos: 1, messageId, dup: false, retain: verb === 'retain' });
    await nextOf(peer, 'puback');
    // Another packet's turn comes once this one was judged and routed.
    peer.send({ cmd: 'pingreq' });
    await nextOf(peer, 'pingresp');
    return counts() === before;
  }

  it.each(['ai', 'bo', 'gone', 'controller'] as const)('decides everything right for %s', async (who) => {
    const peer = await enter(who);
    expect(peer === null).toBe(who === 'gone');
    const decided = new Map<AccessRow, boolean>();
    // A publish with a wildcard is no MQTT at all: the connection ends.
    const rows = ACCESS_TABLE.filter((row) => row.who === who && (row.verb === 'subscribe' || !isWild(row)));
    let messageId = 0;
    for (const row of rows) {
      messageId += 1;
      decided.set(row, peer !== null && (await decide(peer, row, messageId)));
    }
    expect(rows.length).toBeGreaterThan(80);
    expect(wrong(rows, (row) => decided.get(row) === true)).toEqual([]);
  });
});

describe('the hook of an external broker', () => {
  const SECRET = 'a secret of at least thirty-two letters';
  let server: Server;
  let url: string;
  beforeAll(async () => {
    const config = readConfig({
      ...{ LOA_MQTT_URL: 'mqtt://127.0.0.1:1', LOA_MQTT_USERNAME: 'loa', LOA_MQTT_PASSWORD: 'the password' },
      LOA_BROKER_HOOK_SECRET: SECRET,
    });
    const clock = createFakeClock(world.now);
    const hook = openBrokerHook({ config, db: world.db, clock, log: silentLogger });
    if (!hook) throw new Error('no hook');
    server = createServer(express().use('/broker', hook));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/broker`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const post = (path: string, body: string | URLSearchParams, headers: Record<string, string>) =>
    fetch(`${url}${path}`, { method: 'POST', body, headers });
  const asked = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${SECRET}` };
    const response = await post(path, JSON.stringify(body), headers);
    expect(response.status).toBe(200);
    return (await response.json()) as Record<string, unknown>;
  };
  const clientOf = (who: Who) => {
    const username = boxOf(who) ?? 'loa';
    return { username, clientid: who === 'controller' ? 'loa-controller-1' : username };
  };

  it('decides everything right as EMQX asks it', async () => {
    const decided = new Map<AccessRow, unknown>();
    await Promise.all(
      ACCESS_TABLE.map(async (row) => {
        const action = row.verb === 'subscribe' ? 'subscribe' : 'publish';
        // As its templates fill in: everything is text, and what there is not is called so.
        const retain = row.verb === 'subscribe' ? 'undefined' : String(row.verb === 'retain');
        const said = { action, topic: row.topic, qos: '1', retain };
        decided.set(row, (await asked('/acl', { ...clientOf(row.who), ...said })).result);
      }),
    );
    expect(wrong(ACCESS_TABLE, (row) => decided.get(row) === 'allow')).toEqual([]);
  });

  it('decides everything right as mosquitto-go-auth asks it, which does not tell what is retained', async () => {
    const rows = ACCESS_TABLE.filter(({ verb }) => verb !== 'retain');
    const decided = new Map<AccessRow, unknown>();
    await Promise.all(
      rows.map(async (row) => {
        const acc = row.verb === 'subscribe' ? 4 : 2;
        decided.set(row, (await asked('/acl', { ...clientOf(row.who), topic: row.topic, acc })).ok);
      }),
    );
    expect(wrong(rows, (row) => decided.get(row) === true)).toEqual([]);
  });

  it('delivers to nobody what they may not subscribe to', async () => {
    const { ai } = ACCESS_BOXES;
    const hears = async (topic: string) => (await asked('/acl', { ...clientOf('ai'), topic, acc: 1 })).ok;
    expect(await hears(`loa/v1/box/${ai}/down/plan`)).toBe(true);
    expect(await hears('loa/v1/box/box_bo/down/plan')).toBe(false);
    // To read and write at once is nobody's.
    expect((await asked('/acl', { ...clientOf('ai'), topic: `loa/v1/box/${ai}/down/plan`, acc: 3 })).ok).toBe(
      false,
    );
  });

  it.each<[string, { clientid: string; username: string; password: string }, boolean]>([
    [
      'a box with its token',
      { clientid: 'box_ai', username: 'box_ai', password: 'token-of-box_ai-0123456789' },
      true,
    ],
    [
      'another client id',
      { clientid: 'box_bo', username: 'box_ai', password: 'token-of-box_ai-0123456789' },
      false,
    ],
    [
      'another’s token',
      { clientid: 'box_bo', username: 'box_bo', password: 'token-of-box_ai-0123456789' },
      false,
    ],
    [
      'a revoked box',
      { clientid: 'box_gone', username: 'box_gone', password: 'token-of-box_gone-0123456789' },
      false,
    ],
    ['the controller', { clientid: 'loa-controller-ab12', username: 'loa', password: 'the password' }, true],
    ['a wrong password', { clientid: 'loa-controller-ab12', username: 'loa', password: 'another' }, false],
    [
      'the controller’s account under a box’s name',
      { clientid: 'box_ai', username: 'loa', password: 'the password' },
      false,
    ],
  ])('lets in, or not: %s', async (_name, attempt, allowed) => {
    const { result, ok, expire_at } = await asked('/auth', attempt);
    expect({ result, ok }).toEqual({ result: allowed ? 'allow' : 'deny', ok: allowed });
    const isBox = allowed && attempt.username.startsWith('box_');
    expect(expire_at).toBe(isBox ? (world.now + 3_600_000) / 1000 : undefined);
  });

  it('takes forms and a secret in the address, and tells nothing to whoever has no secret', async () => {
    const form = new URLSearchParams({ ...clientOf('ai'), topic: 'loa/v1/box/box_ai/up/report', acc: '2' });
    const inAddress = await post(`/acl?secret=${encodeURIComponent(SECRET)}`, form, {});
    expect(await inAddress.json()).toMatchObject({ ok: true });
    expect((await post('/acl', form, {})).status).toBe(401);
    expect((await post('/acl', form, { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await asked('/acl', { nonsense: true })).result).toBe('deny');
  });
});
