import { expect, it } from 'vitest';
import { manyWorlds } from './many-worlds.js';

/** Half of the 5,000 cluster-days of `npm test`; its sibling lives through the other half beside it. */
it('holds every rule through 2,500 cluster-days of seeded trouble', { timeout: 240_000 }, async () => {
  const { failures, heard } = await manyWorlds({ firstSeed: 1_000, clusterDays: 2_500 });
  expect(failures.join('\n')).toBe('');
  expect(heard).toBeGreaterThan(1_000);
});
