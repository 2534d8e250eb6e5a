import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WAV_HEADER_BYTES, wavHeader } from './wav-header.js';

/** What stands beside each WAV: when its first sample sounded, and what is in it. */
export interface WavSidecar {
  boxId: string;
  sessionId: string;
  /** Unix ms. */
  firstSampleAt: number;
  sampleRate: 48_000;
  /** `offsetSamples` is negative for an item that began in the part before. */
  items: { playbackId: string; startedAt: number; offsetSamples: number }[];
}

const SIDECAR = /\.wav$/;

/** The session's name, with a number for what follows: after a restart of the agent, a long pause, a full part. */
export function freeWavPath(folder: string, sessionId: string, promised: ReadonlySet<string>): string {
  for (let part = 1; ; part++) {
    const path = join(folder, part === 1 ? `${sessionId}.wav` : `${sessionId}.${part}.wav`);
    if (!existsSync(path) && !promised.has(path)) return path;
  }
}

export async function writeSidecar(wavPath: string, sidecar: WavSidecar): Promise<void> {
  const path = wavPath.replace(SIDECAR, '.json');
  await writeFile(`${path}.tmp`, `${JSON.stringify(sidecar, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.tmp`, path);
}

/** Drops the oldest files until `roomBytes` more fit into the quota. */
export async function makeWavRoom(folder: string, quotaBytes: number, roomBytes: number): Promise<void> {
  const files = await Promise.all(
    (await wavPaths(folder)).map(async (path) => {
      const { size, mtimeMs } = await stat(path);
      return { path, size, mtimeMs };
    }),
  );
  let total = files.reduce((sum, file) => sum + file.size, 0);
  for (const { path, size } of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (total + roomBytes <= quotaBytes) return;
    await rm(path, { force: true });
    await rm(path.replace(SIDECAR, '.json'), { force: true });
    total -= size;
  }
}

/** Makes the folder, and headers of files that a power cut left behind say again what follows them. */
export async function openWavFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const path of await wavPaths(folder)) {
    const file = await open(path, 'r+');
    try {
      const { size } = await file.stat();
      const { buffer } = await file.read(Buffer.alloc(WAV_HEADER_BYTES), 0, WAV_HEADER_BYTES, 0);
      const data = Math.max(0, size - WAV_HEADER_BYTES);
      const header = wavHeader(data - (data % 2));
      if (!header.equals(buffer)) await file.write(header, 0, WAV_HEADER_BYTES, 0);
    } finally {
      await file.close();
    }
  }
}

async function wavPaths(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => SIDECAR.test(name)).map((name) => join(folder, name));
}
