import { expect, it } from 'vitest';
import { manyWorlds } from './many-worlds.js';

/** Half of what `npm test` lives through; its sibling does the other half beside it, and the proof far more. */
it('holds every rule through 500 cluster-days of seeded trouble', { timeout: 120_000 }, async () => {
  const { failures, heard } = await manyWorlds({ firstSeed: 1_000, clusterDays: 500 });
  expect(failures.join('\n')).toBe('');
  expect(heard).toBeGreaterThan(200);
});
