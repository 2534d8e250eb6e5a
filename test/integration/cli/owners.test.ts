import { chown, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadBoxesTls } from '../../../controller/src/trust/boxes-tls.js';
import { createKeyFile } from '../../../controller/src/trust/key-files.js';
import { type AccessWorld, createAccessWorld } from '../../support/broker-access-world.js';
import { runLoa } from '../../support/cli-bench.js';

/** Somebody who is not root, and need not have an account. */
const SERVICE = { uid: 4_321, gid: 4_322 };
const OTHER = { uid: 4_323, gid: 4_324 };
const isRoot = process.getuid?.() === 0;

let world: AccessWorld;
let keys: string;
beforeEach(async () => {
  world = await createAccessWorld();
  keys = join(world.folder, 'keys');
});
afterEach(() => world.close());

const give = (path: string, { uid, gid }: typeof SERVICE) => chown(path, uid, gid);
async function ownersIn(folder: string): Promise<Record<string, unknown>> {
  const names = await readdir(folder);
  const owners = names.map(async (name) => {
    const { uid, gid } = await stat(join(folder, name));
    return [name, { uid, gid }] as const;
  });
  return Object.fromEntries(await Promise.all(owners));
}

describe.runIf(isRoot)('a command typed as root', () => {
  it('leaves a key with its owner, in whosever folder: wrapped, exported and without its private half', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'loa-owners-'));
    const file = join(folder, 'root.jwk');
    await createKeyFile(file, 'root');
    await give(folder, OTHER);
    await give(file, SERVICE);
    const typed = (...argv: string[]) =>
      runLoa(['keys', ...argv, '--file', file], {
        env: { LOA_KEY_PASSPHRASE: 'bốn từ dễ nhớ' },
        answer: true,
      });
    expect(await typed('wrap')).toMatchObject({ code: 0 });
    expect(await ownersIn(folder)).toEqual({ 'root.jwk': SERVICE });
    expect(await typed('export', '--remove', '--out', join(folder, 'drive.jwk'))).toMatchObject({ code: 0 });
    // What stood nowhere yet is the folder's owner's.
    expect(await ownersIn(folder)).toEqual({ 'root.jwk': SERVICE, 'drive.jwk': OTHER });
    await rm(folder, { recursive: true });
  });

  it('leaves the boxes’ certificates with the controller', async () => {
    await loadBoxesTls(keys, ['127.0.0.1']);
    await give(join(keys, 'boxes-tls.json'), SERVICE);
    for (const argv of [['renew'], ['prepare'], ['switch', '--force']]) {
      expect((await runLoa(['tls', ...argv, '--data', world.folder])).code).toBe(0);
      expect(await ownersIn(keys)).toEqual({ 'boxes-tls.json': SERVICE });
    }
  });

  it('gives the broker’s files to the owner of their folder, and its secret to the controller', async () => {
    const out = join(world.folder, 'mosquitto');
    for (const folder of [keys, out]) await mkdir(folder);
    await give(keys, SERVICE);
    await give(out, OTHER);
    await writeFile(join(out, 'acl'), 'written by root before the folder was given away');
    const env = { LOA_MQTT_USERNAME: 'loa-controller', LOA_MQTT_PASSWORD: 'a password' };
    const { code } = await runLoa(['broker', 'mosquitto', '--data', world.folder, '--out', out], { env });
    expect(code).toBe(0);
    expect(await ownersIn(out)).toEqual({ acl: OTHER, passwords: OTHER, 'mosquitto.conf': OTHER });
    expect(await ownersIn(keys)).toEqual({ 'broker-passwords.json': SERVICE });
  });
});
