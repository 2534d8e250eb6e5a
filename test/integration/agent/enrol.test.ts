import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpClient } from '@loa/shared/node/http-client';
import { systemClock } from '@loa/shared/node/system-clock';
import { type EnrolmentCode, formatCode } from '@loa/shared/trust/enrolment';
import { importSigningKey } from '@loa/shared/trust/keys';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { derOf, loadBoxesTls } from '../../../controller/src/trust/boxes-tls.js';
import { createControllerClient } from '../../../edge-agent/src/controller-client.js';
import { enrolBox } from '../../../edge-agent/src/enrol-box.js';
import { createHttp, type Http } from '../../../edge-agent/src/http.js';
import { loadIdentity, loadOrMakeKey } from '../../../edge-agent/src/identity.js';
import { createTokenKeeper } from '../../../edge-agent/src/token-keeper.js';
import { type AgentHttpBench, MQTT_URL, startAgentHttp } from '../../support/agent-http-bench.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';

let bench: AgentHttpBench;
let dataDir: string;
beforeEach(async () => {
  bench = await startAgentHttp();
  dataDir = mkdtempSync(join(tmpdir(), 'loa-box-'));
});
afterEach(async () => {
  await bench.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const signal = new AbortController().signal;
const random = createSeededRandom(3);
const plainHttp = createHttp(createHttpClient());
const server = () => bench.url('').replace(/\/agent$/, '');

function enrolWith(code: EnrolmentCode | string, http: Http = plainHttp) {
  const text = typeof code === 'string' ? code : formatCode(code);
  const ports = {
    dataDir,
    server: `${server()}/`,
    code: text,
    http,
    clock: systemClock,
    random,
    log: silentLogger,
  };
  return enrolBox(ports, false, signal);
}

/** An Http that keeps what it sent, and may meddle with the answers. */
function wiretap(meddle: (json: unknown) => unknown = (json) => json) {
  const sent: string[] = [];
  const http: Http = {
    get: plainHttp.get,
    async post(url, json, limit, abort) {
      sent.push(JSON.stringify(json));
      const answer = await plainHttp.post(url, json, limit, abort);
      const changed = meddle(JSON.parse(Buffer.from(answer.body).toString('utf8')));
      return { ...answer, body: Buffer.from(JSON.stringify(changed)) };
    },
  };
  return { http, sent };
}

async function client(identity: Awaited<ReturnType<typeof enrolWith>>) {
  const made = createControllerClient({
    http: plainHttp,
    server: server(),
    boxId: identity.boxId,
    signer: await importSigningKey(loadOrMakeKey(dataDir)),
    controllerKey: () => identity.controllerKey,
    tokens: createTokenKeeper({ ask: (abort) => made.token(abort), clock: systemClock }),
    random,
  });
  return made;
}

describe('enrolling', () => {
  it('pins root, commune and controller; the private key stays here, readable by its owner alone', async () => {
    const code = await bench.expectBox('box_aaa');
    const { http, sent } = wiretap();
    const identity = await enrolWith(code, http);
    expect(identity).toMatchObject({
      boxId: 'box_aaa',
      communeId: 'area_commune',
      rootKey: bench.rootKey.publicJwk,
      controllerKey: bench.controllerKey.publicJwk,
      server: server(),
      mqttUrl: MQTT_URL,
    });
    expect(loadIdentity(dataDir)).toEqual(identity);
    const key = loadOrMakeKey(dataDir);
    expect(sent.join()).not.toContain(key.d);
    expect(sent.join()).not.toContain(code.secret);
    for (const file of readdirSync(dataDir)) expect(statSync(join(dataDir, file)).mode & 0o777).toBe(0o600);
  });

  it('gets tokens, signed time and objects afterwards', async () => {
    const box = await client(await enrolWith(await bench.expectBox('box_aaa')));
    expect(await box.token(signal)).toMatchObject({ ok: true });
    expect(await box.time(signal)).toEqual({ ok: true, value: bench.clock.now() });
    expect(await box.object('0'.repeat(64), signal)).toMatchObject({ ok: false, status: 404 });
  });

  it.each([
    ['mistyped', 'K7QM', /has 16 letters/],
    ['that nobody made', 'K7QM-3F8Z-9TWX-B2CD', /404/],
  ])('with a code %s says so in one line and pins nothing', async (_what, code, message) => {
    await expect(enrolWith(code)).rejects.toThrow(message);
    expect(existsSync(join(dataDir, 'identity.json'))).toBe(false);
  });

  it('with a wrong secret stops at the controller’s proof: the box does not give its own', async () => {
    const code = await bench.expectBox('box_aaa');
    const { http, sent } = wiretap();
    const wrong = { ...code, secret: [...code.secret].reverse().join('') };
    await expect(enrolWith(wrong, http)).rejects.toThrow(/not your controller|mistyped/);
    expect(sent).toHaveLength(1);
  });

  it('with a server that puts its own root in between is refused', async () => {
    const code = await bench.expectBox('box_aaa');
    const { http } = wiretap((json) =>
      typeof json === 'object' && json !== null && 'rootKey' in json
        ? { ...json, rootKey: bench.controllerKey.publicJwk }
        : json,
    );
    await expect(enrolWith(code, http)).rejects.toThrow(/not your controller/);
    expect(loadIdentity(dataDir)).toBeNull();
  });

  it('keeps its key from try to try', async () => {
    await expect(enrolWith('K7QM-3F8Z-9TWX-B2CD')).rejects.toThrow();
    const key = readFileSync(join(dataDir, 'box-key.json'), 'utf8');
    await enrolWith(await bench.expectBox('box_aaa'));
    expect(readFileSync(join(dataDir, 'box-key.json'), 'utf8')).toBe(key);
  });
});

describe('a controller that speaks TLS with boxes', () => {
  async function withTls() {
    const keys = join(dataDir, 'controller');
    const { authority } = await loadBoxesTls(keys, ['loa.example.vn']);
    await bench.close();
    bench = await startAgentHttp(undefined, { ca: derOf(authority), server: 'https://loa.example.vn:8443' });
    return authority;
  }

  it('is pinned under the proof, and reached where it says from then on', async () => {
    const authority = await withTls();
    const identity = await enrolWith(await bench.expectBox('box_aaa'));
    expect(identity.server).toBe('https://loa.example.vn:8443');
    expect(new X509Certificate(identity.tls?.ca ?? '').raw).toEqual(new X509Certificate(authority).raw);
    expect(loadIdentity(dataDir)).toEqual(identity);
  });

  it('is refused when somebody in between puts another authority, or takes it away', async () => {
    await withTls();
    const other = derOf((await loadBoxesTls(join(dataDir, 'other'), ['loa.example.vn'])).authority);
    for (const tls of [{ ca: other, server: 'https://loa.example.vn:8443' }, undefined]) {
      const { http } = wiretap((json) =>
        typeof json === 'object' && json !== null && 'rootKey' in json ? { ...json, tls } : json,
      );
      await expect(enrolWith(await bench.expectBox(`box_${tls ? 'b' : 'c'}bb`), http)).rejects.toThrow(
        /not your controller/,
      );
    }
    expect(loadIdentity(dataDir)).toBeNull();
  });
});

describe('a controller with another key', () => {
  it('gets no proof, and its time is not believed', async () => {
    const identity = await enrolWith(await bench.expectBox('box_aaa'));
    const box = await client({ ...identity, controllerKey: bench.rootKey.publicJwk });
    expect(await box.token(signal)).toMatchObject({
      ok: false,
      detail: expect.stringContaining('bad_signature'),
    });
    expect(await box.time(signal)).toMatchObject({
      ok: false,
      detail: expect.stringContaining('bad_signature'),
    });
  });
});
