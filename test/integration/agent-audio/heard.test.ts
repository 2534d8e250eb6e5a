import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@loa/shared/node/system-clock';
import { afterEach, expect, it } from 'vitest';
import { createSound } from '../../../edge-agent/src/sound.js';
import { align, decodeFile } from '../../support/audio-correlate.js';
import { listenToPipe } from '../../support/audio-pipe.js';
import { startObjectServer } from '../../support/object-server.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';
import { waitUntil } from '../../support/wait-until.js';
import { workerFromSource } from '../../support/worker-from-source.js';

const SPEECH = join(import.meta.dirname, '../../../audio-samples/xin-chao.opus');
const CLIP_MS = 2_200;

/** Speech, for the tail of a bell is the same some periods later and cannot tell where it stands. */
function makeClip(path: string): string {
  const cut = [
    '-v',
    'error',
    '-ss',
    '1',
    '-t',
    String(CLIP_MS / 1000),
    '-i',
    SPEECH,
    '-c:a',
    'libopus',
    path,
  ];
  execFileSync('ffmpeg', cut, { stdio: ['ignore', 'ignore', 'inherit'] });
  return path;
}

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

it('what is fetched, prepared and played is heard on time and unaltered, from the pipe and in the WAV', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'loa-heard-'));
  closing.push(async () => rmSync(dataDir, { recursive: true, force: true }));
  const clip = makeClip(join(dataDir, 'clip.opus'));
  const server = await startObjectServer(readFileSync(clip));
  closing.push(server.close);
  const pipe = await listenToPipe(join(dataDir, 'pipe'));
  closing.push(pipe.close);
  const { library, player } = await createSound({
    dataDir,
    boxId: 'box_1',
    outputs: ['wav', `pipe:${join(dataDir, 'pipe')}`],
    audioQuotaBytes: 1e9,
    wavQuotaBytes: 2e8,
    server: server.url,
    tokens: { current: async () => 'token', drop() {} },
    clock: systemClock,
    random: createSeededRandom(1),
    log: silentLogger,
    openWorker: workerFromSource,
  });
  const stop = await player.start();
  closing.push(stop);

  const want = { sha256: server.sha256, bytes: server.bytes.length, durationMs: CLIP_MS };
  expect(await library.makeReady(want, new AbortController().signal)).toMatchObject({ ok: true });
  const audio = library.prepared(server.sha256);
  if (!audio) throw new Error('it is not prepared');

  /** Arms it so many ms ahead; how late the ear of the test heard it begin, and how alike. */
  async function playAndHear(playbackId: string, aheadMs: number, offsetMs: number) {
    const plannedAt = systemClock.now() + aheadMs;
    const before = pipe.samples().length;
    const playing = player.play({
      ...{
        playbackId,
        sessionId: 'session_1',
        audio: audio ?? { path: '', durationMs: 0 },
        offsetMs,
        gainDb: -6,
      },
      startAtMonotonic: systemClock.monotonic() + aheadMs,
      startAt: plannedAt,
    });
    const result = await playing.ended;
    // What was handed over is still on its way through the pipe; silence follows it for ever.
    const whole = (aheadMs + CLIP_MS - offsetMs + 100) * 48;
    await waitUntil('the ear has heard it all', () => pipe.samples().length - before > whole);
    const source = decodeFile(clip).subarray(offsetMs * 48);
    const { correlation, at } = align(pipe.samples().subarray(before), source);
    return { result, correlation, lateMs: pipe.arrivedAt(before + at) - plannedAt };
  }

  const first = await playAndHear('playback_1', 300, 0);
  expect(first.correlation).toBeGreaterThan(0.999);
  expect(Math.abs(first.lateMs)).toBeLessThan(100);
  expect(first.result).toMatchObject({
    end: 'completed',
    underruns: 0,
    deliveredMs: CLIP_MS,
    output: 'wav+pipe',
  });

  const joined = await playAndHear('playback_2', 150, 1_000);
  expect(joined.correlation).toBeGreaterThan(0.99);
  expect(Math.abs(joined.lateMs)).toBeLessThan(100);
  expect(joined.result).toMatchObject({ end: 'completed', deliveredMs: CLIP_MS - 1_000 });

  await stop();
  const sessions = join(dataDir, 'sessions');
  expect(readdirSync(sessions).sort()).toEqual(['session_1.json', 'session_1.wav']);
  const sidecar = JSON.parse(readFileSync(join(sessions, 'session_1.json'), 'utf8'));
  const wav = decodeFile(join(sessions, 'session_1.wav'));
  const [one, two] = sidecar.items;
  expect(align(wav.subarray(0, 120_000), decodeFile(clip)).at).toBe(one.offsetSamples);
  expect(align(wav.subarray(105_600), decodeFile(clip).subarray(48_000)).at).toBe(
    two.offsetSamples - 105_600,
  );
  expect(Math.abs(two.startedAt - one.startedAt - (two.offsetSamples - one.offsetSamples) / 48)).toBeLessThan(
    25,
  );
  expect(existsSync(join(dataDir, 'audio', 'partial', server.sha256))).toBe(false);
});
