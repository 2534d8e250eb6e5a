import { once } from 'node:events';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { createHttpClient } from '@loa/shared/node/http-client';
import { formatCode, newEnrolmentCode } from '@loa/shared/trust/enrolment';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../controller/src/config.js';
import { insertBox, replaceEnrolmentCode } from '../../../controller/src/db/boxes.js';
import { type BoxesDoor, openBoxesDoor } from '../../../controller/src/start-boxes-door.js';
import { startController } from '../../../controller/src/start-controller.js';
import { keepShown } from '../../../controller/src/start-shown-certificate.js';
import { derOf, loadBoxesTls } from '../../../controller/src/trust/boxes-tls.js';
import {
  authoritiesToName,
  prepareAuthority,
  renewServer,
  switchAuthority,
} from '../../../controller/src/trust/boxes-tls-rotation.js';
import { followKeptRoster } from '../../../edge-agent/src/current-trust.js';
import { createDocumentStore } from '../../../edge-agent/src/document-store.js';
import { enrolBox } from '../../../edge-agent/src/enrol-box.js';
import type { Identity } from '../../../edge-agent/src/identity.js';
import { openJournalDb } from '../../../edge-agent/src/journal-schema.js';
import { followAuthorities, pemOf, type TlsTrust, tlsOptions } from '../../../edge-agent/src/tls-trust.js';
import { COMMUNE, makeRoster } from '../../support/agent-plan.js';
import { ACCESS_AREAS, ACCESS_BOXES } from '../../support/broker-access.js';
import { type AccessWorld, createAccessWorld } from '../../support/broker-access-world.js';
import { runLoa } from '../../support/cli-bench.js';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';

