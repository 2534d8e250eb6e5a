import { sha256Hex } from '@loa/shared/jcs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { holderOfToken, insertBoxToken } from '../../../controller/src/db/box-tokens.js';
import { revokeBox } from '../../../controller/src/db/boxes.js';
import { openTransport, type Transport } from '../../../controller/src/start-transport.js';
import { createBrokerPasswords } from '../../../controller/src/trust/broker-passwords.js';
import { ACCESS_BOXES } from '../../support/broker-access.js';
import { type AccessWorld, createAccessWorld } from '../../support/broker-access-world.js';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.js';
import { connectPacket, openRawMqtt, type RawMqtt } from '../../support/raw-mqtt.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';

let world: AccessWorld;
let clock: FakeClock;
let transport: Transport;
beforeEach(async () => {
  world = await createAccessWorld();
  clock = createFakeClock(world.now);
  transport = await openTransport({
    mqtt: { kind: 'embedded', host: '127.0.0.1', port: 0, publicUrl: null },
    ...{ proxies: 0, boxes: null, db: world.db, clock, random: createSeededRandom(3), log: silentLogger },
  });
});
afterEach(async () => {
  await transport.stop();
  await world.close();
});

async function enter(boxId: string): Promise<[RawMqtt, number | undefined]> {
  const peer = await openRawMqtt(Number(new URL(transport.mqttUrl).port));
  peer.send(connectPacket({ clientId: boxId, username: boxId, password: world.tokenOf(boxId) }));
  const answer = await peer.next();
  return [peer, answer.cmd === 'connack' ? answer.returnCode : undefined];
}

it('cuts off a box that another process revoked, within the half minute, and no other', async () => {
  const [ai, aiCode] = await enter(ACCESS_BOXES.ai);
  const [bo, boCode] = await enter(ACCESS_BOXES.bo);
  expect([aiCode, boCode]).toEqual([0, 0]);
  await revokeBox(world.db, ACCESS_BOXES.bo, world.now);
  await clock.advance(30_000);
  await bo.closed;
  ai.send({ cmd: 'pingreq' });
  expect((await ai.next()).cmd).toBe('pingresp');
  expect(transport.status()).toMatchObject({ kind: 'embedded', connectedBoxes: 1 });
  expect((await enter(ACCESS_BOXES.bo))[1]).toBe(4);
  ai.destroy();
});

it('keeps a box’s password for a broker that reads files, with a longer life each time it is asked for', async () => {
  const { of } = createBrokerPasswords('A'.repeat(43));
  const boxId = ACCESS_BOXES.ai;
  const password = of({ boxId, keyId: 'one' });
  expect(of({ boxId, keyId: 'one' })).toBe(password);
  expect(of({ boxId, keyId: 'two' })).not.toBe(password);
  expect(createBrokerPasswords('B'.repeat(43)).of({ boxId, keyId: 'one' })).not.toBe(password);
  const hash = sha256Hex(password);
  for (const expiresAt of [world.now + 1_000, world.now + 2_000])
    await insertBoxToken(world.db, { hash, boxId, expiresAt }, world.now);
  expect(await holderOfToken(world.db, hash, world.now)).toEqual({ boxId, expiresAt: world.now + 2_000 });
});
