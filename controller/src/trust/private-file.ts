import { type FileHandle, link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '@loa/shared/error-code';
import { LoaError } from '@loa/shared/errors';
import { syncPath } from '@loa/shared/node/sync-path';
import { systemRandom } from '@loa/shared/node/system-random';
import type { z } from 'zod';

/** For the owner's eyes alone: keys, secrets, and certificates with their keys. */
const MODE = 0o600;

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

/** A key that cannot be read any more: with a new one, whatever trusted the old one is locked out. */
export class KeyDamagedError extends LoaError {
  constructor(path: string) {
    super(
      'key_damaged',
      `${path} is not a key file of ours. Restore it from a backup; do not make a new one.`,
    );
  }
}

/**
 * What a file says as JSON; null where there is none. Refuses a file that its group or the world may touch
 * (`KeyExposedError`) or that is none of ours (`KeyDamagedError`).
 */
export async function readPrivateJson<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  const text = await readPrivateFile(path);
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    // The parser's own message might quote the key.
    throw new KeyDamagedError(path);
  }
}

async function readPrivateFile(path: string): Promise<string | null> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  });
  if (!file) return null;
  try {
    // The open file is judged, not the name: it cannot be exchanged in between.
    const { mode } = await file.stat();
    if ((mode & 0o077) !== 0) throw new KeyExposedError(path, mode);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** Writes a new file of mode 0600, whole or not at all. False where there is one already, which stays as it is. */
export async function createPrivateFile(path: string, text: string): Promise<boolean> {
  const unfinished = await writeUnfinished(path, text, path);
  try {
    // A link fails where a rename would overwrite.
    await link(unfinished, path);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
  await syncPath(dirname(path));
  return true;
}

/**
 * Puts a file of mode 0600 in the place of whatever is there, whole or not at all.
 *
 * @param owner whose owner it gets where root writes it: the path itself, or a folder
 */
export async function replacePrivateFile(path: string, text: string, owner = path): Promise<void> {
  await rename(await writeUnfinished(path, text, owner), path);
  await syncPath(dirname(path));
}

/** Beside its place, under a name that nobody can have laid a link at or is writing too. */
async function writeUnfinished(path: string, text: string, owner: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${Buffer.from(systemRandom.bytes(6)).toString('hex')}.new`;
  const file = await open(unfinished, 'wx', MODE);
  try {
    await file.writeFile(text);
    await giveToOwner(file, owner);
    await file.sync();
  } finally {
    await file.close();
  }
  return unfinished;
}

/**
 * Gives an unfinished file to whoever owns the file whose place it is to take, or else the folder: what a command typed as
 * root writes must stay readable for the controller's own user. Only root may give files away; whoever else writes there
 * is the owner already.
 */
async function giveToOwner(unfinished: FileHandle, target: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(target).catch(() => stat(dirname(target)));
  await unfinished.chown(uid, gid);
}
