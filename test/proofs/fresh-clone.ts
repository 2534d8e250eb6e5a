import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Proof, Proven } from './proof.js';

const repository = fileURLToPath(new URL('../../', import.meta.url));
/** From the controller's start, seconds. */
const AIM = 60;

/** What a newcomer does. Its short sibling in `npm test` is the end-to-end test of the demonstration. */
export const proof: Proof = { name: 'fresh-clone', title: 'A fresh clone sounds within a minute', run };

async function run({ say }: { say: (line: string) => void }): Promise<Proven> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-fresh-'));
  try {
    await type('git', ['clone', '--quiet', repository, folder], folder, say);
    const first = await start(folder, say);
    const second = await start(folder, say);
    return {
      ok: first.seconds <= AIM && second.seconds <= AIM,
      lines: [
        'In an empty folder: `git clone`, then `npm start -- --once`, twice. Aim: the first bulletin is finished',
        `within ${AIM} s of the controller’s start; the second start goes on with the same data.`,
        '',
        '| | whole command | from the controller’s start to the first finished playback |',
        '|---|---|---|',
        `| first start (npm packages, SQLite, build, set-up) | ${first.whole.toFixed(0)} s | ${first.seconds} s |`,
        `| second start | ${second.whole.toFixed(0)} s | ${second.seconds} s |`,
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function start(folder: string, say: (line: string) => void) {
  const before = performance.now();
  const output = await type('npm', ['start', '--', '--once'], folder, say);
  const whole = (performance.now() - before) / 1000;
  const seconds = Number(/, ([\d.]+) s after the controller’s start/.exec(output)?.[1]);
  return { whole, seconds };
}

function type(command: string, args: string[], cwd: string, say: (line: string) => void): Promise<string> {
  say(`$ ${command} ${args.join(' ')}`);
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, LOA_HTTP_PORT: '0', LOA_MQTT_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    process.stdout.write(chunk);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${command} ended with exit code ${code}:\n${output}`)),
    );
  });
}
