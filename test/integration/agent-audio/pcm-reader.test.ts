import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPcm } from '../../../edge-agent/src/player/sources/pcm-reader.js';
import type { SampleSource } from '../../../edge-agent/src/player/sources/sample-source.js';

const SECONDS = 5;
const TOTAL = SECONDS * 48_000 + 100;

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-pcm-'));
  path = join(folder, 'a.s16le');
  writeFileSync(path, Buffer.from(Int16Array.from({ length: TOTAL }, (_, index) => index % 30_000).buffer));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Every sample that is left, in frames; how often the disk had not kept up. */
async function drain(reader: SampleSource) {
  const all: number[] = [];
  let hungry = 0;
  for (;;) {
    const taken = reader.take(960);
    if (taken === null) {
      hungry++;
      await new Promise((resolve) => setImmediate(resolve));
      continue;
    }
    all.push(...taken);
    if (taken.length < 960) return { all, hungry };
  }
}
const openFiles = () =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder);
    } catch {
      return false;
    }
  });

describe('prepared audio on the disk', () => {
  it('comes whole and in order, from its beginning and from an offset', async () => {
    for (const offsetMs of [0, 1_234]) {
      const reader = openPcm(path, offsetMs);
      await reader.primed;
      const { all } = await drain(reader);
      const from = offsetMs * 48;
      expect(all).toHaveLength(TOTAL - from);
      expect(all.every((sample, index) => sample === (from + index) % 30_000)).toBe(true);
      expect(reader.failure()).toBeNull();
    }
    await expect.poll(openFiles, { interval: 5 }).toEqual([]);
  });

  it('is held in memory for a second or so and never much more', async () => {
    const reader = openPcm(path, 0);
    await reader.primed;
    let at = 0;
    for (let taken = reader.take(960); taken !== null; taken = reader.take(960)) at += taken.length;
    expect(at).toBeGreaterThanOrEqual(48_000);
    expect(at).toBeLessThan(2 * 48_000);
    reader.close();
    await expect.poll(openFiles, { interval: 5 }).toEqual([]);
  });

  it('is over at once beyond its end, and where it is gone says why', async () => {
    const beyond = openPcm(path, 60_000);
    await beyond.primed;
    expect(beyond.take(960)).toHaveLength(0);
    expect(beyond.failure()).toBeNull();
    const gone = openPcm(join(folder, 'gone'), 0);
    await gone.primed;
    expect(gone.take(960)).toHaveLength(0);
    expect(gone.failure()).toContain('ENOENT');
  });

  it('lets go of its file when closed before it was read', async () => {
    openPcm(path, 0).close();
    await expect.poll(openFiles, { interval: 5 }).toEqual([]);
  });
});
