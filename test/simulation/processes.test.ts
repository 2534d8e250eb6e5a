import { expect, it } from 'vitest';
import { buildWorker } from './build-worker.js';
import { liveInProcesses } from './processes.js';

it('processes that are ended early are no failure, and what they had lived through is all that counts', async () => {
  const worker = await buildWorker();
  const ending = new AbortController();
  const lived = liveInProcesses({ worker, firstSeed: 1, clusterDays: 1_000_000, signal: ending.signal });
  ending.abort();
  expect(await lived).toEqual({ clusterDays: 0, worlds: 0, heard: 0, happenings: 0, failures: [] });
});

it('the same sources have the same name', async () => {
  const [first, second] = [await buildWorker(), await buildWorker()];
  await Promise.all([first.remove(), second.remove()]);
  expect(second.sources).toBe(first.sources);
  expect(first.sources).toMatch(/^[0-9a-f]{64}$/);
});
