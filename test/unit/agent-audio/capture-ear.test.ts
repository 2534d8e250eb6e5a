import { ChildProcess } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createEar } from '../../../edge-agent/src/capture/ear.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { silentLogger } from '../../support/silent-logger.js';

const CHUNK_MS = 20;

/** Hears a chunk of sound every twenty milliseconds, each so late as is said; answers how much of the last 3 s is missing, bins. */
async function hearing(chunks: number, lateMs: (chunk: number) => number) {
  const clock = createFakeClock(0);
  const stdout = new PassThrough();
  const child = new ChildProcess();
  child.stdout = stdout;
  // One that was never started has process 0: its whole group would be killed.
  child.kill = () => true;
  const spec = { kind: 'pipe', path: '/nowhere' } as const;
  const ear = createEar({ spec, clock, log: silentLogger, spawnProgram: () => child });
  const stop = ear.start();
  const begun = clock.monotonic();
  for (let chunk = 1; chunk <= chunks; chunk++) {
    await clock.advance(begun + chunk * CHUNK_MS + lateMs(chunk) - clock.monotonic());
    stdout.emit('data', Buffer.alloc(CHUNK_MS * 48 * 2, 7));
  }
  stop();
  const last = ear.latest();
  const first = last - 600;
  const missing: number[] = Array.from({ length: last - first }, (_, n) => first + n).filter(
    (index) => ear.powerAt(index) === null,
  );
  return missing.length;
}

it('misses nothing of a capture whose clock runs a little slow, or fast', async () => {
  expect(await hearing(400, (chunk) => chunk * 0.05)).toBe(0);
  expect(await hearing(400, (chunk) => 200 - chunk * 0.05)).toBe(0);
});

it('misses nothing where the machine had no time for a quarter of a second', async () => {
  // What waited comes at once.
  const late = (chunk: number) => (chunk % 100 < 12 ? (12 - (chunk % 100)) * CHUNK_MS : 0);
  expect(await hearing(400, late)).toBe(0);
});
