import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@loa/shared/node/system-clock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCanonical } from '../../../controller/src/library/canonical.js';
import { openFfmpeg } from '../../../controller/src/library/ffmpeg.js';
import { measure } from '../../../controller/src/library/measure.js';
import { DEFAULT_IMPORT_LIMITS } from '../../../controller/src/library/outcomes.js';
import { silentLogger } from '../../support/silent-logger.js';
import { type Bench, openBench } from './support.js';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

async function canonical(source: string, target: string) {
  const request = { source, target: join(bench.folder, target), limits: DEFAULT_IMPORT_LIMITS };
  const made = await makeCanonical({ ffmpeg: bench.ffmpeg, log: silentLogger }, request);
  if (!made.ok) expect.fail(`${made.reason}: ${made.detail}`);
  return { ...made, path: request.target };
}

const TONE = '0.9*sin(2*PI*900*t)';
const SOURCES: ReadonlyArray<readonly [string, readonly string[], (readonly string[])?]> = [
  ['a whisper into a far microphone', ['-af', 'volume=-26dB']],
  ['a shout, clipped', ['-af', 'volume=30dB']],
  [
    'claps: all peaks and little loudness',
    [],
    ['-f', 'lavfi', '-t', '5', '-i', `aevalsrc='if(lt(mod(t,0.5),0.004),${TONE},0.003*random(0))':s=48000`],
  ],
  ['half a second', ['-t', '0.6']],
  ['a sentence between long silences', ['-af', 'adelay=6000,apad=pad_dur=6']],
];

describe('the canonical recording', () => {
  it.for(SOURCES)(
    'is within 1 LU of -16 LUFS and at most -1 dBTP after decoding: %s',
    async ([, options, input]) => {
      const made = await canonical(bench.make('source.wav', options, input), 'made.opus');
      const decoded = independentLoudness(made.path);
      expect(Math.abs(decoded.integratedLufs + 16)).toBeLessThanOrEqual(1);
      expect(decoded.truePeakDb).toBeLessThanOrEqual(-1);
      expect(Math.abs(made.integratedLufs - decoded.integratedLufs)).toBeLessThanOrEqual(0.2);
    },
  );

  it('has the same bytes whenever it is made, and carries nothing of the maker', async () => {
    const tagged = bench.make('tagged.mp3', ['-metadata', 'title=Của riêng tôi', '-metadata', 'date=2026']);
    const [first, second] = [await canonical(tagged, 'first.opus'), await canonical(tagged, 'second.opus')];
    const bytes = readFileSync(first.path);
    expect(bytes.equals(readFileSync(second.path))).toBe(true);
    expect(bytes.includes('riêng')).toBe(false);
    expect(bytes.readUInt32LE(14)).toBe(0); // the Ogg serial number is not random
  });

  it('is about 24 kbit/s', async () => {
    const made = await canonical(bench.make('source.wav', []), 'made.opus');
    expect(readFileSync(made.path).length).toBeLessThan((24_000 / 8) * 5 * 1.3);
  });
});

/** By another decoder than the library's (libopus, not ffmpeg's own). */
function independentLoudness(path: string) {
  const command = `ffmpeg -nostats -hide_banner -c:a libopus -i "$0" -af ebur128=peak=true:framelog=verbose -f null - 2>&1`;
  const log = execFileSync('sh', ['-c', command, path], { encoding: 'utf8' });
  const figure = (pattern: RegExp): number => Number(log.match(pattern)?.[1]);
  return { integratedLufs: figure(/I:\s+(-?[\d.]+) LUFS/), truePeakDb: figure(/Peak:\s+(-?[\d.]+) dBFS/) };
}

