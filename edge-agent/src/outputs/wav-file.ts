import { existsSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@loa/shared/ports/logger';
import { frameBytes, type Output, type OutputHealth, type PlaybackStart } from './output.js';
import { WAV_HEADER_BYTES, wavHeader } from './wav-header.js';

/** What stands beside each WAV: when its first sample sounded, and what is in it. */
export interface WavSidecar {
  boxId: string;
  sessionId: string;
  /** Unix ms. */
  firstSampleAt: number;
  sampleRate: 48_000;
  items: { playbackId: string; startedAt: number; offsetSamples: number }[];
}

interface Recording {
  sessionId: string;
  path: string;
  file: FileHandle;
  samples: number;
  sidecar: WavSidecar;
}

const SAMPLES_PER_MS = 48;
/** A longer pause between items is not filled with silence: the sidecar tells where each one stands. */
const LONGEST_GAP_MS = 10 * 60_000;
/** Frames are written this many at a time: one small write a second, 50 frames. */
const FRAMES_A_WRITE = 50;
const UNKNOWN_BYTES = 0xffffffff - WAV_HEADER_BYTES;

/** One WAV a session, with a sidecar; oldest files go first when the quota is full. */
export function createWavOutput(ports: {
  folder: string;
  boxId: string;
  quotaBytes: number;
  log: Logger;
}): Output {
  const { folder, boxId, quotaBytes, log } = ports;
  let armed: PlaybackStart | null = null;
  let current: Recording | null = null;
  let pending: Buffer[] = [];
  let queue = Promise.resolve();
  let health: OutputHealth = { ok: true };
  /** What other sessions take of the quota, bytes. */
  let others = 0;

  /** Everything that touches the disk runs in order, off the beat of the frames. */
  function then(work: () => Promise<void>): void {
    queue = queue.then(work).catch((error: unknown) => {
      const detail = error instanceof Error ? error.message : String(error);
      if (health.ok) log.warn({ folder, detail }, 'the WAV output takes no sound');
      health = { ok: false, detail };
    });
  }

  async function beginItem(
    start: PlaybackStart,
    firstSampleAt: number,
    offsetSamples: number,
  ): Promise<void> {
    if (current?.sessionId !== start.sessionId) {
      await close();
      others = await makeRoom(folder, quotaBytes / 2, null);
      current = await create(folder, boxId, start.sessionId, firstSampleAt, offsetSamples);
    }
    // It grows again: until the next `finish` its length is not known, should the power fail.
    else await writeHeader(current, null);
    const expected = Math.round((firstSampleAt - current.sidecar.firstSampleAt) * SAMPLES_PER_MS);
    const gap = expected - current.samples - offsetSamples;
    // What is skipped in a file reads as silence, and costs neither memory nor disk.
    const fits = (current.samples + gap) * 2 <= quotaBytes;
    if (gap > 0 && gap <= LONGEST_GAP_MS * SAMPLES_PER_MS && fits) current.samples += gap;
    const offset = current.samples + offsetSamples;
    current.sidecar.items.push({
      playbackId: start.playbackId,
      startedAt: firstSampleAt,
      offsetSamples: offset,
    });
    await writeSidecar(current);
    health = { ok: true };
  }

  function flush(): void {
    if (pending.length === 0) return;
    const bytes = Buffer.concat(pending);
    pending = [];
    then(async () => {
      if (!current) return;
      const size = current.samples * 2 + bytes.length;
      if (size > quotaBytes) throw new Error('one session is larger than the quota');
      if (others + size > quotaBytes) others = await makeRoom(folder, quotaBytes - size, current.path);
      await append(current, bytes);
    });
  }

  async function close(): Promise<void> {
    const closing = current;
    current = null;
    await closing?.file.close();
  }

  return {
    id: 'wav',
    continuous: false,
    begin(start) {
      armed = start;
    },
    write(frame, first) {
      if (first && armed) {
        const start = armed;
        flush();
        then(() => beginItem(start, first.firstSampleAt, first.offsetSamples));
      }
      pending.push(Buffer.from(frameBytes(frame)));
      if (pending.length >= FRAMES_A_WRITE) flush();
    },
    finish() {
      armed = null;
      flush();
      then(async () => {
        if (current) await writeHeader(current, current.samples * 2);
      });
    },
    health: () => health,
    async start() {
      then(async () => {
        await mkdir(folder, { recursive: true });
      });
      await queue;
      return async () => {
        flush();
        then(close);
        await queue;
      };
    },
  };
}

async function create(
  folder: string,
  boxId: string,
  sessionId: string,
  firstSampleAt: number,
  offsetSamples: number,
): Promise<Recording> {
  const path = freeName(folder, sessionId);
  const file = await open(path, 'wx', 0o600);
  const fileStart = firstSampleAt - offsetSamples / SAMPLES_PER_MS;
  const sidecar: WavSidecar = { boxId, sessionId, firstSampleAt: fileStart, sampleRate: 48_000, items: [] };
  const recording = { sessionId, path, file, samples: 0, sidecar };
  await writeHeader(recording, null);
  return recording;
}

/** With an unknown length (null) readers take the data to reach to the end of the file. */
async function writeHeader({ file }: Recording, dataBytes: number | null): Promise<void> {
  await file.write(wavHeader(dataBytes ?? UNKNOWN_BYTES), 0, WAV_HEADER_BYTES, 0);
}

/** The session's name, with a number when it goes on after a restart of the agent. */
function freeName(folder: string, sessionId: string): string {
  for (let part = 1; ; part++) {
    const path = join(folder, part === 1 ? `${sessionId}.wav` : `${sessionId}.${part}.wav`);
    if (!existsSync(path)) return path;
  }
}

async function append(recording: Recording, bytes: Buffer): Promise<void> {
  await recording.file.write(bytes, 0, bytes.length, WAV_HEADER_BYTES + recording.samples * 2);
  recording.samples += bytes.length / 2;
}

function writeSidecar({ path, sidecar }: Recording): Promise<void> {
  return writeFile(path.replace(/\.wav$/, '.json'), `${JSON.stringify(sidecar, null, 2)}\n`, { mode: 0o600 });
}

/** Drops the oldest sessions but `current` until the others fit into `budget` bytes; returns what they take. */
async function makeRoom(folder: string, budget: number, current: string | null): Promise<number> {
  const paths = (await readdir(folder))
    .filter((name) => name.endsWith('.wav'))
    .map((name) => join(folder, name));
  const files = await Promise.all(
    paths
      .filter((path) => path !== current)
      .map(async (path) => {
        const { size, mtimeMs } = await stat(path);
        return { path, size, mtimeMs };
      }),
  );
  let total = files.reduce((sum, file) => sum + file.size, 0);
  for (const { path, size } of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (total <= budget) break;
    await rm(path, { force: true });
    await rm(path.replace(/\.wav$/, '.json'), { force: true });
    total -= size;
  }
  return total;
}
