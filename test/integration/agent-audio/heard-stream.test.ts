import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdUntil, systemClock } from '@loa/shared/node/system-clock';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../../edge-agent/src/player/engine.js';
import { createOpenSource } from '../../../edge-agent/src/player/sources/open-source.js';
import type { PlayRequest, SoundTrouble, StreamAudio } from '../../../edge-agent/src/sound-port.js';
import { createRecordingOutput } from '../../support/agent-outputs.js';
import { align, decodeFile } from '../../support/audio-correlate.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';
import { type StreamServer, startStreamServer } from '../../support/stream-server.js';
import { waitUntil } from '../../support/wait-until.js';

const SAMPLES = join(import.meta.dirname, '../../../audio-samples');
const SPEECH_MS = 12_000;
/** Time to open, decode and gather a stream. */
const AHEAD_MS = 800;
let folder: string;
let speech: string;
let fallbackPath: string;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-stream-'));
  speech = join(folder, 'speech.ogg');
  ffmpeg([
    '-t',
    String(SPEECH_MS / 1000),
    '-i',
    join(SAMPLES, 'vneid.opus'),
    '-c:a',
    'libopus',
    '-b:a',
    '24k',
    '-page_duration',
    '20000',
    speech,
  ]);
  fallbackPath = join(folder, 'fallback.pcm');
  ffmpeg([
    '-t',
    '6',
    '-i',
    join(SAMPLES, 'xin-chao.opus'),
    '-ar',
    '48000',
    '-ac',
    '1',
    '-f',
    's16le',
    fallbackPath,
  ]);
  return () => rmSync(folder, { recursive: true, force: true });
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function ffmpeg(args: string[]): void {
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function station(options: Partial<Parameters<typeof startStreamServer>[0]> = {}) {
  const server = await startStreamServer({ bytes: readFileSync(speech), durationMs: SPEECH_MS, ...options });
  closing.push(server.close);
  return server;
}

/** The real engine on the real clock, before an output that remembers. */
async function listen() {
  const output = createRecordingOutput({ continuous: true, now: systemClock.monotonic });
  const engine = createEngine({
    outputs: [output],
    clock: systemClock,
    holdUntil: (at) => holdUntil(systemClock, at),
    open: createOpenSource({ clock: systemClock, random: createSeededRandom(3), log: silentLogger }),
    log: silentLogger,
  });
  const troubles: SoundTrouble[] = [];
  engine.onTrouble((trouble) => troubles.push(trouble));
  closing.push(await engine.start());
  const play = (
    server: StreamServer | string,
    change: Partial<StreamAudio> = {},
    request: Partial<PlayRequest> = {},
  ) => {
    const url = typeof server === 'string' ? server : server.url;
    const startAtMonotonic = systemClock.monotonic() + AHEAD_MS;
    return engine.play({
      ...{ playbackId: 'relay', sessionId: 's', offsetMs: 0, gainDb: 0 },
      audio: { kind: 'stream', url, durationMs: 2_500, bufferMs: 600, ...change },
      ...{ startAtMonotonic, startAt: systemClock.now() + AHEAD_MS },
      ...request,
    });
  };
  return { engine, output, troubles, play };
}

/** While one source gives way to another, milliseconds. */
const LONGEST_GAP_MS = 300;

/** The longest silence between the first sound and the last, ms. */
function longestGap(samples: Int16Array): number {
  let longest = 0;
  let run = 0;
  const first = samples.findIndex((sample) => sample !== 0);
  const last = samples.findLastIndex((sample) => sample !== 0);
  for (let index = first; index <= last; index++) {
    run = samples[index] === 0 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest / 48;
}

/** Decoders that this process started. */
function decoders(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const parent = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1];
        return (
          Number(parent) === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('pipe:0')
        );
      } catch {
        return false;
      }
    })
    .map(Number);
}

