import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clockOrigin, systemClock } from '@loa/shared/node/system-clock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOutputs } from '../../../edge-agent/src/outputs/read-outputs.js';
import { createEnginePlayer } from '../../../edge-agent/src/player/engine-player.js';
import { startEngineThread } from '../../../edge-agent/src/player/engine-thread.js';
import type { PlayResult } from '../../../edge-agent/src/sound-port.js';
import { silentLogger } from '../../support/silent-logger.js';
import { workerFromSource } from '../../support/worker-from-source.js';

const SAMPLES = join(import.meta.dirname, '../../../audio-samples');
const LENGTH_MS = 8_000;
const RAW = '-f s16le -ar 48000 -ac 1';
let folder: string;
let results: Record<'room' | 'other' | 'nobody', PlayResult>;
const children: ChildProcess[] = [];

/** Plays the same speech before a box whose microphone is what `listen` puts into the pipe `ear`. */
async function play(name: string, listen: (speaker: string, ear: string) => ChildProcess | null) {
  const [speaker, ear] = [join(folder, `${name}-speaker`), join(folder, `${name}-ear`)];
  execFileSync('mkfifo', [speaker, ear]);
  const child = listen(speaker, ear);
  if (child) children.push(child);
  const data = {
    specs: readOutputs({
      outputs: [`pipe:${speaker}`, 'wav'],
      dataDir: join(folder, name),
      wavQuotaBytes: 1e8,
    }),
    ...{
      boxId: 'box',
      delayMs: 0,
      clockOrigin: clockOrigin(),
      capture: { kind: 'pipe' as const, path: ear },
    },
  };
  const startThread = () => startEngineThread(data, workerFromSource);
  const player = createEnginePlayer({ startThread, clock: systemClock, log: silentLogger });
  const stop = await player.start();
  const playing = player.play({
    ...{ playbackId: 'p', sessionId: 's', offsetMs: 0, gainDb: 0, startAt: systemClock.now() + 1_000 },
    audio: { path: join(folder, 'speech.pcm'), durationMs: LENGTH_MS },
    startAtMonotonic: systemClock.monotonic() + 1_000,
  });
  const result = await playing.ended;
  await stop();
  return result;
}

function decode(sample: string, seconds: number, path: string): void {
  const raw = ['-ar', '48000', '-ac', '1', '-f', 's16le', path];
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-t', String(seconds), '-i', join(SAMPLES, sample), ...raw]);
}

function shell(command: string): ChildProcess {
  return spawn('sh', ['-c', command], { stdio: 'ignore', detached: true });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loa-capture-'));
  decode('vneid.opus', LENGTH_MS / 1_000, join(folder, 'speech.pcm'));
  decode('ngay-18-thang-5.opus', 14, join(folder, 'other.pcm'));
  const [room, other, nobody] = await Promise.all([
    play('room', (speaker, ear) => {
      // A horn loudspeaker, its echoes, distance.
      const horn = 'highpass=f=400,lowpass=f=3500,aecho=0.8:0.7:40|90:0.4|0.25,volume=-20dB';
      const quick = '-v error -y -probesize 32 -fflags nobuffer -flush_packets 1';
      return shell(
        `exec ffmpeg ${quick} ${RAW} -i '${speaker}' -af '${horn}' ${RAW} -flush_packets 1 '${ear}'`,
      );
    }),
    play('other', (speaker, ear) => {
      const paced = `ffmpeg -v error -re ${RAW} -i '${folder}/other.pcm' -f s16le pipe:1`;
      return shell(`cat '${speaker}' >/dev/null & ${paced} >'${ear}'; wait`);
    }),
    play('nobody', () => null),
  ]);
  results = { room, other, nobody };
}, 40_000);
afterAll(() => {
  for (const { pid } of children) {
    try {
      if (pid) process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended with its pipes.
    }
  }
  rmSync(folder, { recursive: true, force: true });
});

describe('a box that listens to its loudspeaker', () => {
  it('tells that it heard what it played, through a horn and a room', () => {
    expect(results.room).toMatchObject({ end: 'completed', underruns: 0, deliveredMs: LENGTH_MS });
    expect(results.room.heard).toBeGreaterThan(0.6);
  });

  it('tells that something else was heard', () => {
    expect(results.other.heard).toBeLessThan(0.4);
  });

  it('says nothing where the microphone is away, and sounds all the same', () => {
    expect(results.nobody).toMatchObject({ end: 'completed', underruns: 0, deliveredMs: LENGTH_MS });
    expect(results.nobody).not.toHaveProperty('heard');
  });
});
