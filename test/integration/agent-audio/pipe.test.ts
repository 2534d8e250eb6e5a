import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FRAME_SAMPLES, type Output } from '../../../edge-agent/src/outputs/output.js';
import { createPipeOutput } from '../../../edge-agent/src/outputs/pipe.js';
import { silentLogger } from '../../support/silent-logger.js';

let folder: string;
let path: string;
let output: Output;
let stop: () => Promise<void>;
let due = 0;
const readers: number[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loa-pipe-'));
  path = join(folder, 'sound');
  execFileSync('mkfifo', [path]);
  output = createPipeOutput({ path, log: silentLogger });
  stop = await output.start();
});
afterEach(async () => {
  await stop();
  for (const fd of readers.splice(0)) closeSync(fd);
  rmSync(folder, { recursive: true, force: true });
});

function attach(): number {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  readers.push(fd);
  return fd;
}
function leave(fd: number): void {
  readers.splice(readers.indexOf(fd), 1);
  closeSync(fd);
}
const write = (value: number, frames = 1) => {
  for (let frame = 0; frame < frames; frame++, due += 20)
    output.write(new Int16Array(FRAME_SAMPLES).fill(value), due);
};
/** All samples that wait for the reader now. */
function take(fd: number, atMost = 1_000_000): Int16Array {
  const bytes = Buffer.alloc(atMost);
  let length = 0;
  try {
    for (let got = 1; got > 0 && length < atMost; length += got)
      got = readSync(fd, bytes, length, atMost - length, null);
  } catch {
    // EAGAIN: nothing more now.
  }
  return new Int16Array(Uint8Array.from(bytes.subarray(0, length - (length % 2))).buffer);
}
const valuesIn = (samples: Int16Array) => [...new Set(samples)];

describe('a pipe', () => {
  it('carries silence, then sound, every sample in order', () => {
    const reader = attach();
    write(0, 5);
    write(500, 5);
    const heard = take(reader);
    expect(heard).toHaveLength(10 * FRAME_SAMPLES);
    expect(heard.indexOf(500)).toBe(5 * FRAME_SAMPLES);
    expect(heard.subarray(5 * FRAME_SAMPLES).every((sample) => sample === 500)).toBe(true);
    expect(output.health()).toEqual({ ok: true });
  });

  it('gives one who comes late the present, not what was said before', () => {
    write(100, 300);
    const reader = attach();
    write(200, 3);
    const heard = take(reader);
    expect(valuesIn(heard)).toEqual([200]);
    expect(heard).toHaveLength(3 * FRAME_SAMPLES);
  });

  it('that nobody reads for a second says so', () => {
    write(0, 10);
    expect(output.health()).toEqual({ ok: true });
    write(0, 60);
    expect(output.health()).toMatchObject({ ok: false });
    attach();
    write(0, 1);
    expect(output.health()).toEqual({ ok: true });
  });

  it('outlives its reader, and serves the next one from then on', () => {
    const first = attach();
    write(100, 3);
    expect(valuesIn(take(first))).toEqual([100]);
    leave(first);
    write(200, 20);
    const second = attach();
    write(300, 4);
    const heard = take(second);
    expect(valuesIn(heard)).toEqual([300]);
    expect(heard).toHaveLength(4 * FRAME_SAMPLES);
  });

  it('drops frames for a reader that does not read, never half of one', () => {
    const reader = attach();
    write(100, 60);
    const heard = take(reader);
    expect(heard.length % FRAME_SAMPLES).toBe(0);
    expect(heard.length).toBeLessThan(60 * FRAME_SAMPLES);
    expect(valuesIn(heard)).toEqual([100]);
  });

  it('gives a reader that had stopped fresh sound, whole samples also from the middle of one', () => {
    const reader = attach();
    write(0x0102, 2);
    const odd = Buffer.alloc(1001);
    readSync(reader, odd, 0, odd.length, null);
    write(0x0102, 100);
    write(0x0304, 10);
    expect(output.health()).toEqual({ ok: true });
    const rest = Buffer.alloc(200_000);
    const length = readSync(reader, rest, 0, rest.length, null);
    const all = Buffer.concat([odd, rest.subarray(0, length)]);
    const heard = new Int16Array(Uint8Array.from(all).buffer);
    expect(valuesIn(heard)).toEqual([0x0102, 0x0304]);
    const stale = heard.indexOf(0x0304) - 500;
    expect(stale).toBeLessThan(48 * 1000);
  });

  it('that was closed takes nothing more and breaks nothing', async () => {
    const reader = attach();
    await stop();
    write(100, 3);
    expect(take(reader)).toHaveLength(0);
  });
});
