import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, statfs, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { syncPath } from '@loa/shared/node/sync-path';

/** Recordings on the box, named by the sha256 of their bytes, and what was decoded from them. */
export interface ObjectStore {
  /** Makes the folders and forgets half-written decodings of the last run; partial downloads stay to be resumed. */
  open(): Promise<void>;
  objectPath(sha256: string): string;
  preparedPath(sha256: string): string;
  partialPath(sha256: string): string;
  /** A place to decode into, in the prepared folder, so that renaming it is atomic. */
  decodingPath(sha256: string): string;
  bytesOf(path: string): Promise<number | null>;
  /** Whether the partial download hashes to its name; if so it becomes the object, durably. */
  keepIfSound(sha256: string): Promise<boolean>;
  /** Whether the recording on the disk is still what its name says; where not, it is dropped. */
  stillSound(sha256: string): Promise<boolean>;
  /** Makes a finished decoding the prepared file, durably. */
  keepPrepared(sha256: string): Promise<void>;
  /** Marks it as used at this unix ms, to the hour (a card wears), so that others are dropped first. */
  touch(sha256: string, nowMs: number): Promise<void>;
  list(): Promise<StoredFile[]>;
  freeBytes(): Promise<number>;
}

export interface StoredFile {
  sha256: string;
  kind: 'object' | 'prepared' | 'partial';
  path: string;
  bytes: number;
  usedAtMs: number;
}

const PREPARED_SUFFIX = '.s16le';
const TOUCH_EVERY_MS = 3_600_000;

export function createObjectStore({ folder }: { folder: string }): ObjectStore {
  const folders = {
    object: join(folder, 'objects'),
    prepared: join(folder, 'prepared'),
    partial: join(folder, 'partial'),
  };
  const store: ObjectStore = {
    async open() {
      for (const path of Object.values(folders)) await mkdir(path, { recursive: true });
      for (const name of await readdir(folders.prepared)) {
        if (!name.endsWith(PREPARED_SUFFIX)) await rm(join(folders.prepared, name), { force: true });
      }
    },
    objectPath: (sha256) => join(folders.object, sha256),
    preparedPath: (sha256) => join(folders.prepared, `${sha256}${PREPARED_SUFFIX}`),
    partialPath: (sha256) => join(folders.partial, sha256),
    decodingPath: (sha256) => join(folders.prepared, `${sha256}.decoding`),
    bytesOf: async (path) => (await stat(path).catch(() => null))?.size ?? null,
    async keepIfSound(sha256) {
      const partial = store.partialPath(sha256);
      if ((await hashOf(partial)) !== sha256) {
        await rm(partial, { force: true });
        return false;
      }
      await moveDurably(partial, store.objectPath(sha256), folders.object);
      return true;
    },
    async stillSound(sha256) {
      const path = store.objectPath(sha256);
      if ((await hashOf(path)) === sha256) return true;
      await rm(path, { force: true });
      return false;
    },
    keepPrepared: (sha256) =>
      moveDurably(store.decodingPath(sha256), store.preparedPath(sha256), folders.prepared),
    async touch(sha256, nowMs) {
      for (const path of [store.objectPath(sha256), store.preparedPath(sha256)]) {
        const found = await stat(path).catch(() => null);
        if (!found || Math.abs(nowMs - found.mtimeMs) < TOUCH_EVERY_MS) continue;
        await utimes(path, nowMs / 1000, nowMs / 1000).catch(() => {});
      }
    },
    async list() {
      const files: StoredFile[] = [];
      for (const kind of ['object', 'prepared', 'partial'] as const) {
        for (const name of await readdir(folders[kind])) {
          const path = join(folders[kind], name);
          const found = await stat(path).catch(() => null);
          if (!found?.isFile()) continue;
          const sha256 = name.slice(0, 64);
          files.push({ sha256, kind, path, bytes: found.size, usedAtMs: found.mtimeMs });
        }
      }
      return files;
    },
    async freeBytes() {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
  };
  return store;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

/** After this returns, a power cut leaves either the whole file under its name or none. */
async function moveDurably(from: string, to: string, folder: string): Promise<void> {
  await syncPath(from);
  await rename(from, to);
  await syncPath(folder);
}
