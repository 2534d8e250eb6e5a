import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@loa/shared/node/system-clock';
import { CANONICAL_ENCODING, rehearse } from '../../controller/src/library/canonical.js';
import { type Ffmpeg, type ForcedInput, openFfmpeg, type Run } from '../../controller/src/library/ffmpeg.js';
import type { Loudness } from '../../controller/src/library/ffmpeg-log.js';
import { DOWNMIX, masteringFilter } from '../../controller/src/library/loudness.js';
import { measure } from '../../controller/src/library/measure.js';

interface Figure {
  bench: string;
  measure: string;
  value: number;
  unit: string;
  peer: string;
  peerValue: number;
  ratio: number;
}

const PEER = 'two-pass loudnorm';
const SPEECH = ['binh-dan-hoc-vu-so', 'lua-dao-truc-tuyen', 'vneid', 'dich-vu-cong-truc-tuyen'];
const MAX_SECONDS = 600;

/**
 * What our measured gain and limiter cost beside ffmpeg's two-pass `loudnorm`, both without any encoding, through the same
 * bounded runs, on about 3 minutes of speech as an mp3; and what both reach. `speed` aims at a ratio of 5.
 */
export const bench = { name: 'canonical', run };

async function* run({ rounds }: { rounds: number }): AsyncIterable<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'loa-bench-canonical-'));
  try {
    const ffmpeg = await openFfmpeg({ clock: systemClock, env: process.env, folder });
    const input = makeUpload(folder);
    yield* compare(ffmpeg, input, folder, rounds);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function* compare(
  ffmpeg: Ffmpeg,
  input: ForcedInput,
  folder: string,
  rounds: number,
): AsyncIterable<Figure> {
  const times = { ours: [] as number[], peers: [] as number[], encode: [] as number[] };
  const wav = (name: string): Run['output'] => ({
    path: join(folder, name),
    options: ['-c:a', 'pcm_s16le', '-f', 'wav'],
  });
  const opus: Run['output'] = { path: join(folder, 'ours.opus'), options: CANONICAL_ENCODING };
  // The first, untimed round warms caches and keeps what came out, to be measured below.
  const seconds = (await ours(ffmpeg, input, wav('ours.wav'))).durationMs / 1000;
  await loudnorm(ffmpeg, input, wav('peer.wav'));
  for (let round = 0; round < rounds; round++) {
    times.ours.push(await timed(() => ours(ffmpeg, input, null)));
    times.peers.push(await timed(() => loudnorm(ffmpeg, input, null)));
    times.encode.push(
      await timed(() => must(ffmpeg, { input: reached('ours.wav'), audioFilter: 'anull', output: opus })),
    );
  }

  const [own, peer] = [median(times.ours), median(times.peers)];
  const figure = (
    measure: string,
    value: number,
    unit: string,
    peerValue: number,
    peerName = PEER,
  ): Figure => ({
    ...{ bench: 'canonical', measure, value: round(value), unit, peer: peerName },
    ...{ peerValue: round(peerValue), ratio: round(value / peerValue) },
  });
  yield figure('speed without encoding', seconds / own, '× real time', seconds / peer);

  const [ourLoudness, peerLoudness] = [
    await loudnessOf(reached('ours.wav')),
    await loudnessOf(reached('peer.wav')),
  ];
  yield figure(
    'loudness reached (-16 wanted)',
    ourLoudness.integratedLufs,
    'LUFS',
    peerLoudness.integratedLufs,
  );
  yield figure('true peak reached', ourLoudness.peakDb, 'dBTP', peerLoudness.peakDb);
  const encoded = await loudnessOf({ path: join(folder, 'ours.opus'), demuxer: 'ogg' });
  yield figure('loudness after Opus', encoded.integratedLufs, 'LUFS', -16, 'target');
  yield figure('true peak after Opus', encoded.peakDb, 'dBTP', -1, 'ceiling');
  yield figure(
    'Opus encode (informational)',
    seconds / median(times.encode),
    '× real time',
    seconds / own,
    'our gain and limiter',
  );

  function reached(name: string): ForcedInput {
    return { path: join(folder, name), demuxer: 'wav' };
  }
  async function loudnessOf(of: ForcedInput): Promise<Loudness> {
    const measured = await measure(ffmpeg, { input: of, maxSeconds: MAX_SECONDS, peak: 'true' });
    if (!measured.ok) throw new Error(measured.detail);
    return measured;
  }
}

/** The library's own passes: measure after the downmix, rehearse where the limiter works, then gain and limiter. */
async function ours(ffmpeg: Ffmpeg, input: ForcedInput, output: Run['output']) {
  const measured = await measure(ffmpeg, { input, maxSeconds: MAX_SECONDS, peak: 'sample' });
  if (!measured.ok) throw new Error(measured.detail);
  const rehearsed = await rehearse(ffmpeg, { ok: true, input, measured, maxSeconds: MAX_SECONDS });
  if (!rehearsed.ok) throw new Error(rehearsed.detail);
  await must(ffmpeg, { input, audioFilter: masteringFilter(rehearsed.mastering), output });
  return measured;
}

async function loudnorm(ffmpeg: Ffmpeg, input: ForcedInput, output: Run['output']): Promise<void> {
  const target = 'loudnorm=I=-16:TP=-1.5:LRA=11';
  const { log } = await must(ffmpeg, {
    input,
    audioFilter: `${DOWNMIX},${target}:print_format=json`,
    output: null,
  });
  const found = (name: string): string => log.match(new RegExp(`"${name}" : "([^"]+)"`))?.[1] ?? '0';
  const measured = `measured_I=${found('input_i')}:measured_TP=${found('input_tp')}:measured_LRA=${found('input_lra')}`;
  const rest = `measured_thresh=${found('input_thresh')}:offset=${found('target_offset')}:linear=true`;
  const filter = `${DOWNMIX},${target}:${measured}:${rest},aformat=sample_rates=48000:channel_layouts=mono`;
  await must(ffmpeg, { input, audioFilter: filter, output });
}

async function must(ffmpeg: Ffmpeg, job: Omit<Run, 'maxSeconds'>) {
  const done = await ffmpeg.run({ ...job, maxSeconds: MAX_SECONDS });
  if (!done.ok) throw new Error(done.detail);
  return done;
}

function makeUpload(folder: string): ForcedInput {
  const samples = SPEECH.map((id) =>
    fileURLToPath(new URL(`../../audio-samples/${id}.opus`, import.meta.url)),
  );
  const path = join(folder, 'upload.mp3');
  const inputs = samples.flatMap((sample) => ['-i', sample]);
  const joined = ['-filter_complex', `concat=n=${samples.length}:v=0:a=1`, '-b:a', '128k', path];
  execFileSync('ffmpeg', ['-v', 'error', '-nostdin', ...inputs, ...joined]);
  return { path, demuxer: 'mp3' };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = systemClock.monotonic();
  await work();
  return (systemClock.monotonic() - begun) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
