import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HeardPacket, hearRtp } from '../support/rtp/ear.js';
import { paceOf } from '../support/rtp/pace.js';
import type { Proof, Proven } from './proof.js';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const MINUTES = 10;
const PORT = 21_800;
const MOST_DRIFT_MS = 1;
const MOST_JITTER_MS = 0.1;

/** Its short sibling in `npm test` holds four seconds of packets to the same limits. */
export const proof: Proof = {
  name: 'rtp-drift',
  title: 'Paging packets neither drift nor wander over ten minutes',
  run,
};

async function run({ args, say }: { args: readonly string[]; say: (line: string) => void }): Promise<Proven> {
  const minutes = Number(args[0] ?? MINUTES);
  const folder = await mkdtemp(join(tmpdir(), 'loa-drift-'));
  try {
    const heard = await page(folder, minutes, say);
    return judge(heard, minutes);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Speech, over and over, from a process of its own, while a loop keeps one core busy. */
async function page(folder: string, minutes: number, say: (line: string) => void): Promise<HeardPacket[]> {
  const pcm = join(folder, 'speech.pcm');
  const speech = join(repository, 'audio-samples/xin-chao.opus');
  const loop = ['-v', 'error', '-stream_loop', '-1', '-i', speech, '-t', String(minutes * 60)];
  execFileSync('ffmpeg', [...loop, '-f', 's16le', '-ar', '48000', '-ac', '1', pcm]);
  const ear = await hearRtp('127.0.0.1', PORT, PORT + 1);
  const load = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  say(`Paging ${minutes} minutes to 127.0.0.1:${PORT}, with one core loaded …`);
  const setting = JSON.stringify({ kind: 'rtp', codec: 'G722', to: `127.0.0.1:${PORT}`, hangoverMs: 0 });
  const program = ['--import', 'tsx', '--conditions=source', 'test/support/rtp/sender.ts'];
  const sender = spawn(process.execPath, [...program, setting, pcm], {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(sender, 'exit');
  load.kill('SIGKILL');
  await ear.stop();
  return ear.packets;
}

function judge(heard: readonly HeardPacket[], minutes: number): Proven {
  const packets = heard.filter(({ port }) => port === PORT);
  const pace = paceOf(packets, 8_000);
  const sizes = [...new Set(packets.map(({ bytes }) => bytes))];
  const elsewhere = heard.length - packets.length;
  const lost = packets.filter(
    ({ sequence }, index) => index > 0 && ((sequence - (packets[index - 1]?.sequence ?? 0)) & 0xffff) !== 1,
  ).length;
  const row = (what: string, seen: string, aim: string) => `| ${what} | ${seen} | ${aim} |`;
  return {
    ok:
      packets.length === minutes * 3_000 &&
      Math.abs(pace.driftMs) <= MOST_DRIFT_MS &&
      pace.jitterMs <= MOST_JITTER_MS &&
      pace.p99GapMs <= 21 &&
      sizes.length === 1 &&
      elsewhere + lost === 0,
    lines: [
      `G.722 from the box’s whole sound engine, one recording of ${minutes} minutes, beside a loop that keeps one core busy;`,
      'heard by Python with the kernel’s time stamps. Drift is the median lateness of the last 50 packets less that of',
      'the first 50, against their timestamps; jitter is that of RFC 3550.',
      '',
      '| | seen | aim |',
      '|---|---|---|',
      row('packets', `${packets.length}, ${lost} out of sequence`, `${minutes * 3_000}, 0`),
      row('drift', `${pace.driftMs.toFixed(3)} ms`, `at most ${MOST_DRIFT_MS} ms`),
      row(
        'jitter at the end (worst)',
        `${pace.jitterMs.toFixed(3)} ms (${pace.worstJitterMs.toFixed(3)})`,
        `at most ${MOST_JITTER_MS} ms`,
      ),
      row(
        'gap, 99th percentile (worst)',
        `${pace.p99GapMs.toFixed(2)} ms (${pace.worstGapMs.toFixed(2)})`,
        '21 ms',
      ),
      row('sizes of packets', sizes.join(', '), 'one'),
      row('packets on the next port', String(elsewhere), '0'),
    ],
  };
}
