import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InvariantError } from '@loa/shared/errors';
import { syncPath } from '@loa/shared/node/sync-path';
import type { Random } from '@loa/shared/ports/random';
import { isDiskFull } from './disk.js';
import { type Refusal, refuse } from './outcomes.js';

export interface StoredObject {
  /** Lower-case hex; the object's only name. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Bytes that are on disk and hashed but not yet an object: the caller may still think better of it. */
export interface Staged extends StoredObject {
  readonly ok: true;
  readonly path: string;
  /** Makes it an object, durable when this resolves. Safe when the object exists already. */
  commit(): Promise<StoredObject>;
  discard(): Promise<void>;
}

export type Source = AsyncIterable<Uint8Array> | { readonly file: string };

export interface StageOptions {
  readonly maxBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

/** A content-addressed store: `objects/ab/cdef…`. An object never changes, so it is written once and read without locks. */
export interface ObjectStore {
  /** Given how long it must be, a torn one (of a restored backup) does not count. */
  has(sha256: string, bytes?: number): Promise<boolean>;
  /** Where the object is or would be. */
  pathOf(sha256: string): string;
  /** Copies and hashes. `{ file }` is read, not moved. */
  stage(source: Source, options?: StageOptions): Promise<Staged | Refusal>;
  put(source: Source, options?: StageOptions): Promise<({ ok: true } & StoredObject) | Refusal>;
  /** A new path on the store's volume, for a program that writes a file by itself. The caller removes it. */
  temporaryPath(): string;
}

export interface StoreOptions {
  readonly folder: string;
  readonly random: Random;
}

/** Opens the store and sweeps away what an interrupted run left behind; one process owns a store. */
export async function openStore({ folder, random }: StoreOptions): Promise<ObjectStore> {
  const objects = join(folder, 'objects');
  const temporary = join(folder, 'tmp');
  await mkdir(objects, { recursive: true });
  await mkdir(temporary, { recursive: true });
  for (const name of await readdir(temporary))
    await rm(join(temporary, name), { recursive: true, force: true });

  function pathOf(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256))
      throw new InvariantError(`Not a sha256 in hex: ${JSON.stringify(sha256)}`);
    return join(objects, sha256.slice(0, 2), sha256.slice(2));
  }

  const temporaryPath = (): string => join(temporary, Buffer.from(random.bytes(16)).toString('hex'));

  async function commit(path: string, { sha256, bytes }: StoredObject): Promise<StoredObject> {
    const shelf = join(objects, sha256.slice(0, 2));
    await mkdir(shelf, { recursive: true });
    await rename(path, pathOf(sha256));
    await syncPath(shelf);
    await syncPath(objects);
    return { sha256, bytes };
  }

  async function stage(source: Source, options: StageOptions = {}): Promise<Staged | Refusal> {
    const path = temporaryPath();
    const discard = (): Promise<void> => rm(path, { force: true });
    try {
      const written = await writeHashed(path, source, options);
      if (written === 'too_large') {
        await discard();
        return refuse('too_large', `more than ${options.maxBytes} bytes`);
      }
      return { ok: true, path, ...written, commit: () => commit(path, written), discard };
    } catch (error) {
      await discard();
      if (isDiskFull(error)) return refuse('disk_full', `writing to ${temporary}`);
      throw error;
    }
  }

  return {
    pathOf,
    temporaryPath,
    stage,
    async has(sha256, bytes) {
      const found = await stat(pathOf(sha256)).catch(() => undefined);
      return found?.isFile() === true && (bytes === undefined || found.size === bytes);
    },
    async put(source, options) {
      const staged = await stage(source, options);
      return staged.ok ? { ok: true, ...(await staged.commit()) } : staged;
    },
  };
}

async function writeHashed(
  path: string,
  source: Source,
  { maxBytes = Number.POSITIVE_INFINITY, signal }: StageOptions,
): Promise<StoredObject | 'too_large'> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'wx', 0o640);
  try {
    for await (const chunk of 'file' in source ? createReadStream(source.file) : source) {
      signal?.throwIfAborted();
      bytes += chunk.length;
      if (bytes > maxBytes) return 'too_large';
      hash.update(chunk);
      await writeAll(file, chunk);
    }
    await file.sync();
    return { sha256: hash.digest('hex'), bytes };
  } finally {
    await file.close();
  }
}

/** One write may take only part of a chunk when the disk is nearly full. */
async function writeAll(
  file: { write(data: Uint8Array): Promise<{ bytesWritten: number }> },
  chunk: Uint8Array,
) {
  for (let rest = chunk; rest.length > 0; ) {
    const { bytesWritten } = await file.write(rest);
    rest = rest.subarray(bytesWritten);
  }
}
