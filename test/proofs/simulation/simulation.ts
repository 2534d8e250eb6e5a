import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildWorker } from '../../simulation/build-worker.js';
import { type Lived, liveInProcesses, PROCESSES } from '../../simulation/processes.js';
import type { Proof, Proven } from '../proof.js';
import { clusterDaysOf, freshSeed, livedWith, type Run, readRuns, writeRuns } from './record.js';

const SAY_EVERY_WORLDS = 20;
const RECORD = fileURLToPath(new URL('../../../docs/proofs/simulation.json', import.meta.url));

/**
 * Its short sibling in `npm test` lives through some thousands of cluster-days. What was lived through is written down
 * as it goes: after Ctrl-C or a power cut the next run of the same sources goes on with fresh seeds. With `--seed` a
 * run stands for itself and is not written down.
 */
export const proof: Proof = {
  name: 'simulation',
  title: 'No rule breaks in simulated communes',
  run,
};

async function run({ args, say }: Parameters<Proof['run']>[0]): Promise<Proven> {
  const { values } = parseArgs({
    args: [...args],
    options: { 'cluster-days': { type: 'string', default: '1000000' }, seed: { type: 'string' } },
  });
  const wanted = Number(values['cluster-days']);
  const counts = values.seed === undefined;
  const worker = await buildWorker();
  const { sources } = worker;
  const earlier = counts ? await readRuns(RECORD) : [];
  const before = clusterDaysOf(livedWith(sources, earlier));
  const firstSeed = counts ? freshSeed(earlier) : Number(values.seed);
  const begun = new Date().toISOString().slice(0, 10);
  const startedAt = performance.now();
  const asRun = ({ worlds, clusterDays, heard, happenings, failures }: Lived): Run => ({
    ...{ sources, begun, firstSeed, processes: PROCESSES, worlds, clusterDays, heard, happenings },
    ...{ seconds: Math.round((performance.now() - startedAt) / 1000), failures: [...failures] },
  });
  const ending = new AbortController();
  const end = () => ending.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  let written = Promise.resolve();
  const sum = await liveInProcesses({
    ...{ worker, firstSeed, clusterDays: Math.max(0, wanted - before), signal: ending.signal },
    onWorld(lived) {
      if (lived.worlds % SAY_EVERY_WORLDS !== 0) return;
      const current = asRun(lived);
      const rate = (current.clusterDays / Math.max(1, current.seconds)).toFixed(0);
      say(`${before + current.clusterDays} of ${wanted} cluster-days, ${rate}/s`);
      if (counts) written = written.then(() => writeRuns(RECORD, [...earlier, current]));
    },
  });
  await written;
  const runs = sum.worlds > 0 || sum.failures.length > 0 ? [...earlier, asRun(sum)] : earlier;
  if (counts) await writeRuns(RECORD, runs);
  const same = livedWith(sources, runs);
  const failures = same.flatMap((each) => each.failures);
  return {
    ok: failures.length === 0 && clusterDaysOf(same) >= wanted,
    lines: told({ runs, sources, wanted, failures }),
  };
}

function told(found: {
  runs: readonly Run[];
  sources: string;
  wanted: number;
  failures: string[];
}): string[] {
  const same = livedWith(found.sources, found.runs);
  const others = found.runs.filter(({ sources }) => sources !== found.sources);
  return [
    'The real controller (planning, dispatch) and the real agents of whole communes on a virtual clock and network, with',
    'storage in memory, each from a seed of its own: 10 clusters for 21 days, 25 for 12 or 50 for 10 in each world, and a',
    'night of healing. Edits, approvals and withdrawals, power cuts down to single commits, cut lines, lost, doubled and',
    'held-back messages, broker and controller restarts, old backups, wrong clocks, narrowed hours and revoked keys: all of',
    'them in one world of eight, half of the kinds, and rarer, in each of the others (`test/simulation/swarm.ts`). Every rule',
    'in `test/simulation/rules` is judged after every step.',
    '',
    `**${clusterDaysOf(same)} of ${found.wanted}** cluster-days were lived through with the sources as they are, in`,
    `${same.length} runs; rules broken: ${found.failures.length}. A run goes on where the one before was ended, with fresh seeds.`,
    '',
    ...table(same),
    ...(others.length > 0 ? ['', 'With sources as they were before:', '', ...table(others)] : []),
    ...found.failures.flatMap((failure) => ['', '```', failure, '```']),
  ];
}

function table(runs: readonly Run[]): string[] {
  return [
    '| begun | sources | seeds from | worlds | cluster-days | events | stretches of sound judged | a second (processes) | rules broken |',
    '|---|---|---|---|---|---|---|---|---|',
    ...runs.map(
      (run) =>
        `| ${run.begun} | ${run.sources.slice(0, 8)} | ${run.firstSeed} | ${run.worlds} | ${run.clusterDays} | ${run.happenings} | ${run.heard} | ${(run.clusterDays / Math.max(1, run.seconds)).toFixed(0)} (${run.processes}) | ${run.failures.length} |`,
    ),
  ];
}
