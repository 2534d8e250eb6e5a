import { createHmac, pbkdf2Sync } from 'node:crypto';
import { link, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '@loa/shared/ports/random';
import { z } from 'zod';
import { KeyDamagedError, KeyExposedError } from './key-files.js';

/** 32 bytes, base64url. */
const SecretFile = z.object({ secret: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });

export const BROKER_SECRET_FILE = 'broker-passwords.json';
const MODE = 0o600;
/** The password has 256 random bits, which no stretching could improve; Mosquitto wants a number. */
const ITERATIONS = 101;

/**
 * Passwords for a broker that reads them from a file: one a box, derived from one secret, so that the controller can tell
 * the box its password and a command can write its hash, with nothing kept in between.
 */
export interface BrokerPasswords {
  /** Another key of the box, or another secret, is another password. */
  of(box: { boxId: string; keyId: string }): string;
  /** The line of a Mosquitto password file (`$7$`: PBKDF2-HMAC-SHA512); the same every time. */
  mosquittoLine(username: string, password: string): string;
}

export function createBrokerPasswords(secret: string): BrokerPasswords {
  const derive = (what: string, ...fields: string[]) =>
    createHmac('sha256', Buffer.from(secret, 'base64url'))
      .update(JSON.stringify([what, ...fields]))
      .digest();
  return {
    of: ({ boxId, keyId }) => derive('mqtt password', boxId, keyId).toString('base64url'),
    mosquittoLine(username, password) {
      const salt = derive('salt', username, password).subarray(0, 12);
      const hash = pbkdf2Sync(password, salt, ITERATIONS, 64, 'sha512');
      return `${username}:$7$${ITERATIONS}$${salt.toString('base64')}$${hash.toString('base64')}`;
    },
  };
}

/** The secret of this controller, made when it is first asked for, in a file of mode 0600. */
export async function loadBrokerPasswords(keysFolder: string, random: Random): Promise<BrokerPasswords> {
  const path = join(keysFolder, BROKER_SECRET_FILE);
  const known = await readSecret(path);
  if (known !== null) return createBrokerPasswords(known);
  await mkdir(keysFolder, { recursive: true, mode: 0o700 });
  const secret = Buffer.from(random.bytes(32)).toString('base64url');
  const unfinished = `${path}.${secret.slice(0, 8)}.new`;
  const file = await open(unfinished, 'wx', MODE);
  try {
    await file.writeFile(`${JSON.stringify({ secret })}\n`);
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
  return createBrokerPasswords((await readSecret(path)) ?? secret);
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
