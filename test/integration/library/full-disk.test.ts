import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@loa/shared/node/system-clock';
import { systemRandom } from '@loa/shared/node/system-random';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLibrary } from '../../../controller/src/library/import-recording.js';
import { openStore } from '../../../controller/src/library/store.js';
import { silentLogger } from '../../support/silent-logger.js';
import { type Bench, openBench } from './support.js';

let bench: Bench;
let volume: string;
let mounted = false;
beforeAll(async () => {
  bench = await openBench();
  volume = join(bench.folder, 'volume');
  mkdirSync(volume);
  mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', volume]).status === 0;
});
afterAll(() => {
  if (mounted) execFileSync('umount', [volume]);
  bench.close();
});

describe('a full disk', () => {
  it.for([
    ['while the upload arrives', 0],
    ['while a recording is made of it', 520_000],
  ] as const)('%s is named as such, and nothing half-made stays', async ([, roomBytes], { skip }) => {
    if (!mounted && process.env.LOA_TEST_ALL === '1') expect.fail('cannot mount a tmpfs here');
    skip(!mounted, 'filling a disk needs the right to mount a tmpfs');
    const store = await openStore({ folder: join(volume, 'store'), random: systemRandom });
    const ports = { store, ffmpeg: bench.ffmpeg, clock: systemClock, log: silentLogger };
    const library = createLibrary({ ...ports, findByOriginal: async () => undefined });
    const file = bench.make('upload.wav', ['-ar', '48000']);
    fillTo(volume, roomBytes);
    const outcome = await library.importRecording({ source: { file }, originalName: 'upload.wav' });
    expect(outcome).toMatchObject({ ok: false, reason: 'disk_full' });
    expect(readdirSync(join(volume, 'store', 'tmp'))).toEqual([]);
    expect(readdirSync(join(volume, 'store', 'objects'))).toEqual([]);
  });
});

/** Leaves about this much room on the volume of 1 MB. */
function fillTo(folder: string, roomBytes: number): void {
  writeFileSync(join(folder, 'ballast'), Buffer.alloc(1024 * 1024 - 4096 * 4 - roomBytes));
}
