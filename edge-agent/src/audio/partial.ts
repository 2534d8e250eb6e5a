import { createWriteStream } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A download underway: the bytes so far and the entity tag they came with, so that the rest can be asked for. */
export interface Partial {
  bytes: number;
  etag: string | null;
}

const tagPath = (path: string) => `${path}.etag`;

export async function readPartial(path: string): Promise<Partial> {
  const found = await stat(path).catch(() => null);
  if (!found) return { bytes: 0, etag: null };
  return { bytes: found.size, etag: await readFile(tagPath(path), 'utf8').catch(() => null) };
}

/** Appends, or begins anew at 0. One byte beyond `room` is kept so that the hash finds it; the rest never lands. */
export async function writePartial(
  path: string,
  body: AsyncIterable<Uint8Array>,
  at: { start: number; room: number; etag: string | null },
  signal: AbortSignal,
): Promise<void> {
  // The body is taken at once: what still waits in it when the connection breaks would be lost.
  const flags = at.start > 0 ? 'a' : 'w';
  const file = createWriteStream(path, { flags, mode: 0o600 });
  const written = pipeline(Readable.from(atMost(body, at.room)), file, { signal });
  const tagged = at.start > 0 ? Promise.resolve() : keepTag(path, at.etag);
  const [outcome] = await Promise.allSettled([written, tagged]);
  if (outcome.status === 'rejected') throw outcome.reason;
}

/** Without its tag a download is resumed all the same: the hash has the last word. */
async function keepTag(path: string, etag: string | null): Promise<void> {
  if (etag === null) await rm(tagPath(path), { force: true });
  else await writeFile(tagPath(path), etag, { mode: 0o600 });
}

export async function dropPartial(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(tagPath(path), { force: true });
}

async function* atMost(body: AsyncIterable<Uint8Array>, room: number): AsyncGenerator<Uint8Array> {
  let left = room + 1;
  for await (const chunk of body) {
    const part = chunk.subarray(0, left);
    left -= part.length;
    yield part;
    if (left === 0) return;
  }
}
