import { link, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LoaError } from '@loa/shared/errors';
import type { Ed25519Jwk } from '@loa/shared/messages/jwk';
import {
  generatePrivateJwk,
  importSigningKey,
  PrivateJwk,
  publicOf,
  type SigningKey,
} from '@loa/shared/trust/keys';
import { z } from 'zod';

/** A key file's text: the JWK with a label that says whose it is, e.g. "DEMO root". */
const KeyFile = PrivateJwk.extend({ label: z.string().min(1).max(100) });

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

const MODE = 0o600;

/** Makes a new key and its file of mode 0600, whole or not at all. Never overwrites. */
export async function createKeyFile(path: string, label: string): Promise<LoadedKey> {
  const jwk = generatePrivateJwk();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${publicOf(jwk).x.slice(0, 12)}.new`;
  const file = await open(unfinished, 'wx', MODE);
  try {
    await file.writeFile(`${JSON.stringify({ label, ...jwk }, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    // A link fails where a rename would overwrite.
    await link(unfinished, path);
  } catch (error) {
    throw hasCode(error, 'EEXIST') ? new KeyExistsError(path, error) : error;
  } finally {
    await rm(unfinished, { force: true });
  }
  await syncFolder(dirname(path));
  return { label, ...(await importSigningKey(jwk)) };
}

/** Reads a key file, refusing one that its group or the world may touch. */
export async function loadKeyFile(path: string): Promise<LoadedKey> {
  const { label, ...jwk } = await readKey(path);
  return { label, ...(await importSigningKey(jwk)) };
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

/** The public half of a key file, for whoever must not sign with it. */
export async function readPublicKey(path: string): Promise<Ed25519Jwk> {
  return publicOf(await readKey(path));
}

async function readKey(path: string): Promise<z.infer<typeof KeyFile>> {
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

function parse(text: string, path: string): z.infer<typeof KeyFile> {
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