const KEY = { kty: 'OKP', crv: 'Ed25519', x: 'x'.repeat(43) } as const;
let world: AccessWorld;
let keys: string;
let door: BoxesDoor;
let clock: FakeClock;
const stops: (() => unknown)[] = [];
beforeEach(async () => {
  world = await createAccessWorld();
  keys = `${world.folder}/keys`;
  clock = createFakeClock();
  door = await openBoxesDoor({ host: '127.0.0.1', name: '127.0.0.1', httpsPort: 0, mqttsPort: 0 }, keys);
  door.http.serve((_request, response) => {
    response.end('hello');
  });
  const forget = keepShown({
    ...{ shown: door.mqtt, clock, log: silentLogger, show: door.show },
    read: () => loadBoxesTls(keys, ['127.0.0.1']),
  });
  stops.push(
    () => world.close(),
    () => door.http.close(),
    forget,
  );
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A box's own client: its list of authorities is looked at anew for every connection. */
function createBox() {
  const pinned = pemOf(door.pin.ca) ?? '';
  const trust: TlsTrust = { kind: 'pinned', ca: [pinned] };
  return {
    trust,
    hears: (authorities: readonly string[] | undefined) => followAuthorities(trust, pinned, authorities),
    /** What it is told on a new connection. */
    async ask(): Promise<string> {
      const client = createHttpClient({ tls: tlsOptions(trust) });
      const { signal } = new AbortController();
      const asked = client.request(`https://127.0.0.1:${door.http.port}/`, { silenceMs: 5_000, signal });
      const told = await asked.then(async (answer) => Buffer.concat(await answer.toArray()).toString('utf8'));
      client.close();
      return told;
    },
  };
}

/** The running controller looks once a minute; the certificate on the port is another one then. */
async function shownAnother(before: string, port = door.http.port): Promise<void> {
  while ((await fingerprint(port)) === before) await clock.advance(60_000);
}

async function fingerprint(port = door.http.port): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const found = socket.getPeerX509Certificate()?.fingerprint256 ?? '';
  socket.destroy();
  return found;
}

it('another certificate of the same authority is shown without a new start, and boxes notice nothing', async () => {
  const box = createBox();
  const before = await fingerprint();
  await renewServer(keys);
  await shownAnother(before);
  expect(await box.ask()).toBe('hello');
});

describe('another authority', () => {
  it('follows the first without an hour in which a box that heard its roster is locked out', async () => {
    const box = createBox();
    const before = await fingerprint();
    await prepareAuthority(keys);
    const both = (await authoritiesToName(keys)) ?? [];
    expect(both).toHaveLength(2);
    expect(await box.ask()).toBe('hello');
    box.hears(both);
    expect(await box.ask()).toBe('hello');
    await switchAuthority(keys);
    await shownAnother(before);
    expect(await box.ask()).toBe('hello');
    expect(await authoritiesToName(keys)).toEqual([both[1]]);
    box.hears([both[1] ?? '']);
    expect(await box.ask()).toBe('hello');
  });

  it('is believed by a command that is typed without the agent, by the roster that the agent kept', async () => {
    const former = pemOf(door.pin.ca) ?? '';
    const before = await fingerprint();
    await prepareAuthority(keys);
    const [, next = ''] = (await authoritiesToName(keys)) ?? [];
    await switchAuthority(keys);
    await shownAnother(before);
    const box = createBox();
    box.trust.ca.splice(0, 1, former);
    const identity: Identity = {
      ...{ boxId: 'box_a', communeId: COMMUNE, server: 'https://x.test', mqttUrl: 'mqtts://x.test' },
      ...{ rootKey: KEY, controllerKey: KEY, tls: { ca: former } },
    };
    // Before the first roster only the pinned one counts.
    followKeptRoster(box.trust, identity, world.folder);
    await expect(box.ask()).rejects.toThrow(/certificate/);
    const db = openJournalDb(join(world.folder, 'box.db'));
    const payload = makeRoster({ tlsAuthorities: [next] });
    createDocumentStore({ db }).accept({
      ...{ kind: 'roster', audience: COMMUNE, bytes: new Uint8Array(1), sha256: 'a'.repeat(64), counter: 1 },
      payload,
    });
    db.close();
    followKeptRoster(box.trust, identity, world.folder);
    expect(await box.ask()).toBe('hello');
  });

  it('ends the former: what it certified is refused by boxes that heard so', async () => {
    const box = createBox();
    const other = await loadBoxesTls(`${world.folder}/stolen`, ['127.0.0.1']);
    box.hears([derOf(other.authority)]);
    await expect(box.ask()).rejects.toThrow(/certificate/);
    box.hears(undefined);
    expect(await box.ask()).toBe('hello');
  });

  it('is no matter of the controller: a box that heard no roster goes on with what it pinned', async () => {
    const box = createBox();
    const before = await fingerprint();
    await prepareAuthority(keys);
    await switchAuthority(keys);
    await shownAnother(before);
    await expect(box.ask()).rejects.toThrow(/certificate/);
  });
});

describe('a box that enrols after the switch', () => {
  it('pins the authority that is shown, though the controller was not started anew', async () => {
    const url = await startWhole();
    const early = await enrolled(url, 'box_early');
    const port = Number(new URL(early.server).port);
    const before = await fingerprint(port);
    await prepareAuthority(keys);
    await switchAuthority(keys);
    await shownAnother(before, port);
    const late = await enrolled(url, 'box_late');
    expect(late.tls?.ca).not.toBe(early.tls?.ca);
    const client = createHttpClient({ tls: tlsOptions({ kind: 'pinned', ca: [late.tls?.ca ?? ''] }) });
    const { signal } = new AbortController();
    const answer = await client.request(`${late.server}/agent/none`, { silenceMs: 5_000, signal });
    expect(answer.statusCode).toBe(404);
    client.close();
  });

  /** The real controller over the same data; resolves to the address of its pages. */
  async function startWhole(): Promise<string> {
    const never = async () => ({ ok: false, reason: 'failed', detail: 'no ffmpeg in this test' }) as const;
    const ports = {
      LOA_HTTP_PORT: '0',
      LOA_MQTT_PORT: '0',
      LOA_BOX_HTTPS_PORT: '0',
      LOA_BOX_MQTTS_PORT: '0',
    };
    const controller = await startController({
      config: readConfig({ LOA_DATA: world.folder, LOA_BOX_HOST: '127.0.0.1', ...ports }),
      ...{ clock, random: createSeededRandom(4), log: silentLogger, version: '1', builtAt: 0 },
      webFolder: world.folder,
      cron: { schedule: () => () => {} },
      openFfmpeg: async () => ({ run: never, probe: never }),
    });
    stops.push(() => controller.stop());
    return controller.url;
  }

  async function enrolled(server: string, boxId: string): Promise<Identity> {
    const random = createSeededRandom(boxId.length);
    const code = newEnrolmentCode(random);
    const place = { clusterId: 'cluster_ai', name: boxId, outputs: [], createdAt: clock.now() };
    await insertBox(world.db, { id: boxId, ...place });
    await replaceEnrolmentCode(world.db, { ...code, boxId, expiresAt: clock.now() + 3_600_000 });
    const told = { dataDir: join(world.folder, boxId), server, code: formatCode(code), clock, random };
    return enrolBox({ ...told, log: silentLogger }, false, new AbortController().signal);
  }
});

describe('loa tls switch', () => {
  const typed = (...argv: string[]) => runLoa([...argv, '--data', world.folder]);

  it('refuses while a box has not said that it heard, and names it', async () => {
    expect(await typed('tls', 'switch')).toMatchObject({
      code: 1,
      output: expect.stringContaining('tls prepare'),
    });
    expect((await typed('tls', 'prepare')).code).toBe(0);
    const refused = await typed('tls', 'switch');
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining(ACCESS_BOXES.ai) });
    expect(refused.output).not.toContain(ACCESS_BOXES.gone);
    await nameInRoster((await authoritiesToName(keys)) ?? []);
    expect((await typed('tls', 'switch')).code).toBe(1);
    await hold(ACCESS_BOXES.ai, 7);
    await hold(ACCESS_BOXES.bo, 7);
    expect((await typed('tls', 'switch')).code).toBe(0);
    expect(await authoritiesToName(keys)).toHaveLength(1);
  });

  it('locks out with open eyes only, by --force', async () => {
    await typed('tls', 'prepare');
    expect((await typed('tls', 'switch', '--force')).code).toBe(0);
    expect((await typed('tls', 'renew')).code).toBe(0);
  });

  async function nameInRoster(tlsAuthorities: string[]): Promise<void> {
    const roster = {
      ...{ communeId: ACCESS_AREAS.commune, version: 7, issuedAt: 0, people: [], needs: {}, limits: [] },
      ...{ zone: 'Asia/Ho_Chi_Minh', successors: {}, tlsAuthorities },
      controllerKeys: [{ kid: 'k'.repeat(43), key: { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) } }],
    };
    const header = { typ: 'loa-roster', kid: 'k'.repeat(43), alg: 'EdDSA', cty: 'json' };
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const jws = {
      payload: encode(roster),
      signatures: [{ protected: encode(header), signature: 'A'.repeat(86) }],
    };
    await world.db
      .insertInto('roster')
      .values({
        commune_id: ACCESS_AREAS.commune,
        version: 7,
        bytes: Buffer.from(JSON.stringify(jws)),
        created_at: world.now,
      })
      .execute();
  }

  async function hold(boxId: string, rosterVersion: number): Promise<void> {
    const last_status = JSON.stringify({ boxId, connected: true, rosterVersion });
    await world.db.updateTable('box').set({ last_status }).where('id', '=', boxId).execute();
  }
});
