import { afterAll, beforeAll, expect, it } from 'vitest';
import { attack } from '../../proofs/fuzz-mqtt/attack.js';
import { openTarget, type Target } from '../../proofs/fuzz-mqtt/target.js';
import { createSeededRandom } from '../../support/seeded-random.js';

/** The small sibling of `npm run prove -- fuzz-mqtt`. */
let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.stop());

it('outlives 500 hostile sessions: the controller and an innocent box hear each other and nobody else', async () => {
  await attack({ port: target.port, random: createSeededRandom(11), sessions: 500, lanes: 16 });
  expect(await target.check()).toEqual([]);
  expect(target.failures).toEqual([]);
  const { quarantined, refusedSignIns, refusedSubscriptions, tooLarge } = target.counts();
  expect(quarantined.topic).toBeGreaterThan(50);
  expect(refusedSignIns).toBeGreaterThan(20);
  expect(refusedSubscriptions).toBeGreaterThan(50);
  expect(tooLarge).toBeGreaterThan(10);
});