describe('a stream', () => {
  it('is opened before its time, heard on time and as it was sent, and over at its hard end', async () => {
    const server = await station();
    const { output, play, troubles } = await listen();
    const relay = play(server, {}, { playbackId: 'relay' });
    const result = await relay.ended;
    expect(result).toMatchObject({ end: 'completed', underruns: 0, deliveredMs: 2_500 });
    expect(troubles).toEqual([]);
    const heard = output.samples();
    const first = heard.findIndex((sample) => sample !== 0);
    const { correlation } = align(decodeFile(speech), heard.subarray(first + 4_800, first + 2_300 * 48));
    expect(correlation).toBeGreaterThan(0.98);
    await expect.poll(decoders, { interval: 20 }).toEqual([]);
  });

  it('whose decoder is killed is heard again within a second, and the report tells it', async () => {
    const server = await station();
    const { output, play, troubles } = await listen();
    const relay = play(server, { durationMs: 3_500 });
    await relay.started;
    await systemClock.wait(500);
    const [pid = 0] = decoders();
    process.kill(pid, 'SIGKILL');
    const result = await relay.ended;
    expect(longestGap(output.samples())).toBeLessThan(1_000);
    expect(result.end).toBe('completed');
    expect(result.detail).toContain('the decoder ended with SIGKILL');
    expect(troubles.map(({ kind }) => kind)).toContain('stream');
    expect(server.requests.length).toBeGreaterThan(1);
  });

  it('that breaks gives way to its fallback, and has its place again when it is back', async () => {
    const server = await station({ burstMs: 900 });
    const { output, play, troubles } = await listen();
    const relay = play(server, {
      durationMs: 4_000,
      fallback: { path: fallbackPath, durationMs: 6_000 },
    });
    await relay.started;
    await systemClock.wait(700);
    server.down();
    await waitUntil('the fallback sounds', () => troubles.length > 0);
    await systemClock.wait(1_000);
    server.up();
    const result = await relay.ended;
    expect(result).toMatchObject({ end: 'completed', underruns: 0 });
    // What nothing stood in for, while one gave way to the other, was not delivered.
    expect(result.deliveredMs).toBeGreaterThan(4_000 - LONGEST_GAP_MS);
    expect(result.deliveredMs).toBeLessThanOrEqual(4_000);
    expect(troubles.map(({ kind }) => kind)).toEqual(['stream', 'recovered']);
    const heard = output.samples();
    const fallback = decodePcm(fallbackPath).subarray(4_800, 4_800 + 24_000);
    expect(align(heard, fallback).correlation).toBeGreaterThan(0.95);
    expect(longestGap(heard)).toBeLessThan(LONGEST_GAP_MS);
  });

  it('that says nothing for its limit gives way to its fallback', async () => {
    const mute = join(folder, 'mute.ogg');
    ffmpeg([
      '-f',
      'lavfi',
      '-i',
      'anullsrc=r=48000:cl=mono',
      '-t',
      '6',
      '-c:a',
      'libopus',
      '-b:a',
      '24k',
      '-vbr',
      'off',
      mute,
    ]);
    const server = await station({ bytes: readFileSync(mute), durationMs: 6_000, burstMs: 900 });
    const { output, play, troubles } = await listen();
    const relay = play(server, {
      ...{ durationMs: 3_000, silentMs: 1_000 },
      fallback: { path: fallbackPath, durationMs: 6_000 },
    });
    expect((await relay.ended).end).toBe('completed');
    expect(troubles[0]?.detail).toBe('stream: silent for 1 s');
    const fallback = decodePcm(fallbackPath).subarray(4_800, 4_800 + 48_000);
    expect(align(output.samples(), fallback).correlation).toBeGreaterThan(0.95);
  });

  it('that never comes is a source’s fault and no output’s', async () => {
    const server = await station();
    server.down();
    const { play } = await listen();
    expect(await play(server, { durationMs: 300 }).ended).toMatchObject({
      ...{ end: 'output_failed', cause: 'source', deliveredMs: 0 },
      detail: expect.stringContaining('it answers with 503'),
    });
  });

  it('that names other files is not followed', async () => {
    const list = `#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n`;
    for (const type of ['application/vnd.apple.mpegurl', 'audio/mpeg']) {
      const server = await station({ bytes: Buffer.from(list), durationMs: 100, type });
      const { play } = await listen();
      const result = await play(server, { durationMs: 300 }).ended;
      expect(result).toMatchObject({ end: 'output_failed', cause: 'source', deliveredMs: 0 });
    }
  });

  it('shows its token to its own host alone, and to no list of processes', async () => {
    const elsewhere = await station();
    const asked = await station({ headers: {} });
    const { play } = await listen();
    const relay = play(asked, { headers: { authorization: 'Bearer secret' }, durationMs: 400 });
    await relay.started;
    for (const pid of decoders()) {
      expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain('secret');
    }
    await relay.ended;
    expect(asked.requests[0]?.authorization).toBe('Bearer secret');
    expect(elsewhere.requests).toEqual([]);
  });
});

function decodePcm(path: string): Int16Array {
  const bytes = readFileSync(path);
  return new Int16Array(Uint8Array.from(bytes).buffer);
}
