// One box of the bench: told how and when to start, it answers with the instant at which it did, by the shared clock.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createClockSync } from '../../../edge-agent/dist/clock-sync.js';
import { sharedNow, skewedClock } from './shared-clock.mjs';

const { pcmPath, skew, seed } = JSON.parse(process.argv[2]);
const log = { debug() {}, info() {}, warn() {}, error() {}, child: () => log };

/** Small and good enough: the same numbers in every run. */
let state = seed;
const unit = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};

async function openThread(file, workerData) {
  const worker = new Worker(new URL(file, import.meta.url), { workerData });
  await once(worker, 'message');
  return async (instant) => {
    worker.postMessage(instant);
    const [{ at, offsetMs }] = await once(worker, 'message');
    return at + offsetMs;
  };
}

const own = { from: sharedNow(), offsetMs: 0, ppm: 0 };
const engine = await openThread('./engine.mjs', own);
const hold = await openThread('./hold.mjs', {});
const boxClock = skewedClock(skew);
const skewed = await openThread('./engine.mjs', skew);

const starts = {
  engine: async (at) => ({ at: await engine(at - own.from) }),
  hold: async (at) => ({ at: await hold(at) }),
  timeout: (at) =>
    new Promise((resolve) =>
      setTimeout(() => {
        const began = sharedNow();
        setTimeout(() => resolve({ at: began }), 100);
      }, at - sharedNow()),
    ),
  spawn: (at) =>
    new Promise((resolve) =>
      setTimeout(() => {
        const input = ['-f', 's16le', '-ar', '48000', '-ac', '1', '-i', pcmPath];
        const child = spawn('ffmpeg', ['-v', 'error', '-nostdin', ...input, '-f', 's16le', 'pipe:1'], {
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        child.stdout.once('data', () => resolve({ at: sharedNow() }));
        child.stdout.resume();
      }, at - sharedNow()),
    ),
  symmetric: (at, epoch) => overLink(at, epoch, () => both(20 + 60 * unit())),
  independent: (at, epoch) => overLink(at, epoch, () => [20 + 60 * unit(), 20 + 60 * unit()]),
  asymmetric: (at, epoch) => overLink(at, epoch, () => [20 + 10 * unit(), 50 + 30 * unit()]),
};
const both = (ms) => [ms, ms];

/** With a clock of its own, which it sets by the controller's signed time over a link, as a box does. */
async function overLink(at, epoch, delays) {
  let floor = 0;
  const sync = createClockSync({
    clock: boxClock,
    boot: { bootId: null, sinceBootMs: () => boxClock.monotonic() },
    random: { unit, bytes: (count) => new Uint8Array(count) },
    memory: {
      floor: () => floor,
      raiseFloor(to) {
        floor = to;
      },
      lowerFloor(to) {
        floor = to;
      },
      lastSync: () => null,
      keepSync() {},
    },
    async askTime() {
      const [up, down] = delays();
      await exactly(up);
      const signed = Math.floor(sharedNow() + epoch);
      await exactly(down);
      return signed;
    },
    onChange: () => synced(),
    log,
  });
  let synced = () => {};
  const known = new Promise((resolve) => {
    synced = resolve;
  });
  const stop = sync.start();
  await known;
  const { uncertaintyMs } = sync.quality();
  const begun = await skewed(sync.monotonicOf(at + epoch));
  await stop();
  return { at: begun, uncertaintyMs };
}

/** The link is what is measured, not this process's timers: a wait that was too long is told as it was. */
async function exactly(ms) {
  const until = sharedNow() + ms;
  await new Promise((resolve) => setTimeout(resolve, ms - 2));
  while (sharedNow() < until) await new Promise((resolve) => setImmediate(resolve));
}

process.on('message', async ({ kind, at, epoch }) =>
  process.send({ kind, ...(await starts[kind](at, epoch)) }),
);
process.on('disconnect', () => process.exit());
process.send({ kind: 'ready' });
