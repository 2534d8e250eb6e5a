import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readFile, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { revokeBox } from '../../../controller/src/db/boxes.js';
import { loadBoxesTls } from '../../../controller/src/trust/boxes-tls.js';
import {
  createBrokerPasswords,
  loadBrokerPasswords,
} from '../../../controller/src/trust/broker-passwords.js';
import {
  ACCESS_BOXES,
  ACCESS_TABLE,
  type AccessRow,
  EXACT_TOPICS,
  nameOf,
  type Who,
} from '../../support/broker-access.js';
import { type AccessWorld, createAccessWorld } from '../../support/broker-access-world.js';
import { runLoa } from '../../support/cli-bench.js';
import { freePort } from '../../support/free-port.js';
import { describeNeeding } from '../../support/needs.js';
import { connectPacket, openRawMqtt, type RawMqtt } from '../../support/raw-mqtt.js';
import { createSeededRandom } from '../../support/seeded-random.js';

const ACCOUNT = { LOA_MQTT_USERNAME: 'loa-controller', LOA_MQTT_PASSWORD: 'the controller’s password' };
const WATCHER = { username: 'watcher', password: 'sees everything' };
const WHOS = ['ai', 'bo', 'gone', 'controller'] as const;

describeNeeding('mosquitto', 'the files of `loa broker mosquitto`', (path) => {
  let world: AccessWorld;
  let out: string;
  let port: number;
  let mosquitto: ChildProcess;
  const peers: RawMqtt[] = [];

  const write = () =>
    runLoa(['broker', 'mosquitto', '--data', world.folder, '--out', out, '--plain-port', String(port)], {
      env: ACCOUNT,
    });

  beforeAll(async () => {
    world = await createAccessWorld();
    out = join(world.folder, 'mosquitto');
    port = await freePort();
    expect(await write()).toMatchObject({ code: 0 });
    await addWatcher();
    await appendFile(join(out, 'mosquitto.conf'), process.getuid?.() === 0 ? 'user root\n' : '');
    mosquitto = spawn(path, ['-c', join(out, 'mosquitto.conf')], { stdio: 'ignore' });
    await accepts();
  });
  afterAll(async () => {
    for (const peer of peers) peer.destroy();
    mosquitto.kill('SIGKILL');
    await once(mosquitto, 'exit');
    await world.close();
  });

  /** Somebody who hears and says everything, to see what others do. */
  async function addWatcher(): Promise<void> {
    const passwords = createBrokerPasswords('A'.repeat(43));
    const line = passwords.mosquittoLine(WATCHER.username, WATCHER.password);
    await appendFile(join(out, 'passwords'), `${line}\n`);
    await appendFile(join(out, 'acl'), `\nuser ${WATCHER.username}\ntopic readwrite #\ntopic read $SYS/#\n`);
  }

  async function accepts(): Promise<void> {
    for (;;) {
      if (mosquitto.exitCode !== null) throw new Error(`mosquitto ended with ${mosquitto.exitCode}`);
      const socket = connect(port, '127.0.0.1');
      const open = await Promise.race([
        once(socket, 'connect').then(() => true),
        once(socket, 'close').then(() => false),
      ]).catch(() => false);
      socket.destroy();
      if (open) return;
    }
  }

  async function enter(username: string, password: string, clientId = username): Promise<RawMqtt | null> {
    const peer = await openRawMqtt(port);
    peers.push(peer);
    peer.send(connectPacket({ clientId, username, password }));
    const answer = await peer.next();
    return answer.cmd === 'connack' && answer.returnCode === 0 ? peer : null;
  }

  async function login(who: Who): Promise<RawMqtt | null> {
    if (who === 'controller')
      return enter(ACCOUNT.LOA_MQTT_USERNAME, ACCOUNT.LOA_MQTT_PASSWORD, 'loa-controller-1');
    const boxId = ACCESS_BOXES[who];
    const passwords = await loadBrokerPasswords(join(world.folder, 'keys'), createSeededRandom(1));
    const row = await world.db.selectFrom('box').select('key_id').where('id', '=', boxId).executeTakeFirst();
    return enter(boxId, passwords.of({ boxId, keyId: row?.key_id ?? '' }));
  }

  async function watcher(): Promise<RawMqtt> {
    const peer = await enter(WATCHER.username, WATCHER.password);
    if (!peer) throw new Error('the watcher was refused');
    return peer;
  }

  async function subscribe(peer: RawMqtt, filters: readonly string[]): Promise<void> {
    const subscriptions = filters.map((topic) => ({ topic, qos: 0 as const }));
    peer.send({ cmd: 'subscribe', messageId: 999, subscriptions });
    while ((await peer.next()).cmd !== 'suback');
  }

  function publish(peer: RawMqtt, topic: string, text: string, messageId: number): void {
    const payload = Buffer.from(text);
    peer.send({ cmd: 'publish', topic, payload, qos: 1, messageId, dup: false, retain: false });
  }

  /** What was delivered until `last`, as text. */
  async function heardUntil(peer: RawMqtt, last: string): Promise<string[]> {
    const heard: string[] = [];
    for (;;) {
      const packet = await peer.next();
      if (packet.cmd !== 'publish') continue;
      const text = packet.payload.toString();
      if (text === last) return heard;
      heard.push(text);
    }
  }

  const wrong = (rows: readonly AccessRow[], heard: ReadonlySet<string>) =>
    rows.filter((row) => heard.has(row.topic) !== row.allowed).map(nameOf);

  it.each(WHOS)('let %s publish what is theirs and nothing else', async (who) => {
    const rows = ACCESS_TABLE.filter(
      (row) => row.who === who && row.verb === 'publish' && EXACT_TOPICS.includes(row.topic),
    );
    const all = await watcher();
    await subscribe(all, ['#']);
    const peer = await login(who);
    expect(peer === null).toBe(who === 'gone');
    if (peer) {
      for (const [index, { topic }] of rows.entries()) publish(peer, topic, topic, index + 1);
      for (let acknowledged = 0; acknowledged < rows.length; )
        if ((await peer.next()).cmd === 'puback') acknowledged += 1;
    }
    publish(all, 'last', `last of ${who}`, 1);
    expect(wrong(rows, new Set(await heardUntil(all, `last of ${who}`)))).toEqual([]);
    all.destroy();
  });

  it.each(['ai', 'bo', 'controller'] as const)(
    'deliver to %s what is theirs and nothing else, also through wildcards',
    async (who) => {
      const rows = ACCESS_TABLE.filter((row) => row.who === who && row.verb === 'subscribe');
      const exact = rows.filter(({ topic }) => EXACT_TOPICS.includes(topic));
      const peer = await login(who);
      if (!peer) throw new Error(`${who} was refused`);
      await subscribe(
        peer,
        rows.map(({ topic }) => topic),
      );
      const all = await watcher();
      const own =
        who === 'controller' ? 'loa/v1/box/box_ai/up/report' : `loa/v1/box/${ACCESS_BOXES[who]}/down/plan`;
      for (const [index, { topic }] of exact.entries()) publish(all, topic, topic, index + 1);
      publish(all, own, 'the end', 900);
      expect(wrong(exact, new Set(await heardUntil(peer, 'the end')))).toEqual([]);
      peer.destroy();
    },
  );

  it('force the client id: who takes another’s throws nobody out', async () => {
    const ai = await login('ai');
    const bo = await login('bo');
    const passwords = await loadBrokerPasswords(join(world.folder, 'keys'), createSeededRandom(1));
    const row = await world.db
      .selectFrom('box')
      .select('key_id')
      .where('id', '=', 'box_bo')
      .executeTakeFirst();
    await enter('box_bo', passwords.of({ boxId: 'box_bo', keyId: row?.key_id ?? '' }), 'box_ai');
    await bo?.closed;
    ai?.send({ cmd: 'pingreq' });
    expect((await ai?.next())?.cmd).toBe('pingresp');
  });

  it('are readable by their owner alone, and are left alone when nothing changed', async () => {
    for (const name of ['passwords', 'acl', 'mosquitto.conf']) {
      expect((await stat(join(out, name))).mode & 0o777).toBe(0o600);
    }
    expect(await readFile(join(out, 'passwords'), 'utf8')).not.toContain('box_gone');
    expect((await write()).output).toContain('Wrote passwords, acl, mosquitto.conf');
    expect((await write()).output).toContain('unchanged');
  });

  it('cut a revoked box off as soon as they are read again', async () => {
    const box = await login('bo');
    await revokeBox(world.db, ACCESS_BOXES.bo, world.now);
    expect((await write()).output).toContain('for 1 boxes');
    mosquitto.kill('SIGHUP');
    await box?.closed;
    expect(await login('bo')).toBeNull();
    expect(await login('ai')).not.toBeNull();
  });

  it('bring a certificate of the authority that boxes pinned, kept while it serves', async () => {
    const tls = await loadBoxesTls(join(world.folder, 'keys'), ['127.0.0.1']);
    expect((await write()).output).toContain('server.crt');
    const certificate = await readFile(join(out, 'server.crt'), 'utf8');
    expect(certificate).not.toBe(tls.certificate);
    expect((await write()).output).toContain('unchanged');
    expect(await readFile(join(out, 'mosquitto.conf'), 'utf8')).toContain('listener 8883');
  });
});
