import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@loa/shared/node/system-clock';
import { z } from 'zod';
import { createSeededRandom } from '../support/seeded-random.js';
import { type Bench, type Figure, median } from './figure.js';
import { sharedNow } from './start-skew/shared-clock.mjs';

const BOXES = 20;
const LEAST_ROUNDS = 5;
/** From the word to the start: enough for twenty boxes to synchronise over a slow link, ms. */
const AHEAD_MS = 1_500;
const AHEAD_SYNC_MS = 6_000;
/** True time is this far from the shared clock, as unix time is, ms. */
const EPOCH = 1_700_000_000_000;

const KINDS = ['engine', 'hold', 'timeout', 'spawn', 'symmetric', 'independent', 'asymmetric'] as const;
type Kind = (typeof KINDS)[number];

const Answer = z.object({
  kind: z.string(),
  at: z.number().optional(),
  uncertaintyMs: z.number().optional(),
});

interface Round {
  /** Each box's start beside the planned instant, ms. */
  errors: number[];
  uncertainties: number[];
}

/**
 * Twenty boxes as processes start one sound at one instant: the engine in its thread, beside the least a thread can do, a
 * plain timer, and ffmpeg started at the instant. Then each with a clock of its own (±5 s, ±100 ppm), set over a link of
 * 20 to 80 ms each way by the box's own synchronisation.
 */
export const bench: Bench = { name: 'start-skew', run };

async function* run({ rounds }: { rounds: number }): AsyncIterable<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'loa-skew-'));
  const pcmPath = join(folder, 'tone.pcm');
  writeFileSync(pcmPath, Buffer.alloc(96_000));
  const boxes = await startBoxes(pcmPath);
  try {
    const seen = new Map<Kind, Round[]>(KINDS.map((kind) => [kind, []]));
    // The first round of each warms caches and compilers and is not counted.
    for (let round = -1; round < Math.max(rounds, LEAST_ROUNDS); round++) {
      for (const kind of KINDS) {
        const result = await startAll(boxes, kind);
        if (round >= 0) seen.get(kind)?.push(result);
      }
    }
    yield* figures((kind) => seen.get(kind) ?? []);
  } finally {
    for (const box of boxes) box.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startBoxes(pcmPath: string): Promise<ChildProcess[]> {
  const random = createSeededRandom(20);
  const path = fileURLToPath(new URL('./start-skew/box.mjs', import.meta.url));
  const boxes = Array.from({ length: BOXES }, (_, index) => {
    const skew = {
      from: sharedNow(),
      offsetMs: (random.unit() - 0.5) * 10_000,
      ppm: (random.unit() - 0.5) * 200,
    };
    return fork(path, [JSON.stringify({ pcmPath, skew, seed: index + 1 })], { execArgv: [] });
  });
  await Promise.all(boxes.map((box) => once(box, 'message')));
  return boxes;
}

async function startAll(boxes: readonly ChildProcess[], kind: Kind): Promise<Round> {
  const ahead =
    kind === 'symmetric' || kind === 'independent' || kind === 'asymmetric' ? AHEAD_SYNC_MS : AHEAD_MS;
  const at = sharedNow() + ahead;
  const answers = await Promise.all(
    boxes.map(async (box) => {
      box.send({ kind, at, epoch: EPOCH });
      const [message] = await once(box, 'message');
      return Answer.parse(message);
    }),
  );
  // ffmpeg's processes end after their answer; the next kind must not meet them.
  await systemClock.wait(400);
  return {
    errors: answers.map((answer) => (answer.at ?? Number.NaN) - at),
    uncertainties: answers.flatMap(({ uncertaintyMs }) => uncertaintyMs ?? []),
  };
}

function* figures(of: (kind: Kind) => readonly Round[]): Iterable<Figure> {
  const name = { bench: 'start-skew', unit: 'ms' };
  const ours = median(of('engine').map(spread95));
  const beside = (peer: string, kind: Kind): Figure => {
    const peerValue = median(of(kind).map(spread95));
    return {
      ...name,
      measure: 'p95 after the first of 20',
      value: ours,
      peer,
      peerValue,
      ratio: ours / peerValue,
    };
  };
  yield beside('bare timer and wait', 'hold');
  yield beside('setTimeout', 'timeout');
  yield beside('ffmpeg started at the instant', 'spawn');
  yield limit('p95 after the first of 20, one clock', ours, 1.5);
  const overLink = (kind: Kind) => median(of(kind).map(spread95));
  yield limit('p95 after the first, own clocks, symmetric link', overLink('symmetric'), 10);
  for (const kind of ['independent', 'asymmetric'] as const) {
    const peerValue = overLink('symmetric');
    const value = overLink(kind);
    const measure = `p95 after the first, own clocks, ${kind} link`;
    yield { ...name, measure, value, peer: 'symmetric link', peerValue, ratio: value / peerValue };
  }
  for (const kind of ['symmetric', 'independent', 'asymmetric'] as const) {
    const shares = of(kind).flatMap(({ errors, uncertainties }) =>
      errors.map((error, index) => Math.abs(error) / (uncertainties[index] ?? 0)),
    );
    const worst = Math.max(...shares);
    const measure = `worst error, own clocks, ${kind} link`;
    yield {
      ...{ ...name, measure, unit: 'of the uncertainty told', value: worst },
      ...{ peer: 'all of it', peerValue: 1, ratio: worst },
    };
  }

  function limit(measure: string, value: number, most: number): Figure {
    return { ...name, measure, value, peer: 'aim', peerValue: most, ratio: value / most };
  }
}

/** How long after the first box 19 of 20 have started, ms. */
function spread95({ errors }: Round): number {
  const sorted = [...errors].sort((a, b) => a - b);
  const first = sorted[0] ?? Number.NaN;
  return (sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN) - first;
}
