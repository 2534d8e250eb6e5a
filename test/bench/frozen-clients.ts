import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Bench, type Figure, median } from './figure.js';
import { FLOODED } from './frozen-clients/names.js';

/** 1,000 boxes on one broker, 5 % of them frozen in the middle of everything (SIGSTOP): what do the others notice? */
export const bench: Bench = { name: 'frozen-clients', run };

const BOXES = 1_000;
const FROZEN = 50;
const AWAKE_PROCESSES = 3;
const SECONDS = 15;
const LIMIT_MS = 250;

const Ready = z.object({ kind: z.literal('ready'), port: z.number() });
const Connected = z.object({ kind: z.literal('connected') });
const Published = z.object({ kind: z.literal('published'), connected: z.number(), slowPeers: z.number() });
const Taken = z.object({ kind: z.literal('taken'), ages: z.array(z.number()), lost: z.number() });

interface Outcome {
  calmP99: number;
  frozenP99: number;
  /** Boxes that were not frozen and lost their connection. */
  lost: number;
  dropped: number;
}

async function* run({ rounds }: { rounds: number }): AsyncIterable<Figure> {
  const outcomes: Outcome[] = [];
  for (let round = 0; round < rounds; round++) outcomes.push(await runOnce());
  const calm = median(outcomes.map(({ calmP99 }) => calmP99));
  const frozen = median(outcomes.map(({ frozenP99 }) => frozenP99));
  const figure = (measure: string, value: number, peer: string, peerValue: number, unit: string): Figure => ({
    ...{ bench: 'frozen-clients', measure, value, unit, peer, peerValue },
    ratio: value / peerValue,
  });
  const measure = 'p99 from publish to box, 5 % of 1,000 frozen';
  yield figure(measure, frozen, 'limit', LIMIT_MS, 'ms');
  yield figure(measure, frozen, 'nobody frozen', calm, 'ms');
  const lost = Math.max(...outcomes.map((each) => each.lost));
  yield figure('awake boxes that lost their connection, most', lost, 'awake boxes', BOXES - FROZEN, 'boxes');
  const dropped = median(outcomes.map((each) => each.dropped));
  yield figure('frozen boxes dropped for taking nothing', dropped, 'sent 1 MB a second', FLOODED, 'boxes');
}

async function runOnce(): Promise<Outcome> {
  const broker = start('broker-process.ts');
  const frozen = start('boxes-process.ts');
  const awake = Array.from({ length: AWAKE_PROCESSES }, () => start('boxes-process.ts'));
  try {
    const { port } = await nextWord(broker, Ready);
    const share = Math.ceil((BOXES - FROZEN) / AWAKE_PROCESSES);
    await ask(frozen, { kind: 'connect', port, first: 0, count: FROZEN }, Connected);
    for (const [index, child] of awake.entries()) {
      const first = FROZEN + index * share;
      await ask(child, { kind: 'connect', port, first, count: Math.min(share, BOXES - first) }, Connected);
    }
    const order = { kind: 'publish', seconds: SECONDS, boxes: BOXES };
    await ask(broker, order, Published);
    const calm = await take(awake);
    frozen.kill('SIGSTOP');
    const { slowPeers } = await ask(broker, order, Published);
    const under = await take(awake);
    return { calmP99: p99(calm.ages), frozenP99: p99(under.ages), lost: under.lost, dropped: slowPeers };
  } finally {
    frozen.kill('SIGKILL');
    for (const child of [broker, ...awake]) child.disconnect();
  }
}

async function take(children: readonly ChildProcess[]): Promise<{ ages: number[]; lost: number }> {
  const answers = await Promise.all(children.map((child) => ask(child, { kind: 'take' }, Taken)));
  return {
    ages: answers.flatMap(({ ages }) => ages),
    lost: answers.reduce((sum, { lost }) => sum + lost, 0),
  };
}

function p99(values: number[]): number {
  if (values.length < BOXES) throw new Error(`only ${values.length} messages arrived`);
  values.sort((a, b) => a - b);
  return values[Math.floor(values.length * 0.99)] ?? Number.NaN;
}

function start(name: string): ChildProcess {
  return fork(fileURLToPath(new URL(`./frozen-clients/${name}`, import.meta.url)));
}

function ask<T>(child: ChildProcess, order: object, schema: z.ZodType<T>): Promise<T> {
  const answer = nextWord(child, schema);
  child.send(order);
  return answer;
}

/** The child's next word; its end would be the very thing that must not happen. */
function nextWord<T>(child: ChildProcess, schema: z.ZodType<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null, signal: string | null) =>
      reject(new Error(`A process of the bench ended: ${code ?? signal}`));
    child.once('exit', ended);
    child.once('message', (word) => {
      child.off('exit', ended);
      resolve(schema.parse(word));
    });
  });
}