describe('importing', () => {
  it('makes one recording of the same original uploaded twice under two names', async () => {
    const file = bench.make('once.mp3', ['-q:a', '5']);
    const first = await bench.library.importRecording({ source: { file }, originalName: 'một.mp3' });
    const second = await bench.library.importRecording({
      source: createReadStream(file),
      originalName: 'hai.mp3',
    });
    expect(first).toMatchObject({ ok: true, known: false });
    if (!first.ok) return;
    expect(second).toEqual({ ok: true, known: true, recording: first.recording });
    expect(bench.remembered.size).toBe(1);
  });

  it.each(['original', 'canonical', 'aac'] as const)(
    'makes a known recording again whose %s the store lost or holds torn',
    async (which) => {
      const file = bench.make(`${which}.wav`, ['-t', '2']);
      const upload = () => bench.library.importRecording({ source: { file }, originalName: 'mất.wav' });
      const first = await upload();
      if (!first.ok) expect.fail(first.detail);
      const { original, aac, ...canonical } = first.recording;
      const path = bench.store.pathOf({ original, canonical, aac }[which].sha256);
      const whole = readFileSync(path);
      for (const harm of [() => rmSync(path), () => writeFileSync(path, whole.subarray(0, 100))]) {
        harm();
        expect(await upload()).toEqual({ ...first, known: false });
        expect(readFileSync(path).equals(whole)).toBe(true);
        expect(await upload()).toMatchObject({ ok: true, known: true });
      }
    },
  );

  it('keeps the original as it came, and names every object by its hash', async () => {
    const file = bench.make('kept.flac', []);
    const outcome = await bench.library.importRecording({ source: { file }, originalName: 'kept.flac' });
    if (!outcome.ok) expect.fail(outcome.detail);
    const { original, aac, sha256 } = outcome.recording;
    expect(readFileSync(bench.store.pathOf(original.sha256)).equals(readFileSync(file))).toBe(true);
    for (const name of [original.sha256, aac.sha256, sha256]) {
      expect(
        createHash('sha256')
          .update(readFileSync(bench.store.pathOf(name)))
          .digest('hex'),
      ).toBe(name);
    }
    expect(readdirSync(join(bench.folder, 'store', 'tmp'))).toEqual([]);
  });

  it('derives a copy for browsers that lasts as long as what was approved', async () => {
    const file = bench.make('copied.wav', []);
    const outcome = await bench.library.importRecording({ source: { file }, originalName: 'copied.wav' });
    if (!outcome.ok) expect.fail(outcome.detail);
    const input = { path: bench.store.pathOf(outcome.recording.aac.sha256), demuxer: 'mov' as const };
    const probed = await bench.ffmpeg.probe(input);
    expect(probed).toMatchObject({ ok: true, probe: { codec: 'aac', channels: 1 } });
    const copy = await measure(bench.ffmpeg, { input, maxSeconds: 60, peak: 'true' });
    if (!copy.ok) expect.fail(copy.detail);
    expect(Math.abs(copy.durationMs - outcome.recording.durationMs)).toBeLessThan(100);
    expect(Math.abs(copy.integratedLufs - outcome.recording.integratedLufs)).toBeLessThan(0.5);
  });
});

describe('a run of ffmpeg is bounded', () => {
  const open = (limits: object) =>
    openFfmpeg({ clock: systemClock, env: process.env, folder: join(bench.folder, 'programs'), limits });
  const endless = () => ({
    path: bench.make('long.wav', [], ['-f', 'lavfi', '-t', '600', '-i', 'anoisesrc']),
    demuxer: 'wav' as const,
  });
  const work = { maxSeconds: 600, audioFilter: 'aresample=96000,ebur128=peak=true', output: null };

  it('in time', async () => {
    const ffmpeg = await open({ wallMs: 300 });
    expect(await ffmpeg.run({ ...work, input: endless() })).toMatchObject({ ok: false, reason: 'timeout' });
  });

  it('in memory', async () => {
    const ffmpeg = await open({ memoryBytes: 64 * 1024 * 1024 });
    expect(await ffmpeg.run({ ...work, input: endless() })).toMatchObject({ ok: false, reason: 'failed' });
  });

  it('in what it writes', async () => {
    const ffmpeg = await open({ fileBytes: 100_000 });
    const output = { path: join(bench.folder, 'much.wav'), options: ['-f', 'wav'] };
    expect(await ffmpeg.run({ ...work, input: endless(), output })).toMatchObject({
      ok: false,
      reason: 'failed',
    });
    expect(readFileSync(output.path).length).toBeLessThanOrEqual(100_352);
  });
});
