import { type FileHandle, open } from 'node:fs/promises';
import { OGG_TAIL_BYTES, oggEndsInsideAPage } from './ogg-tail.js';
import { type Refusal, refuse, refuseMissing } from './outcomes.js';
import { type Demuxer, SNIFF_BYTES, type Sniffed, sniff } from './sniff.js';
import { wavMissing } from './wav-data.js';

export type Inspected = Extract<Sniffed, { kind: 'audio' }>;

/** Looks at the first bytes of a file (and, for Ogg, the last): what may read it, or why nothing may. Reads ≤100 kB. */
export async function inspect(path: string): Promise<({ ok: true } & Inspected) | Refusal> {
  const file = await open(path, 'r');
  try {
    const found = await sniffFile(file);
    if (found.kind !== 'audio') return refusalOf(found);
    return (await findCut(file, found.demuxer)) ?? { ok: true, ...found };
  } finally {
    await file.close();
  }
}

/** Cuts that the decoded duration cannot show, because ffmpeg takes the duration from what is left. */
async function findCut(file: FileHandle, demuxer: Demuxer): Promise<Refusal | undefined> {
  if (demuxer === 'ogg' && oggEndsInsideAPage(await readTail(file, OGG_TAIL_BYTES))) {
    return refuse('truncated', 'the last Ogg page is incomplete');
  }
  if (demuxer !== 'wav') return undefined;
  const cut = wavMissing(await readAt(file, 0, SNIFF_BYTES), (await file.stat()).size);
  return cut === undefined ? undefined : refuseMissing(cut.missingMs, cut.promisedMs);
}

async function sniffFile(file: FileHandle): Promise<Sniffed> {
  const found = sniff(await readAt(file, 0, SNIFF_BYTES));
  return found.kind === 'skip' ? sniff(await readAt(file, found.at, SNIFF_BYTES), true) : found;
}

function refusalOf(found: Exclude<Sniffed, { kind: 'audio' }>): Refusal {
  switch (found.kind) {
    case 'empty':
      return refuse('empty', 'there is nothing in the file, or nothing after its tag');
    case 'playlist':
      return refuse('playlist', 'the file is a playlist, whatever its name says');
    case 'skip':
    case 'not_audio':
      return refuse('not_audio', 'the first bytes are those of no audio format on the list');
  }
}

async function readTail(file: FileHandle, length: number): Promise<Uint8Array> {
  const { size } = await file.stat();
  return readAt(file, Math.max(0, size - length), length);
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
