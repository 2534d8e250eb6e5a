import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type BuiltWorker, buildWorker } from './build-worker.js';

/** What a worker says: a line for every world it has lived through, and one for the world in which a rule broke. */
const Line = z.union([
  z.object({ lived: z.int(), heard: z.int(), happenings: z.int() }),
  z.object({ failure: z.string() }),
]);

export interface Lived {
  clusterDays: number;
  worlds: number;
  /** Stretches of sound. */
  heard: number;
  happenings: number;
  /** Reports of the worlds in which a rule broke, made small, and of processes that broke themselves. */
  failures: string[];
}

/** Each process has seeds of its own. */
const SEEDS_APART = 10_000_000;
/**
 * Most of what a world makes is soon forgotten: collected less often, it takes a tenth less time. There is a process for
 * each core: collectors and compilers beside it would only take its neighbours' time.
 */
const FLAGS = ['--enable-source-maps', '--max-semi-space-size=64', '--single-threaded'];
/**
 * Cluster-days that one process lives through before another goes on: what its allocator keeps and cannot use again grew
 * by 30 kB with each (measured with glibc 2.36; collected and counted, nothing leaks).
 */
const A_LIFE = 30_000;
/** One for each core. */
export const PROCESSES = availableParallelism();

/**
 * Lives through as many cluster-days, shared among a few long processes: a world in a process that is warm takes a
 * third of the time of its first one.
 */
export async function liveInProcesses(options: {
  firstSeed: number;
  clusterDays: number;
  /** Built anew where there is none. */
  worker?: BuiltWorker;
  onWorld?: (sum: Lived) => void;
  /** Ends the processes; what they had lived through counts. */
  signal?: AbortSignal;
}): Promise<Lived> {
  const { firstSeed, clusterDays, onWorld = () => {}, signal } = options;
  const sum: Lived = { clusterDays: 0, worlds: 0, heard: 0, happenings: 0, failures: [] };
  const worker = options.worker ?? (await buildWorker());
  try {
    await Promise.all(
      Array.from({ length: PROCESSES }, (_, n) => {
        const share = { seed: firstSeed + n * SEEDS_APART, clusterDays: Math.ceil(clusterDays / PROCESSES) };
        return liveOn(worker.path, share, sum, { onWorld, signal });
      }),
    );
  } finally {
    await worker.remove();
  }
  return sum;
}

interface Share {
  /** Of the first world. */
  seed: number;
  clusterDays: number;
}

interface Living {
  onWorld: (sum: Lived) => void;
  signal: AbortSignal | undefined;
}

/** One process after the other, until the share is lived through, a rule has broken or it is to end. */
async function liveOn(path: string, { seed, clusterDays }: Share, sum: Lived, living: Living): Promise<void> {
  let next = seed;
  let left = clusterDays;
  while (left > 0 && !living.signal?.aborted) {
    const args = [path, next, Math.min(left, A_LIFE)].map(String);
    const one = await live(args, sum, living);
    if (one.failed || one.worlds === 0) return;
    next += one.worlds;
    left -= one.clusterDays;
  }
}

async function live(
  args: readonly string[],
  sum: Lived,
  { onWorld, signal }: Living,
): Promise<{ worlds: number; clusterDays: number; failed: boolean }> {
  const one = { worlds: 0, clusterDays: 0, failed: false };
  const child = spawn(process.execPath, [...FLAGS, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    signal,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => (signal?.aborted ? resolve(null) : reject(error)));
    child.once('close', resolve);
  });
  // Whoever reads its words hears of it first.
  ended.catch(() => {});
  for await (const text of createInterface({ input: child.stdout })) {
    const line = Line.parse(JSON.parse(text));
    if ('failure' in line) {
      sum.failures.push(line.failure);
      one.failed = true;
      continue;
    }
    one.worlds += 1;
    one.clusterDays += line.lived;
    sum.clusterDays += line.lived;
    sum.heard += line.heard;
    sum.happenings += line.happenings;
    sum.worlds += 1;
    onWorld(sum);
  }
  const code = await ended;
  if (code !== 0 && !signal?.aborted) {
    sum.failures.push(`the process with ${args.slice(1).join(' ')} ended with ${code}`);
    one.failed = true;
  }
  return one;
}
