import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Child, startChild } from '../support/child.js';
import { freePort } from '../support/free-port.js';
import { waitUntil } from '../support/wait-until.js';

const dist = fileURLToPath(new URL('../../controller/dist/', import.meta.url));
let folder: string;
const children: Child[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-private-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) await child.stop();
  await rm(folder, { recursive: true });
});

/** As most systems start programs: what they write, everybody may read. */
function startOpenly(script: string, args: readonly string[], env: Record<string, string>): Child {
  const prefix = ['sh', '-c', 'umask 022; exec "$@"', 'sh'];
  const child = startChild(join(dist, script), args, env, { prefix });
  children.push(child);
  return child;
}

/** A folder that somebody made without a thought, with mode 755. */
async function makeFolder(name: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path, { mode: 0o755 });
  return path;
}

/** The files that others on this machine may open: those in their own folders of mode 0700 are out of reach. */
async function openToOthers(path: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const { mode } = await stat(join(path, entry.name));
    if ((mode & 0o077) !== 0) found.push(entry.name);
  }
  return found;
}

it('a controller and its backup keep everything to their user, in folders that everybody may look into', async () => {
  const [data, out] = [await makeFolder('data'), await makeFolder('backup')];
  const port = await freePort();
  const listen = { LOA_HTTP_PORT: String(port), LOA_MQTT_PORT: String(await freePort()) };
  const controller = startOpenly('main.js', [], { LOA_DATA: data, ...listen });
  await waitUntil(
    () => `the controller is up (it said: ${controller.output().slice(-2000)})`,
    async () =>
      fetch(`http://127.0.0.1:${port}/api/health`).then(
        ({ ok }) => ok,
        () => false,
      ),
  );
  expect(await readdir(data)).toContain('loa.db-wal');
  expect(await openToOthers(data)).toEqual([]);

  const backup = startOpenly('cli/main.js', ['backup', '--data', data, '--out', out], {});
  expect(await backup.exited).toBe(0);
  expect(await readdir(out)).toContain('loa.db');
  expect(await openToOthers(out)).toEqual([]);
});
