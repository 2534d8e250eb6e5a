import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LoaError } from '@loa/shared/errors';
import { Ed25519Jwk } from '@loa/shared/messages/jwk';
import { generatePrivateJwk, importSigningKey, PrivateJwk, type SigningKey } from '@loa/shared/trust/keys';
import { z } from 'zod';
import { giveToOwner } from './give-to-owner.js';
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

/** A private key that others on this machine can read is no longer private. */
export class KeyExposedError extends LoaError {
  constructor(path: string, mode: number) {
    const shown = (mode & 0o777).toString(8).padStart(3, '0');
    super(
      'key_exposed',
      `${path} has mode ${shown}: others can read this private key. Run: chmod 600 ${path}`,
    );
  }
}

export class KeyMissingError extends LoaError {
  constructor(path: string, cause: unknown) {
    super('key_missing', `There is no key file ${path}.`, { cause });
  }
}

export class KeyDamagedError extends LoaError {
  constructor(path: string) {
    super(
      'key_damaged',
      `${path} is not a key file of ours. Restore it from a backup; do not make a new one.`,
    );
  }
}

export class KeyExistsError extends LoaError {
  constructor(path: string, cause: unknown) {
    super('key_exists', `${path} exists already; a key is never overwritten.`, { cause });
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

const MODE = 0o600;

/** Makes a new key and its file of mode 0600, whole or not at all. Never overwrites. */
export async function createKeyFile(path: string, label: string): Promise<LoadedKey> {
  const jwk = generatePrivateJwk();
  await writeNewKeyFile(path, { label, ...jwk });
  return { label, ...(await importSigningKey(jwk)) };
}

/** Writes a key file whole or not at all; never overwrites one. */
export async function writeNewKeyFile(path: string, key: KeyFile): Promise<void> {
  const unfinished = await writeUnfinished(path, key);
  try {
    // A link fails where a rename would overwrite.
    await link(unfinished, path);
  } catch (error) {
    throw hasCode(error, 'EEXIST') ? new KeyExistsError(path, error) : error;
  } finally {
    await rm(unfinished, { force: true });
  }
  await syncFolder(dirname(path));
}

/** Puts another form of the same key in a key file's place, whole or not at all. */
export async function replaceKeyFile(path: string, key: KeyFile): Promise<void> {
  const before = await readKeyFile(path);
  if (before.x !== key.x) throw new KeyDamagedError(path);
  await rename(await writeUnfinished(path, key), path);
  await syncFolder(dirname(path));
}

async function writeUnfinished(path: string, key: KeyFile): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${key.x.slice(0, 12)}.new`;
  await rm(unfinished, { force: true });
  const file = await open(unfinished, 'wx', MODE);
  try {
    await file.writeFile(`${JSON.stringify(key, null, 2)}\n`);
    await giveToOwner(file, path);
    await file.sync();
  } finally {
    await file.close();
  }
  return unfinished;
}

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
  const file = await open(path, 'r').catch((error: unknown) => {
    throw hasCode(error, 'ENOENT') ? new KeyMissingError(path, error) : error;
  });
  try {
    // The open file is judged, not the name: it cannot be exchanged in between.
    const { mode } = await file.stat();
    if ((mode & 0o077) !== 0) throw new KeyExposedError(path, mode);
    return parse(await file.readFile('utf8'), path);
  } finally {
    await file.close();
  }
}

function parse(text: string, path: string): KeyFile {
  try {
    return KeyFile.parse(JSON.parse(text));
  } catch {
    // The parser's own message might quote the key.
    throw new KeyDamagedError(path);
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
