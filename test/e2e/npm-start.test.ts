import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Account } from '@loa/shared/api/accounts';
import { Health } from '@loa/shared/api/health';
import { pageOf } from '@loa/shared/api/page';
import { Playback } from '@loa/shared/api/playbacks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createApiClient } from '../../controller/src/client/api-client.js';
import { demoFolders } from '../../controller/src/demo/folders.js';
import { waitUntil } from '../support/wait-until.js';

const launcher = fileURLToPath(new URL('../../controller/dist/demo/main.js', import.meta.url));

let data = '';
const running = new Set<ChildProcess>();
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'loa-demo-'));
});
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});

interface Demo {
  child: ChildProcess;
  output(): string;
  exit: Promise<number | null>;
}

/** `npm start` after its set-up, with one bulletin instead of nine: the others only cost time here. */
function startDemo(args: string[], env: Record<string, string> = {}): Demo {
  const child = spawn(process.execPath, [launcher, ...args], {
    env: {
      ...process.env,
      LOA_DATA: data,
      LOA_HTTP_PORT: '0',
      LOA_MQTT_PORT: '0',
      LOA_DEMO_BULLETINS: '1',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const exit = once(child, 'close').then(([code]) => {
    running.delete(child);
    return typeof code === 'number' ? code : null;
  });
  return { child, output: () => output, exit };
}

/** Processes that were started with this test's data folder in their environment. */
function processes(): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`${data}/demo`);
    } catch {
      return false;
    }
  });
}

describe('npm start', { timeout: 150_000 }, () => {
  it('sets a village up and ends well once a bulletin was heard, within a minute of the controller’s start', async () => {
    const demo = startDemo(['--once']);
    expect({ code: await demo.exit, output: demo.output() }).toMatchObject({ code: 0 });
    const output = demo.output();
    expect(Number(/, ([\d.]+) s after the controller’s start/.exec(output)?.[1])).toBeLessThan(60);
    expect(output).toContain('03:15 nằm ngoài khung giờ phát 05:30–21:00');
    expect(output.match(/^ {4}\w+ +[a-z2-7]{4}-/gm)).toHaveLength(8);
    expect(processes()).toEqual([]);
  });

  it('leaves each box a WAV file of what it played, and key files that only their owner can read', () => {
    const folders = demoFolders(data);
    for (const box of readdirSync(folders.boxes)) {
      const files = readdirSync(join(folders.boxes, box, 'sessions'));
      expect(files.map((file) => file.split('.').at(-1)).sort()).toEqual(['json', 'wav']);
    }
    for (const key of readdirSync(folders.keys)) {
      expect(statSync(join(folders.keys, key)).mode & 0o777).toBe(0o600);
      expect(key).toMatch(/^demo-/);
    }
    expect(readFileSync(folders.rootKey, 'utf8')).toContain('DEMO root');
  });

  it('goes on with the same data, answers that it is a demo, and on Ctrl-C ends every process', async () => {
    const demo = startDemo([]);
    const server = await waitUntil('it is up', () => /DEMO: (http\S+)/.exec(demo.output())?.[1]);
    expect(demo.output()).toContain('Going on with the demonstration');
    const token = readFileSync(demoFolders(data).adminToken, 'utf8').trim();
    const api = createApiClient({ fetch, server, token });
    expect(await api.get('/health', Health)).toMatchObject({ ok: true, demo: true });
    const { items } = await api.get('/playbacks?state=finished', pageOf(Playback));
    expect(items.filter(({ clockState }) => clockState === 'synced')).toHaveLength(3);
    // Those of all nine bulletins: without a language its variants wait for a listener who knows it.
    const accounts = await api.get('/accounts', z.object({ items: z.array(Account) }));
    const approver = accounts.items.find(({ role }) => role === 'approver');
    expect(approver?.languages.toSorted()).toEqual(['jra', 'km', 'vi']);
    demo.child.kill('SIGINT');
    expect(await demo.exit).toBe(0);
    expect(processes()).toEqual([]);
  });

  it('killed outright leaves no process behind', async () => {
    const demo = startDemo([]);
    await waitUntil('it is up', () => /DEMO: http/.test(demo.output()));
    expect(processes().length).toBeGreaterThanOrEqual(4);
    demo.child.kill('SIGKILL');
    await demo.exit;
    await waitUntil('all are gone', () => processes().length === 0);
  });

  it('says which setting to change when the port that was asked for is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const demo = startDemo(['--once'], { LOA_HTTP_PORT: String(port) });
    expect(await demo.exit).toBe(1);
    expect(demo.output()).toContain(`Port ${port} is taken`);
    expect(demo.output()).toContain('LOA_HTTP_PORT=');
    other.close();
  });

  it('does not start twice on the same data', async () => {
    const first = startDemo([]);
    await waitUntil('it has begun', () => first.output().includes('Going on'));
    const second = startDemo([]);
    expect(await second.exit).toBe(1);
    expect(second.output()).toContain(`running already (process ${first.child.pid})`);
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
    expect(processes()).toEqual([]);
  });
});
