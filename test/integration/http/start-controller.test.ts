import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Health } from '@loa/shared/api/health';
import { systemClock } from '@loa/shared/node/system-clock';
import { systemRandom } from '@loa/shared/node/system-random';
import type { Clock } from '@loa/shared/ports/clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../controller/src/config.js';
import { type RunningController, startController } from '../../../controller/src/start-controller.js';
import { troubleText } from '../../../controller/src/start-trouble.js';
import { silentLogger } from '../../support/silent-logger.js';

let folder: string;
const running: RunningController[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-controller-'));
});
afterEach(async () => {
  for (const controller of running.splice(0)) await controller.stop();
  rmSync(folder, { recursive: true });
});

async function start(
  env: Record<string, string> = {},
  clock: Clock = systemClock,
): Promise<RunningController> {
  const config = readConfig({ LOA_DATA: folder, LOA_HTTP_PORT: '0', LOA_MQTT_PORT: '0', ...env });
  const controller = await startController({
    ...{
      config,
      clock,
      random: systemRandom,
      log: silentLogger,
      version: '1.2.3',
      builtAt: 0,
      webFolder: folder,
    },
    cron: { schedule: () => () => {} },
    openFfmpeg: async () => {
      const never = async () => ({ ok: false, reason: 'failed', detail: 'no ffmpeg in this test' }) as const;
      return { run: never, probe: never };
    },
  });
  running.push(controller);
  return controller;
}

const troubleOf = (starting: Promise<unknown>) =>
  starting.then(
    () => 'it started',
    (error: unknown) => troubleText(error),
  );

async function healthOf({ url }: RunningController): Promise<[number, Health]> {
  const response = await fetch(`${url}/api/health`);
  return [response.status, Health.parse(await response.json())];
}

async function connectedHealth(controller: RunningController): Promise<[number, Health]> {
  for (;;) {
    const [status, health] = await healthOf(controller);
    if (health.broker === 'ok') return [status, health];
  }
}

const signIn = ({ url }: RunningController, password: string) =>
  fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'admin', password }),
  });

describe('a controller', () => {
  it('starts in an empty folder with keys only it can read and one account, whose link it shows once', async () => {
    const first = await start();
    expect(await connectedHealth(first)).toMatchObject([200, { ok: true, version: '1.2.3', demo: false }]);
    const token = first.firstAccount?.link.path.split('#')[1];
    const password = 'năm con trâu đen';
    const chosen = await fetch(`${first.url}/api/links/use`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, password }),
    });
    expect(await chosen.json()).toEqual({ login: 'admin' });
    const signedIn = await signIn(first, password);
    expect(await signedIn.json()).toMatchObject({ mustSetUpSecondFactor: true });
    for (const name of readdirSync(join(folder, 'keys'))) {
      expect(statSync(join(folder, 'keys', name)).mode & 0o777).toBe(0o600);
    }
    await running.pop()?.stop();
    const again = await start();
    expect(again.firstAccount).toBeNull();
    expect((await signIn(again, password)).status).toBe(201);
  });

  it('does not repeat a password that it was given', async () => {
    const controller = await start({ LOA_ADMIN_PASSWORD: 'mật khẩu đã cho' });
    expect(controller.firstAccount).toBeNull();
    expect((await signIn(controller, 'mật khẩu đã cho')).status).toBe(201);
  });

  it('says in one sentence that its port is taken, and leaves the data of the other alone', async () => {
    const first = await start();
    const port = new URL(first.url).port;
    expect(await troubleOf(start({ LOA_HTTP_PORT: port }))).toMatch(
      new RegExp(`^Port ${port} of 127.0.0.1 is taken`),
    );
    const mqttPort = new URL(first.mqttUrl).port;
    expect(await troubleOf(start({ LOA_MQTT_PORT: mqttPort }))).toContain(`Port ${mqttPort} `);
    expect((await healthOf(first))[1].database).toBe('ok');
  });

  it('refuses a damaged database, changes nothing in it, and lets its port go', async () => {
    const path = join(folder, 'loa.db');
    writeFileSync(path, 'ruined '.repeat(1000));
    expect(await troubleOf(start())).toBe(
      `The database ${path} is damaged. Restore it from a backup, or move it away.`,
    );
    expect(statSync(path).size).toBe(7000);
  });

  it('lives on under a clock before its newest row, signs nothing, and says so', async () => {
    await start();
    await running.pop()?.stop();
    const early: Clock = { ...systemClock, now: () => systemClock.now() - 86_400_000 };
    const controller = await start({}, early);
    expect(await connectedHealth(controller)).toMatchObject([
      503,
      { ok: false, clock: 'wrong', database: 'ok' },
    ]);
    const time = await fetch(`${controller.url}/agent/time`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ boxId: 'box_one', nonce: 'A'.repeat(22) }),
    });
    expect(time.status).toBe(503);
  });

  it('says what is wrong with the disk, the address and what it does not know', () => {
    expect(troubleText(Object.assign(new Error('x'), { code: 'ENOSPC' }))).toContain('disk is full');
    expect(troubleText(Object.assign(new Error('x'), { code: 'SQLITE_FULL' }))).toContain('disk is full');
    expect(troubleText(Object.assign(new Error('x'), { code: 'EACCES', path: '/root' }))).toContain('/root');
    expect(troubleText(new Error('odd'))).toBe('The controller could not start: odd');
  });
});
