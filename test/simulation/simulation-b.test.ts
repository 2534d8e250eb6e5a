import { expect, it } from 'vitest';
import { manyWorlds } from './many-worlds.js';

/** The other half of what `npm test` lives through. */
it('holds every rule through another 500 cluster-days of seeded trouble', {
  timeout: 120_000,
}, async () => {
  const { failures, heard } = await manyWorlds({ firstSeed: 2_000, clusterDays: 500 });
  expect(failures.join('\n')).toBe('');
  expect(heard).toBeGreaterThan(200);
});
