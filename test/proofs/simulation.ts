import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { CLUSTERS, DAYS } from '../simulation/many-worlds.js';
import type { Proof, Proven } from './proof.js';

const worker = fileURLToPath(new URL('../simulation/worker.ts', import.meta.url));
const PROCESSES = 2;
/** Each process has seeds of its own. */
const SEEDS_APART = 10_000_000;
const SAY_EVERY_WORLDS = 20;

const Line = z.union([
  z.object({ lived: z.int(), heard: z.int(), happenings: z.int() }),
  z.object({ failure: z.string() }),
]);

interface Sum {
  clusterDays: number;
  worlds: number;
  heard: number;
  happenings: number;
  failures: string[];
}

/** Its short sibling in `npm test` lives through 1,000 cluster-days. */
export const proof: Proof = {
  name: 'simulation',
  title: 'No rule breaks in simulated communes',
  run,
};

async function run({ args, say }: Parameters<Proof['run']>[0]): Promise<Proven> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'cluster-days': { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
    },
  });
  const wanted = Number(values['cluster-days']);
  const firstSeed = Number(values.seed);
  const sum: Sum = { clusterDays: 0, worlds: 0, heard: 0, happenings: 0, failures: [] };
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  const progress = () => {
    if (sum.worlds % SAY_EVERY_WORLDS !== 0) return;
    const rate = (sum.clusterDays / seconds()).toFixed(0);
    say(`${sum.clusterDays} of ${wanted} cluster-days, ${rate}/s, ${sum.failures.length} violations`);
  };
  await Promise.all(
    Array.from({ length: PROCESSES }, (_, n) =>
      simulate(firstSeed + n * SEEDS_APART, Math.ceil(wanted / PROCESSES), sum, progress),
    ),
  );
  return {
    ok: sum.failures.length === 0 && sum.clusterDays >= wanted,
    lines: told(sum, seconds(), firstSeed),
  };
}

async function simulate(seed: number, clusterDays: number, sum: Sum, progress: () => void): Promise<void> {
  const child = spawn(process.execPath, [...process.execArgv, worker, String(seed), String(clusterDays)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  for await (const text of createInterface({ input: child.stdout })) {
    const line = Line.parse(JSON.parse(text));
    if ('failure' in line) {
      sum.failures.push(line.failure);
      continue;
    }
    sum.clusterDays += line.lived;
    sum.heard += line.heard;
    sum.happenings += line.happenings;
    sum.worlds += 1;
    progress();
  }
  const code = await ended;
  if (code !== 0) sum.failures.push(`the process from seed ${seed} on ended with ${code}`);
}

function told(sum: Sum, seconds: number, firstSeed: number): string[] {
  return [
    'The real controller (planning, dispatch) and the real agents of whole communes on a virtual clock and network, with',
    `storage in memory: ${CLUSTERS} clusters for ${DAYS} days and a night of healing in each world, seeded from ${firstSeed} on. Edits,`,
    'approvals and withdrawals, power cuts down to single commits, cut lines, lost, doubled and held-back messages, broker',
    'and controller restarts, old backups, wrong clocks, narrowed hours and revoked keys; every rule in `test/simulation/rules`',
    'is judged after every step.',
    '',
    '| | |',
    '|---|---|',
    `| cluster-days | ${sum.clusterDays} in ${sum.worlds} worlds |`,
    `| what happened to them | ${sum.happenings} events |`,
    `| stretches of sound judged | ${sum.heard} |`,
    `| rate, ${PROCESSES} processes | ${(sum.clusterDays / seconds).toFixed(0)} cluster-days a second, ${(seconds / 60).toFixed(1)} min |`,
    `| rules broken | ${sum.failures.length} |`,
    ...sum.failures.flatMap((failure) => ['', '```', failure, '```']),
  ];
}
