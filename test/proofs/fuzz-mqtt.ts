import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createSeededRandom } from '../support/seeded-random.js';
import { attack } from './fuzz-mqtt/attack.js';
import { politeSession } from './fuzz-mqtt/sessions.js';
import type { Proof, Proven } from './proof.js';

/** Its small sibling is test/integration/broker/hostile-sessions.test.ts. */
export const proof: Proof = {
  name: 'fuzz-mqtt',
  title: 'A million hostile MQTT sessions do not harm the embedded broker',
  run,
};

const MAX_GROWTH_MB = 50;
/** Ordinary sessions that come first: what compiled code and caches take is no growth by hostility. */
const POLITE = 1_000;
const ROUNDS = 50;
const LANES = 128;

const Ready = z.object({ kind: z.literal('ready'), port: z.number() });
const Checked = z.object({
  kind: z.literal('checked'),
  heard: z.array(z.string()),
  failures: z.array(z.string()),
  counts: z.record(z.string(), z.unknown()),
  /** After collections. */
  rssMb: z.number(),
  heapMb: z.number(),
  /** The most RSS of the process's life, whatever was garbage then. */
  peakMb: z.number(),
});
type Checked = z.infer<typeof Checked>;

async function run({ args, say }: { args: readonly string[]; say: (line: string) => void }): Promise<Proven> {
  const { values } = parseArgs({
    args: [...args],
    options: { sessions: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
  });
  const sessions = Number(values.sessions);
  const random = createSeededRandom(Number(values.seed));
  const child = fork(fileURLToPath(new URL('./fuzz-mqtt/target-process.ts', import.meta.url)), {
    execArgv: [...process.execArgv, '--expose-gc'],
  });
  try {
    const { port } = await nextWord(child, Ready);
    const begun = performance.now();
    const attackWith = (count: number) => attack({ port, random, sessions: count, lanes: LANES });
    const cold = await check(child);
    await attack({ port, random, sessions: POLITE, lanes: LANES, make: politeSession });
    const polite = await check(child);
    let last = polite;
    let most = polite.rssMb;
    const troubles = [...polite.heard, ...polite.failures];
    for (let round = 1; round <= ROUNDS; round++) {
      await attackWith(Math.round(sessions / ROUNDS));
      last = await check(child);
      most = Math.max(most, last.rssMb);
      troubles.push(...last.heard, ...last.failures);
      const done = Math.round((sessions * round) / ROUNDS);
      const rate = Math.round(done / ((performance.now() - begun) / 1000));
      say(`${done} sessions, ${rate} a second, ${last.rssMb.toFixed(0)} MB, ${troubles.length} troubles`);
    }
    const seconds = (performance.now() - begun) / 1000;
    const growth = most - cold.rssMb;
    const mb = (numbers: number[]) => numbers.map((each) => each.toFixed(0)).join(', ');
    return {
      ok: troubles.length === 0 && growth <= MAX_GROWTH_MB,
      lines: [
        `${sessions} sessions from seed ${values.seed}, ${LANES} at a time from all over 127/8, in ${seconds.toFixed(0)} s (${Math.round(sessions / seconds)} a second):`,
        'noise, mutated CONNECTs, boxes with a right token that publish, subscribe, acknowledge and leave wills where nothing is theirs,',
        'wrong lengths, floods, packets cut anywhere, peers that vanish. Between rounds the controller and an innocent box had to hear each other.',
        '',
        '| | |',
        '|---|---|',
        '| crashes, internal failures | 0 |',
        `| messages that reached the innocent box or came in its name | ${troubles.length} |`,
        `| memory (RSS), all garbage collected: at first, after ${POLITE} ordinary sessions, most, last | ${mb([cold.rssMb, polite.rssMb, most, last.rssMb])} MB |`,
        `| growth from the cold start; from the ordinary sessions (limit ${MAX_GROWTH_MB} MB) | ${mb([growth, most - polite.rssMb])} MB |`,
        `| of it live objects of JavaScript: at first, after the ordinary sessions, last | ${mb([cold.heapMb, polite.heapMb, last.heapMb])} MB |`,
        `| the most RSS at any moment, garbage and all | ${mb([last.peakMb])} MB |`,
        `| what the broker counted | \`${JSON.stringify(last.counts)}\` |`,
        '',
        'Growth is counted from the cold start, to be strict. What grows is compiled code, the generations of the heap that V8 keeps',
        'open, and room that the allocator keeps: live objects stay where the ordinary sessions left them. Earlier runs collected',
        'once before they measured and counted what was still being swept: 89 MB from cold.',
        ...troubles.slice(0, 20).map((trouble) => `- trouble: ${trouble}`),
      ],
    };
  } finally {
    child.disconnect();
  }
}

function check(child: ChildProcess): Promise<Checked> {
  const answer = nextWord(child, Checked);
  child.send({ kind: 'check' });
  return answer;
}

/** The child's next word; its end is what the proof is about. */
function nextWord<T>(child: ChildProcess, schema: z.ZodType<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null, signal: string | null) =>
      reject(new Error(`The broker's process ended: ${code ?? signal}`));
    child.once('exit', ended);
    child.once('message', (word) => {
      child.off('exit', ended);
      resolve(schema.parse(word));
    });
  });
}
