import { readFile } from 'node:fs/promises';
import { LoaError } from '@loa/shared/errors';
import { Ed25519Jwk } from '@loa/shared/messages/jwk';
import { generatePrivateJwk, importSigningKey, PrivateJwk, type SigningKey } from '@loa/shared/trust/keys';
import { z } from 'zod';
import { createPrivateFile, KeyDamagedError, readPrivateJson, replacePrivateFile } from './private-file.js';
import { unwrapKey } from './wrapped-key.js';

/**
 * A key file's text: the JWK with a label that says whose it is, e.g. "DEMO root". Its private half stands in it as it is,
 * or wrapped with a passphrase, or not at all where it is kept elsewhere.
 */
const KeyFile = Ed25519Jwk.extend({
  label: z.string().min(1).max(100),
  d: PrivateJwk.shape.d.optional(),
  wrapped: z.string().min(1).max(4_000).optional(),
});
export type KeyFile = z.infer<typeof KeyFile>;
/** The public half by itself, as `loa key new` prints it for others. */
const BareKey = z.strictObject(Ed25519Jwk.shape);

export interface LoadedKey extends SigningKey {
  label: string;
}

export class KeyMissingError extends LoaError {
  constructor(path: string) {
    super('key_missing', `There is no key file ${path}.`);
  }
}

export class KeyExistsError extends LoaError {
  constructor(path: string) {
    super('key_exists', `${path} exists already; a key is never overwritten.`);
  }
}

/** Signing needs the private half; the file keeps it behind a passphrase, or has the public half alone. */
export class KeyLockedError extends LoaError {
  constructor(path: string, why: 'wrapped' | 'public_only') {
    super(
      'key_locked',
      why === 'wrapped'
        ? `${path} is wrapped with a passphrase: type it, or set LOA_KEY_PASSPHRASE.`
        : `${path} has the public half alone. Bring the exported key back with: loa keys import.`,
    );
  }
}

/** Makes a new key and its file of mode 0600, whole or not at all. Never overwrites. */
export async function createKeyFile(path: string, label: string): Promise<LoadedKey> {
  const jwk = generatePrivateJwk();
  await writeNewKeyFile(path, { label, ...jwk });
  return { label, ...(await importSigningKey(jwk)) };
}

/** Writes a key file whole or not at all; never overwrites one. */
export async function writeNewKeyFile(path: string, key: KeyFile): Promise<void> {
  if (!(await createPrivateFile(path, textOf(key)))) throw new KeyExistsError(path);
}

/** Puts another form of the same key in a key file's place, whole or not at all. */
export async function replaceKeyFile(path: string, key: KeyFile): Promise<void> {
  const before = await readKeyFile(path);
  if (before.x !== key.x) throw new KeyDamagedError(path);
  await replacePrivateFile(path, textOf(key));
}

const textOf = (key: KeyFile) => `${JSON.stringify(key, null, 2)}\n`;

/**
 * Reads a key file to sign with, refusing one that its group or the world may touch.
 *
 * @param passphrase asked for only where the key is wrapped; null where nobody can say it
 */
export async function loadKeyFile(
  path: string,
  passphrase: () => Promise<string | null> = async () => null,
): Promise<LoadedKey> {
  const file = await readKeyFile(path);
  if (file.d !== undefined) {
    const { label, kty, crv, x, d } = file;
    return { label, ...(await importSigningKey({ kty, crv, x, d })) };
  }
  const { wrapped } = file;
  if (wrapped === undefined) throw new KeyLockedError(path, 'public_only');
  const said = await passphrase();
  if (said === null) throw new KeyLockedError(path, 'wrapped');
  return { label: file.label, ...(await importSigningKey(await unwrapKey({ ...file, wrapped }, said))) };
}

/** The key of `path`, made on the first run. */
export async function loadOrCreateKeyFile(path: string, label: string): Promise<LoadedKey> {
  try {
    return await loadKeyFile(path);
  } catch (error) {
    if (!(error instanceof KeyMissingError)) throw error;
  }
  try {
    return await createKeyFile(path, label);
  } catch (error) {
    // Another process was faster.
    if (error instanceof KeyExistsError) return loadKeyFile(path);
    throw error;
  }
}

/**
 * The public half, for whoever must not sign with it: of a key file, for which no passphrase is ever asked, or a file with
 * nothing but the public JWK, which everybody may read.
 */
export async function readPublicKey(path: string): Promise<Ed25519Jwk> {
  const bare = bareKey(await readFile(path, 'utf8').catch(() => ''));
  return bare ?? publicHalf(path);
}

async function publicHalf(path: string): Promise<Ed25519Jwk> {
  const { kty, crv, x } = await readKeyFile(path);
  return { kty, crv, x };
}

function bareKey(text: string): Ed25519Jwk | null {
  try {
    return BareKey.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The public half of `path`; the key is made on the first run. */
export async function loadOrCreatePublicKey(path: string, label: string): Promise<Ed25519Jwk> {
  try {
    return await publicHalf(path);
  } catch (error) {
    if (!(error instanceof KeyMissingError)) throw error;
  }
  return (await loadOrCreateKeyFile(path, label)).publicJwk;
}

export async function readKeyFile(path: string): Promise<KeyFile> {
  const file = await readPrivateJson(path, KeyFile);
  if (file === null) throw new KeyMissingError(path);
  return file;
}
