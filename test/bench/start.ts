import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Bench, type Figure, median } from './figure.js';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const launcher = join(repository, 'controller', 'dist', 'demo', 'main.js');
const LOOK_EVERY_MS = 100;

interface Round {
  /** From the controller's start to the end of the first finished playback. */
  seconds: number;
  controllerMb: number;
  boxMb: number;
  bareNodeMb: number;
}

/**
 * The demonstration from nothing, again and again: how long until a village has heard its first bulletin, and the peak
 * memory of the controller and of one box until then. Nothing can be faster than the bulletin is long.
 */
export const bench: Bench = { name: 'start', run };

async function* run({ rounds }: { rounds: number }): AsyncIterable<Figure> {
  const seen: Round[] = [];
  for (let round = 0; round < rounds; round++) seen.push(await oneRound());
  const of = (pick: (round: Round) => number) => median(seen.map(pick));
  const bulletin = shortestBulletinSeconds();
  const memory = { unit: 'MB', peer: 'bare Node' };
  const bare = of((round) => round.bareNodeMb);
  yield figure(
    'first finished playback',
    of((round) => round.seconds),
    {
      unit: 's',
      peer: 'the bulletin alone',
      peerValue: bulletin,
    },
  );
  yield figure(
    'peak RSS of the controller',
    of((round) => round.controllerMb),
    { ...memory, peerValue: bare },
  );
  yield figure(
    'peak RSS of a box',
    of((round) => round.boxMb),
    { ...memory, peerValue: bare },
  );
}

function figure(
  measure: string,
  value: number,
  beside: { unit: string; peer: string; peerValue: number },
): Figure {
  return { bench: bench.name, measure, value, ...beside, ratio: value / beside.peerValue };
}

async function oneRound(): Promise<Round> {
  const data = mkdtempSync(join(tmpdir(), 'loa-bench-start-'));
  const demo = spawn(process.execPath, [launcher, '--once'], {
    env: { ...process.env, LOA_DATA: data, LOA_HTTP_PORT: '0', LOA_MQTT_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  demo.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  demo.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  try {
    const peaks = await peaksUntilEnd(demo);
    const seconds = Number(/, ([\d.]+) s after the controller’s start/.exec(output)?.[1]);
    if (demo.exitCode !== 0 || !Number.isFinite(seconds))
      throw new Error(`The demonstration failed:\n${output}`);
    return { seconds, ...peaks, bareNodeMb: await bareNodePeakMb() };
  } finally {
    if (demo.exitCode === null) {
      demo.kill('SIGTERM');
      await once(demo, 'exit');
    }
    rmSync(data, { recursive: true, force: true });
  }
}

async function peaksUntilEnd(demo: ChildProcess): Promise<{ controllerMb: number; boxMb: number }> {
  const peaks = new Map<string, number>();
  while (demo.exitCode === null && demo.signalCode === null) {
    for (const pid of childrenOf(demo.pid ?? 0)) {
      const kind = kindOf(pid);
      if (kind) peaks.set(`${kind} ${pid}`, Math.max(peaks.get(`${kind} ${pid}`) ?? 0, peakMb(pid)));
    }
    await wait(LOOK_EVERY_MS);
  }
  const of = (kind: string) => [...peaks].filter(([key]) => key.startsWith(kind)).map(([, mb]) => mb);
  return { controllerMb: Math.max(...of('controller')), boxMb: median(of('box')) };
}

function childrenOf(pid: number): string[] {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return [];
  return readdirSync(tasks).flatMap((task) =>
    read(join(tasks, task, 'children'))
      .split(' ')
      .filter(Boolean),
  );
}

function kindOf(pid: string): 'controller' | 'box' | null {
  const command = read(`/proc/${pid}/cmdline`);
  if (command.includes('controller/dist/main.js')) return 'controller';
  return command.includes('edge-agent/dist/main.js') ? 'box' : null;
}

/** The kernel's own high-water mark, so that nothing between two looks is missed. */
function peakMb(pid: string): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
}

async function bareNodePeakMb(): Promise<number> {
  const node = spawn(process.execPath, ['-e', 'process.stdout.write("up"); setInterval(() => {}, 1000)'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(node.stdout, 'data');
  await wait(500);
  const peak = peakMb(String(node.pid));
  node.kill('SIGKILL');
  await once(node, 'exit');
  return peak;
}

const Manifest = z.object({
  samples: z.array(z.object({ kind: z.string(), durationSeconds: z.number() })),
});

function shortestBulletinSeconds(): number {
  const { samples } = Manifest.parse(JSON.parse(read(join(repository, 'audio-samples', 'samples.json'))));
  return Math.min(...samples.filter(({ kind }) => kind === 'bulletin').map((s) => s.durationSeconds));
}

/** A process may be gone between two looks. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
