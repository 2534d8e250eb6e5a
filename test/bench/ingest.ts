import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatePrivateJwk } from '@loa/shared/trust/keys';
import { z } from 'zod';
import { buildSlowFsync } from './slow-fsync.js';

interface Figure {
  bench: string;
  measure: string;
  value: number;
  unit: string;
  peer: string;
  peerValue: number;
  ratio: number;
}

const BOXES = 20;
const ENTRIES_PER_MESSAGE = 10;
/** Messages of each box in a round: enough for about a second, few where every entry waits for the disk. */
const MESSAGES = { ours: 200, sink: 200, naive: 20, naiveSlow: 1 } as const;

/** A step that takes longer has lost a message or a process. */
const PATIENCE_MS = 120_000;

const Answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listening'), port: z.number() }),
  z.object({ kind: z.literal('measured'), perSecond: z.number() }),
  z.object({ kind: z.literal('done') }),
  z.object({ kind: z.literal('failed'), detail: z.string() }),
]);
type Answer = z.infer<typeof Answer>;
type Mode = 'ours' | 'sink' | 'naive';

/**
 * Durable, verified, folded and receipted journal entries per second through the embedded broker, with the load in a
 * second process: beside a sink that opens the same reports and keeps nothing (aim 0.85), and beside one commit an
 * entry; plain, and with fsync slowed by 5 ms as an SD card's (aim 300 times the latter).
 */
export const bench = { name: 'ingest', run };

async function* run({ rounds }: { rounds: number }): AsyncIterable<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'loa-bench-'));
  const boxes = Array.from({ length: BOXES }, (_, n) => ({ boxId: `box_${n}aa`, key: generatePrivateJwk() }));
  const load = startChild('ingest-load.ts');
  try {
    const messagesPerBox = MESSAGES.ours;
    const order = { kind: 'prepare', boxes, messagesPerBox, entriesPerMessage: ENTRIES_PER_MESSAGE };
    await ask(load, order, 'done');
    yield* compare('plain fsync', startChild('ingest-server.ts'), load, boxes, rounds, MESSAGES.naive);
    const preload = buildSlowFsync(folder);
    if (preload) {
      const slow = startChild('ingest-server.ts', { LD_PRELOAD: preload });
      yield* compare('fsync +5 ms', slow, load, boxes, rounds, MESSAGES.naiveSlow);
    } else {
      process.stderr.write('ingest: no gcc, so nothing is measured with a slow fsync\n');
    }
  } finally {
    load.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function* compare(
  disk: string,
  server: ChildProcess,
  load: ChildProcess,
  boxes: readonly unknown[],
  rounds: number,
  naiveMessages: number,
): AsyncIterable<Figure> {
  const seen: Record<Mode, number[]> = { ours: [], sink: [], naive: [] };
  try {
    // The first, untimed round compiles the code that the others run.
    for (let round = 0; round <= rounds; round++) {
      for (const mode of ['ours', 'sink', 'naive'] as const) {
        const messagesPerBox = mode === 'naive' ? naiveMessages : MESSAGES[mode];
        const perSecond = await once(server, load, mode, boxes, messagesPerBox);
        if (round > 0) seen[mode].push(perSecond);
      }
    }
  } finally {
    server.kill();
  }
  const value = median(seen.ours);
  const figure = { bench: 'ingest', measure: `durable entries, ${disk}`, value, unit: 'entries/s' };
  const sink = median(seen.sink);
  yield { ...figure, peer: 'same broker and checks, nothing stored', peerValue: sink, ratio: value / sink };
  const naive = median(seen.naive);
  yield { ...figure, peer: 'one commit an entry', peerValue: naive, ratio: value / naive };
}

async function once(
  server: ChildProcess,
  load: ChildProcess,
  mode: Mode,
  boxes: readonly unknown[],
  messagesPerBox: number,
): Promise<number> {
  const entries = boxes.length * messagesPerBox * ENTRIES_PER_MESSAGE;
  const { port } = await ask(server, { kind: 'run', mode, boxes, entries }, 'listening');
  const measured = answer(server, 'measured');
  await ask(load, { kind: 'send', port, messagesPerBox }, 'done');
  const { perSecond } = await measured;
  await ask(server, { kind: 'close' }, 'done');
  return perSecond;
}

function startChild(name: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  return fork(fileURLToPath(new URL(name, import.meta.url)), { env: { ...process.env, ...env } });
}

function ask<K extends Answer['kind']>(child: ChildProcess, order: object, kind: K) {
  const answered = answer(child, kind);
  child.send(order);
  return answered;
}

/** The child's next word of this kind; it failing or ending first is an error. */
function answer<K extends Answer['kind']>(
  child: ChildProcess,
  kind: K,
): Promise<Extract<Answer, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const tooLong = setTimeout(() => {
      done();
      reject(new Error(`ingest bench: no word of "${kind}" within ${PATIENCE_MS / 1000} s`));
    }, PATIENCE_MS);
    const done = () => {
      clearTimeout(tooLong);
      child.off('message', listen);
      child.off('exit', ended);
    };
    const ended = () => {
      done();
      reject(new Error('A process of the ingest bench ended early.'));
    };
    const listen = (raw: unknown) => {
      const word = Answer.parse(raw);
      if (word.kind === 'failed') {
        done();
        reject(new Error(`ingest bench: ${word.detail}`));
      }
      if (isKind(word, kind)) {
        done();
        resolve(word);
      }
    };
    child.on('message', listen);
    child.on('exit', ended);
  });
}

function isKind<K extends Answer['kind']>(word: Answer, kind: K): word is Extract<Answer, { kind: K }> {
  return word.kind === kind;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
