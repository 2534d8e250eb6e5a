import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@loa/shared/node/system-clock';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { createOutputs } from '../../../edge-agent/src/outputs/create-outputs.js';
import { FRAME_SAMPLES, type Output } from '../../../edge-agent/src/outputs/output.js';
import { createFramePacer } from '../../../edge-agent/src/player/frame-pacer.js';
import { align, decodeFile } from '../../support/audio-correlate.js';
import { startIcecast } from '../../support/icecast.js';
import { describeNeeding } from '../../support/needs.js';
import { silentLogger } from '../../support/silent-logger.js';
import { waitUntil } from '../../support/wait-until.js';

const SPEECH = join(import.meta.dirname, '../../../audio-samples/xin-chao.opus');
const SILENCE = new Int16Array(FRAME_SAMPLES);
let speech: Int16Array = new Int16Array(0);
beforeAll(() => {
  speech = decodeFile(SPEECH).subarray(24_000, 24_000 + 100 * FRAME_SAMPLES);
});

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function startOutput(setting: Record<string, unknown>): Promise<Output> {
  const [output] = createOutputs({
    outputs: [{ kind: 'icecast', ...setting }],
    ...{ dataDir: '/nonexistent', boxId: 'box_1', wavQuotaBytes: 1e6, clock: systemClock, log: silentLogger },
  });
  if (!output) throw new Error('no output');
  closing.push(await output.start());
  return output;
}

/** Silence on its beat, and speech when it is asked for. */
function feed(output: Output) {
  let queue: Int16Array[] = [];
  let taken = 0;
  const pacer = createFramePacer({
    clock: systemClock,
    onSkip() {},
    onFrame(dueAt) {
      if (output.write(queue.shift() ?? SILENCE, dueAt) === 'taken') taken++;
    },
  });
  pacer.start(systemClock.monotonic());
  closing.push(async () => pacer.stop());
  return {
    taken: () => taken,
    speak() {
      const frames = speech.length / FRAME_SAMPLES;
      queue = Array.from({ length: frames }, (_, at) =>
        speech.subarray(at * FRAME_SAMPLES, (at + 1) * FRAME_SAMPLES),
      );
    },
  };
}

/** ffmpeg, as a listener at home. */
function listen(url: string, demuxer: string) {
  const args = [
    '-v',
    'error',
    '-fflags',
    'nobuffer',
    '-probesize',
    '256',
    '-analyzeduration',
    '0',
    '-f',
    demuxer,
    '-i',
    url,
  ];
  const child = spawn(
    'ffmpeg',
    [...args, '-f', 's16le', '-ar', '48000', '-ac', '1', '-flush_packets', '1', 'pipe:1'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const exited = once(child, 'exit');
  closing.push(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  return () => new Int16Array(Uint8Array.from(Buffer.concat(chunks)).buffer);
}

/** The command lines of all our children. */
function argumentsOfChildren(): string {
  const parents = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return parents.flatMap((pid) => readOrNothing(`/proc/${pid}/cmdline`)).join('\n');
}

function readOrNothing(path: string): string[] {
  try {
    return [readFileSync(path, 'utf8')];
  } catch {
    return [];
  }
}

describeNeeding('icecast2', 'a listener at Debian’s icecast2', (program) => {
  it.each(['opus', 'mp3'] as const)('hears what was played, as %s', async (format) => {
    const server = await startIcecast(program);
    closing.push(server.close);
    const url = `${server.url}/loa.${format}`;
    const output = await startOutput({
      url,
      format,
      password: server.password,
      name: 'Loa làng',
      bitrateKbps: 64,
    });
    expect(output.continuous).toBe(true);
    const sound = feed(output);
    await waitUntil('the stream stands', () => sound.taken() > 25);
    expect(argumentsOfChildren()).toContain(format === 'opus' ? 'libopus' : 'libmp3lame');
    expect(argumentsOfChildren()).not.toContain(server.password);
    const heard = listen(url, format === 'opus' ? 'ogg' : 'mp3');
    await waitUntil('the listener hears', () => heard().length > 0);
    sound.speak();
    await waitUntil('the listener heard it all', () => spoken(heard()) > speech.length * 0.9, 10_000);
    await systemClock.wait(500);
    expect(align(heard(), speech).correlation).toBeGreaterThan(0.9);
    expect(output.health()).toEqual({ ok: true });
  });

  it('hears again after the server was away', async () => {
    const server = await startIcecast(program);
    closing.push(server.close);
    const output = await startOutput({ url: `${server.url}/loa.opus`, password: server.password });
    const sound = feed(output);
    await waitUntil('the stream stands', () => sound.taken() > 5);
    await server.stop();
    await waitUntil('it is missed', () => !output.health().ok);
    await server.start();
    await waitUntil('it stands again', () => output.health().ok, 15_000);
    const before = sound.taken();
    await waitUntil('sound flows', () => sound.taken() > before + 5);
  });

  it('is told in words when the password is wrong', async () => {
    const server = await startIcecast(program);
    closing.push(server.close);
    const output = await startOutput({ url: `${server.url}/loa.opus`, password: 'hunter2' });
    await waitUntil('it fails', () => !output.health().ok);
    expect(output.health()).toMatchObject({ detail: 'the server refuses the user or password (401)' });
  });
});

/** From the first sample that is no silence to the end. */
function spoken(samples: Int16Array): number {
  const first = samples.findIndex((sample) => Math.abs(sample) > 500);
  return first < 0 ? 0 : samples.length - first;
}
