import { parseArgs } from 'node:util';
import { type Lived, liveInProcesses, PROCESSES } from '../simulation/processes.js';
import type { Proof, Proven } from './proof.js';

const SAY_EVERY_WORLDS = 20;

/** Its short sibling in `npm test` lives through some thousands of cluster-days. */
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
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  const sum = await liveInProcesses({
    firstSeed,
    clusterDays: wanted,
    onWorld({ worlds, clusterDays, failures }) {
      if (worlds % SAY_EVERY_WORLDS !== 0) return;
      const rate = (clusterDays / seconds()).toFixed(0);
      say(`${clusterDays} of ${wanted} cluster-days, ${rate}/s, ${failures.length} violations`);
    },
  });
  return {
    ok: sum.failures.length === 0 && sum.clusterDays >= wanted,
    lines: told(sum, seconds(), firstSeed),
  };
}

function told(sum: Lived, seconds: number, firstSeed: number): string[] {
  return [
    'The real controller (planning, dispatch) and the real agents of whole communes on a virtual clock and network, with',
    `storage in memory, seeded from ${firstSeed} on: 10 clusters for 21 days, 25 for 12 or 50 for 10 in each world, and a night of`,
    'healing. Edits, approvals and withdrawals, power cuts down to single commits, cut lines, lost, doubled and held-back',
    'messages, broker and controller restarts, old backups, wrong clocks, narrowed hours and revoked keys: all of them in one',
    'world of eight, half of the kinds, and rarer, in each of the others (`test/simulation/swarm.ts`). Every rule in',
    '`test/simulation/rules` is judged after every step.',
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
