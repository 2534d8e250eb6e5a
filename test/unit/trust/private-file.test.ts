import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPrivateFile, replacePrivateFile } from '../../../controller/src/trust/private-file.js';
import { loadSecretFile } from '../../../controller/src/trust/secret-file.js';
import { createSeededRandom } from '../../support/seeded-random.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-private-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a private file', () => {
  it('is made once, for its owner alone, in a folder that is made with it', async () => {
    const path = join(folder, 'keys', 'secret');
    expect(await createPrivateFile(path, 'first')).toBe(true);
    expect(await createPrivateFile(path, 'second')).toBe(false);
    expect(await readFile(path, 'utf8')).toBe('first');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'keys'))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(folder, 'keys'))).toEqual(['secret']);
  });

  it('takes the place of what is there, also of a link, and never writes through one', async () => {
    const path = join(folder, 'secret');
    const elsewhere = join(folder, 'elsewhere');
    await writeFile(elsewhere, 'as it was');
    await symlink(elsewhere, path);
    await replacePrivateFile(path, 'ours');
    expect(await readFile(path, 'utf8')).toBe('ours');
    expect(await readFile(elsewhere, 'utf8')).toBe('as it was');
    expect((await readdir(folder)).sort()).toEqual(['elsewhere', 'secret']);
  });

  it('is the same secret for all who ask for it at once', async () => {
    const path = join(folder, 'secret');
    const asked = [1, 2, 3, 4].map((seed) => loadSecretFile(path, createSeededRandom(seed)));
    expect(new Set(await Promise.all(asked)).size).toBe(1);
    expect(await readdir(folder)).toEqual(['secret']);
  });
});
