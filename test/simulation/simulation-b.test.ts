import { expect, it } from 'vitest';
import { manyWorlds } from './many-worlds.js';

/** The other half of the 5,000 cluster-days of `npm test`. */
it('holds every rule through another 2,500 cluster-days of seeded trouble', {
  timeout: 240_000,
}, async () => {
  const { failures, heard } = await manyWorlds({ firstSeed: 2_000, clusterDays: 2_500 });
  expect(failures.join('\n')).toBe('');
  expect(heard).toBeGreaterThan(1_000);
});
