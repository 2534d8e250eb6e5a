import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect } from '../../../controller/src/library/inspect.js';
import { measure } from '../../../controller/src/library/measure.js';
import { amrNoise } from './amr-noise.js';
import { type Bench, openBench, SPEECH } from './support.js';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const COVER = ['-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=1:duration=1'];
const CUT_SPEECH = ['-ss', '2', '-t', '5', '-i'];

interface Format {
  readonly name: string;
  readonly demuxer: string;
  readonly options: readonly string[];
  readonly withPictures?: boolean;
}

const FORMATS: readonly Format[] = [
  { name: 'vbr.mp3', demuxer: 'mp3', options: ['-c:a', 'libmp3lame', '-q:a', '4'] },
  {
    name: 'no-header.mp3',
    demuxer: 'mp3',
    options: ['-b:a', '64k', '-write_xing', '0', '-id3v2_version', '0'],
  },
  {
    name: 'cover-art.mp3',
    demuxer: 'mp3',
    withPictures: true,
    options: [
      '-map',
      '0:a',
      '-map',
      '1:v',
      '-frames:v',
      '1',
      '-c:v',
      'png',
      '-disposition:v',
      'attached_pic',
    ],
  },
  { name: 'phone.m4a', demuxer: 'mov', options: ['-c:a', 'aac', '-b:a', '64k'] },
  { name: 'raw.aac', demuxer: 'aac', options: ['-c:a', 'aac', '-f', 'adts'] },
  { name: 'vorbis.ogg', demuxer: 'ogg', options: ['-c:a', 'libvorbis'] },
  { name: 'zalo.opus', demuxer: 'ogg', options: ['-c:a', 'libopus', '-b:a', '16k'] },
  { name: 'eight-bit.wav', demuxer: 'wav', options: ['-c:a', 'pcm_u8', '-ar', '11025'] },
  {
    name: 'surround.wav',
    demuxer: 'wav',
    options: ['-af', 'pan=5.1|FC=c0|FL=0.3*c0|FR=0.3*c0', '-ar', '48000'],
  },
  { name: 'studio.flac', demuxer: 'flac', options: ['-ar', '96000', '-sample_fmt', 's32'] },
  { name: 'browser.webm', demuxer: 'matroska', options: ['-c:a', 'libopus'] },
  {
    name: 'old-phone.3gp',
    demuxer: 'mov',
    options: ['-c:a', 'aac', '-ar', '16000', '-ac', '1', '-f', '3gp'],
  },
  { name: 'archive.mka', demuxer: 'matroska', options: ['-c:a', 'flac'] },
  {
    name: 'film.mp4',
    demuxer: 'mov',
    withPictures: true,
    options: ['-map', '0:a', '-map', '1:v', '-c:v', 'mpeg4', '-c:a', 'aac'],
  },
];

describe('every common format becomes one canonical recording', () => {
  it.each(FORMATS)('$name', async ({ name, demuxer, options, withPictures }) => {
    const file = bench.make(name, options, [...CUT_SPEECH, SPEECH, ...(withPictures ? COVER : [])]);
    expect(await inspect(file)).toMatchObject({ ok: true, demuxer });
    await expectCanonical(file, 5000);
  });

  it('AMR of a plain telephone', async () => {
    const file = join(bench.folder, 'telephone.amr');
    writeFileSync(file, amrNoise(150));
    expect(await inspect(file)).toMatchObject({ ok: true, demuxer: 'amr' });
    await expectCanonical(file, 3000);
  });

  it('keeps the pause of a web recording that was paused, as silence', async () => {
    const gap = ['-af', "aselect='not(between(t,2,4))'", '-c:a', 'libopus'];
    await expectCanonical(bench.make('paused.webm', gap), 5000);
  });
});

async function expectCanonical(file: string, durationMs: number): Promise<void> {
  const outcome = await bench.library.importRecording({ source: { file }, originalName: file });
  if (!outcome.ok) expect.fail(`${outcome.reason}: ${outcome.detail}`);
  const { recording } = outcome;
  expect(Math.abs(recording.durationMs - durationMs)).toBeLessThan(120);
  for (const object of [recording, recording.original, recording.aac]) {
    expect(await bench.store.has(object.sha256)).toBe(true);
  }

  const stored = { path: bench.store.pathOf(recording.sha256), demuxer: 'ogg' as const };
  const { probe } = await bench.ffmpeg
    .probe(stored)
    .then((probed) => (probed.ok ? probed : expect.fail(probed.detail)));
  expect(probe).toMatchObject({ codec: 'opus', channels: 1, audioStreams: 1 });
  const decoded = await measure(bench.ffmpeg, { input: stored, maxSeconds: 60, peak: 'true' });
  if (!decoded.ok) expect.fail(decoded.detail);
  expect(Math.abs(decoded.integratedLufs + 16)).toBeLessThanOrEqual(1);
  expect(decoded.peakDb).toBeLessThanOrEqual(-1);
}
