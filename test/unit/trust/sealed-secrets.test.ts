import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyDamagedError, KeyExposedError } from '../../../controller/src/trust/private-file.js';
import { createSealedSecrets, loadSealedSecrets } from '../../../controller/src/trust/sealed-secrets.js';
import { createSeededRandom } from '../../support/seeded-random.js';

const secrets = createSealedSecrets('A'.repeat(43), createSeededRandom(5));
const SECRET = 'JBSWY3DPEHPK3PXP';

describe('a sealed secret', () => {
  it('is what it was, for its own purpose alone, and never twice the same text', () => {
    const sealed = secrets.seal(SECRET, 'totp a');
    expect(sealed).not.toContain(SECRET);
    expect(secrets.open(sealed, 'totp a')).toBe(SECRET);
    expect(secrets.open(sealed, 'totp b')).toBeNull();
    expect(secrets.seal(SECRET, 'totp a')).not.toBe(sealed);
    expect([secrets.isSealed(sealed), secrets.isSealed(SECRET)]).toEqual([true, false]);
  });

  it('is nothing under another key, nor with any one bit changed, nor cut', () => {
    const sealed = secrets.seal(SECRET, 'totp a');
    expect(createSealedSecrets('B'.repeat(43), createSeededRandom(5)).open(sealed, 'totp a')).toBeNull();
    const [head = '', ...parts] = sealed.split('.');
    for (const [index, part] of parts.entries()) {
      const bytes = Buffer.from(part, 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const bent = Buffer.from(bytes);
        bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const text = [head, ...parts.with(index, bent.toString('base64url'))].join('.');
        expect(secrets.open(text, 'totp a')).toBeNull();
      }
    }
    for (const text of ['', SECRET, head, `${head}.`, sealed.slice(0, -2), `${sealed}.x`, sealed.slice(1)])
      expect(secrets.open(text, 'totp a')).toBeNull();
  });
});

describe('its key', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'loa-sealing-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const path = () => join(folder, 'sealing.json');

  it('is made once, with mode 0600, and the same at the next start', async () => {
    const first = await loadSealedSecrets(folder, createSeededRandom(1));
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    const again = await loadSealedSecrets(folder, createSeededRandom(2));
    expect(again.open(first.seal(SECRET, 'x'), 'x')).toBe(SECRET);
  });

  it('is refused where others may read it, or where it is something else', async () => {
    await loadSealedSecrets(folder, createSeededRandom(1));
    chmodSync(path(), 0o640);
    await expect(loadSealedSecrets(folder, createSeededRandom(1))).rejects.toThrow(KeyExposedError);
    chmodSync(path(), 0o600);
    writeFileSync(path(), '{"secret":"short"}');
    await expect(loadSealedSecrets(folder, createSeededRandom(1))).rejects.toThrow(KeyDamagedError);
  });
});
