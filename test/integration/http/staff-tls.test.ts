import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMqttBus } from '@loa/shared/node/mqtt-bus';
import { systemClock } from '@loa/shared/node/system-clock';
import { systemRandom } from '@loa/shared/node/system-random';
import type { BusState } from '@loa/shared/ports/bus';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../controller/src/config.js';
import { type RunningController, startController } from '../../../controller/src/start-controller.js';
import { keepShown, readTlsFiles } from '../../../controller/src/start-shown-certificate.js';
import { issueAuthority, issueServer } from '../../../controller/src/trust/issue-certificates.js';
import { stateOf } from '../../support/bus-probe.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { silentLogger } from '../../support/silent-logger.js';

let folder: string;
let authority: Awaited<ReturnType<typeof issueAuthority>>;
let files: { certificate: string; key: string };
const stops: (() => unknown)[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loa-staff-tls-'));
  authority = await issueAuthority('A public authority');
  files = { certificate: join(folder, 'fullchain.pem'), key: join(folder, 'privkey.pem') };
  await renew();
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  rmSync(folder, { recursive: true, force: true });
});

async function renew(): Promise<string> {
  const { certificate, key } = await issueServer(authority, ['localhost', '127.0.0.1']);
  writeFileSync(files.certificate, certificate);
  writeFileSync(files.key, key);
  return certificate;
}

async function start(env: Record<string, string>): Promise<RunningController> {
  const config = readConfig({
    ...{ LOA_DATA: join(folder, 'data'), LOA_HTTP_PORT: '0', LOA_MQTT_PORT: '0' },
    ...{ LOA_ADMIN_PASSWORD: 'mật khẩu đã cho', ...env },
  });
  const never = async () => ({ ok: false, reason: 'failed', detail: 'no ffmpeg in this test' }) as const;
  const controller = await startController({
    ...{ config, clock: systemClock, random: systemRandom, log: silentLogger, version: '1', builtAt: 0 },
    webFolder: folder,
    cron: { schedule: () => () => {} },
    openFfmpeg: async () => ({ run: never, probe: never }),
  });
  stops.push(() => controller.stop());
  return controller;
}

interface Told {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

function ask(url: string, body?: object, cookie?: string): Promise<Told> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', ...(cookie === undefined ? {} : { cookie }) };
    const asked = request(
      url,
      { method: body ? 'POST' : 'GET', ca: authority.certificate, headers },
      (answer) => {
        let text = '';
        answer.on('data', (chunk) => {
          text += chunk;
        });
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(body ? JSON.stringify(body) : undefined);
  });
}

describe('a controller with a certificate for staff', () => {
  it('speaks https, tells browsers to stay with it, keeps cookies there, and says that it is secure', async () => {
    const { url } = await start({ LOA_TLS_CERT: files.certificate, LOA_TLS_KEY: files.key });
    expect(url).toMatch(/^https:/);
    const health = await ask(`${url}/api/health`);
    expect(health.headers['strict-transport-security']).toBe('max-age=31536000');
    expect(JSON.parse(health.body)).toMatchObject({ secure: true });
    const signedIn = await ask(`${url}/api/session`, { login: 'admin', password: 'mật khẩu đã cho' });
    expect(signedIn.status).toBe(201);
    const [cookie = ''] = signedIn.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^__Host-loa_session=.*; Path=\/.*; Secure/);
    expect(cookie).not.toContain('Domain');
    const [name, value] = cookie.split(';', 1)[0]?.split('=') ?? [];
    expect((await ask(`${url}/api/session`, undefined, `${name}=${value}`)).status).toBe(200);
    // Without the prefix a page of a neighbouring name could have set it.
    expect((await ask(`${url}/api/session`, undefined, `loa_session=${value}`)).status).toBe(401);
    expect((await ask(`${url}/api/broker`)).status).toBe(401);
  });

  it('takes MQTT over WebSocket on the same port, and refuses who has no token', async () => {
    const { url } = await start({ LOA_TLS_CERT: files.certificate, LOA_TLS_KEY: files.key });
    const bus = createMqttBus({
      ...{ url: `${url.replace('https:', 'wss:')}/mqtt`, clientId: 'box_nobody', clock: systemClock },
      ...{
        random: systemRandom,
        log: silentLogger,
        maxPayloadBytes: 1_000,
        tls: { ca: authority.certificate },
      },
      credentials: async () => ({ username: 'box_nobody', password: 'guess' }),
    });
    stops.push(await bus.start());
    const refused = (state: BusState) => state.kind === 'disconnected' && state.reason !== 'not started';
    const state = await stateOf(bus, refused);
    expect(state).toMatchObject({ reason: expect.stringMatching(/Bad username or password/) });
  });

  it('says in one sentence that its certificate cannot be used', async () => {
    writeFileSync(files.key, (await issueServer(authority, ['other'])).key);
    await expect(start({ LOA_TLS_CERT: files.certificate, LOA_TLS_KEY: files.key })).rejects.toThrow(
      /LOA_TLS_CERT and LOA_TLS_KEY cannot be used together/,
    );
    await expect(start({ LOA_TLS_CERT: join(folder, 'none'), LOA_TLS_KEY: files.key })).rejects.toThrow(
      /LOA_TLS_CERT: .*cannot be read/,
    );
  });
});

it('sends no such word over plain http', async () => {
  const { url } = await start({});
  const health = await fetch(`${url}/api/health`);
  expect(health.headers.get('strict-transport-security')).toBeNull();
  expect(await health.json()).toMatchObject({ secure: false });
  const signedIn = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'admin', password: 'mật khẩu đã cho' }),
  });
  expect(signedIn.headers.get('set-cookie')).not.toMatch(/Secure/);
});

it('shows a renewed certificate within a minute, and never one that is half written', async () => {
  const clock = createFakeClock();
  const shown: string[] = [];
  const next = () =>
    new Promise<void>((resolve) => {
      looked = resolve;
    });
  let looked = () => {};
  const forget = keepShown({
    ...{ shown: await readTlsFiles(files), clock, log: silentLogger },
    read: () => readTlsFiles(files).finally(() => looked()),
    show: ({ certificate }) => shown.push(certificate),
  });
  const look = async () => {
    const seen = next();
    await clock.advance(60_000);
    await seen;
    await clock.advance(0);
  };
  await look();
  expect(shown).toEqual([]);
  writeFileSync(files.key, 'half');
  await look();
  expect(shown).toEqual([]);
  const renewed = await renew();
  await look();
  expect(shown).toEqual([renewed]);
  forget();
  expect(clock.pending()).toBe(0);
});
