import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  clusterDaysOf,
  freshSeed,
  livedWith,
  type Run,
  readRuns,
  writeRuns,
} from '../../proofs/simulation/record.js';

const run = (over: Partial<Run>): Run => ({
  ...{ sources: 'a', begun: '2026-11-22', firstSeed: 1, processes: 2, worlds: 10, clusterDays: 3_000 },
  ...{ heard: 6_000, happenings: 200, seconds: 30, failures: [], ...over },
});

describe('what a long simulation has lived through', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loa-record-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is read as it was written, and nothing else is left beside it', async () => {
    const path = join(folder, 'runs.json');
    const runs = [run({}), run({ sources: 'b', failures: ['seed 3: …'] })];
    expect(await readRuns(path)).toEqual([]);
    await writeRuns(path, runs);
    expect(await readRuns(path)).toEqual(runs);
    expect(await readdir(folder)).toEqual(['runs.json']);
  });

  it('is never taken for nothing when it cannot be read', async () => {
    const path = join(folder, 'cut.json');
    await writeFile(path, '[{"sources":"a"');
    await expect(readRuns(path)).rejects.toThrow(/is no record of simulations; move it away/);
  });

  it('counts for the sources that it was lived with, and no seed is lived with twice', () => {
    const runs = [run({ firstSeed: 1, worlds: 10 }), run({ sources: 'b', firstSeed: 11, worlds: 5 })];
    expect(freshSeed([])).toBe(1);
    expect(freshSeed(runs)).toBe(16);
    expect(clusterDaysOf(livedWith('a', runs))).toBe(3_000);
    expect(clusterDaysOf(livedWith('c', runs))).toBe(0);
  });
});
