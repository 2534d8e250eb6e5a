import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCompact, signCompact } from '@loa/shared/trust/envelope';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadControllerKey } from '../../../controller/src/trust/controller-key.js';
import {
  createKeyFile,
  KeyExistsError,
  KeyMissingError,
  loadKeyFile,
  loadOrCreateKeyFile,
  readPublicKey,
} from '../../../controller/src/trust/key-files.js';
import { KeyDamagedError, KeyExposedError } from '../../../controller/src/trust/private-file.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-keys-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a key file', () => {
  it('is made with mode 0600 and a label, and signs after being loaded again', async () => {
    const path = join(folder, 'keys', 'root.jwk');
    const made = await createKeyFile(path, 'DEMO root');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'keys'))).toEqual(['root.jwk']);
    const loaded = await loadKeyFile(path);
    expect(loaded).toMatchObject({ kid: made.kid, label: 'DEMO root', publicJwk: made.publicJwk });
    const signed = await signCompact('receipt', { hello: 1 }, loaded);
    const opened = await openCompact('receipt', signed, z.unknown(), () => made.publicJwk);
    expect(opened).toMatchObject({ ok: true, payload: { hello: 1 } });
    expect(await readPublicKey(path)).toEqual(made.publicJwk);
  });

  it.each([0o640, 0o604, 0o660, 0o610])(
    'is refused with mode %o: others could have copied it',
    async (mode) => {
      const path = join(folder, 'k.jwk');
      await createKeyFile(path, 'k');
      await chmod(path, mode);
      await expect(loadKeyFile(path)).rejects.toThrow(KeyExposedError);
      await expect(loadOrCreateKeyFile(path, 'k')).rejects.toThrow(/chmod 600/);
    },
  );

  it('is never overwritten, nor replaced when damaged', async () => {
    const path = join(folder, 'k.jwk');
    await createKeyFile(path, 'k');
    const text = await readFile(path, 'utf8');
    await expect(createKeyFile(path, 'k')).rejects.toThrow(KeyExistsError);
    expect(await readFile(path, 'utf8')).toBe(text);
    await writeFile(path, text.slice(0, 60));
    const error = await loadOrCreateKeyFile(path, 'k').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(KeyDamagedError);
    expect(String(error)).not.toContain(text.slice(20, 50));
    expect(await readdir(folder)).toEqual(['k.jwk']);
  });

  it('may be the public half by itself where nobody signs, and is not taken where more stands in it', async () => {
    const path = join(folder, 'k.pub');
    const { publicJwk } = await createKeyFile(join(folder, 'k.jwk'), 'k');
    await writeFile(path, JSON.stringify(publicJwk), { mode: 0o644 });
    expect(await readPublicKey(path)).toEqual(publicJwk);
    await expect(loadKeyFile(path)).rejects.toThrow(KeyExposedError);
    await writeFile(path, await readFile(join(folder, 'k.jwk')));
    await expect(readPublicKey(path)).rejects.toThrow(KeyExposedError);
    await writeFile(path, JSON.stringify({ ...publicJwk, d: 'A'.repeat(43) }));
    await expect(readPublicKey(path)).rejects.toThrow(KeyExposedError);
    await writeFile(path, JSON.stringify({ ...publicJwk, x: 'short' }));
    await chmod(path, 0o600);
    await expect(readPublicKey(path)).rejects.toThrow(KeyDamagedError);
  });

  it('that is missing is named', async () => {
    await expect(loadKeyFile(join(folder, 'none.jwk'))).rejects.toThrow(KeyMissingError);
  });

  it('of the controller is made once, though two processes start together', async () => {
    const [a, b] = await Promise.all([loadControllerKey(folder), loadControllerKey(folder)]);
    expect(a.kid).toBe(b.kid);
    expect((await loadControllerKey(folder)).kid).toBe(a.kid);
    expect(await readdir(folder)).toEqual(['controller.jwk']);
  });
});
