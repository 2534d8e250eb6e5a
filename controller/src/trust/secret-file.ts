import { link, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Random } from '@loa/shared/ports/random';
import { z } from 'zod';
import { giveToOwner } from './give-to-owner.js';
import { KeyDamagedError, KeyExposedError } from './key-files.js';

/** 32 bytes, base64url. */
const SecretFile = z.object({ secret: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
const MODE = 0o600;

/**
 * The 256 random bits (base64url) in a file of mode 0600, made when first asked for. Refuses a file that others may read
 * (`KeyExposedError`) or that is none of ours (`KeyDamagedError`).
 */
export async function loadSecretFile(path: string, random: Random): Promise<string> {
  const known = await readSecret(path);
  if (known !== null) return known;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const secret = Buffer.from(random.bytes(32)).toString('base64url');
  const unfinished = `${path}.${secret.slice(0, 8)}.new`;
  const file = await open(unfinished, 'wx', MODE);
  try {
    await file.writeFile(`${JSON.stringify({ secret })}\n`);
    await giveToOwner(file, path);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    // Whoever was faster wins; the command and the controller must not have two.
    await link(unfinished, path).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  } finally {
    await rm(unfinished, { force: true });
  }
  return (await readSecret(path)) ?? secret;
}

async function readSecret(path: string): Promise<string | null> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (!file) return null;
  try {
    const { mode } = await file.stat();
    if ((mode & 0o077) !== 0) throw new KeyExposedError(path, mode);
    const parsed = SecretFile.safeParse(parseJson(await file.readFile('utf8')));
    if (!parsed.success) throw new KeyDamagedError(path);
    return parsed.data.secret;
  } finally {
    await file.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
