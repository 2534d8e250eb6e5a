import { expect, it } from 'vitest';
import { liveInProcesses, PROCESSES } from './processes.js';

/** What a core lives through in half a minute beside other tests; four cores reach the 5,000 that are the aim. */
const CLUSTER_DAYS = Math.min(5_000, 1_250 * PROCESSES);

/**
 * In processes of their own: what this runner adds to every call would double the time. The proof lives through far
 * more, in the same way.
 */
it(`holds every rule through ${CLUSTER_DAYS} cluster-days of seeded trouble`, {
  timeout: 600_000,
}, async ({ signal }) => {
  const { clusterDays, failures, heard } = await liveInProcesses({
    firstSeed: 1_000,
    clusterDays: CLUSTER_DAYS,
    signal,
  });
  expect(failures.join('\n')).toBe('');
  expect(clusterDays).toBeGreaterThanOrEqual(CLUSTER_DAYS);
  expect(heard).toBeGreaterThan(CLUSTER_DAYS / 2);
});
