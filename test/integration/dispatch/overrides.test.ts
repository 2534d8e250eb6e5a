import { MINUTE } from '@loa/shared/instant';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { liftStop } from '../../../controller/src/db/stops.js';
import { type DispatchBench, openDispatchBench } from '../../support/dispatch-bench.js';

let bench: DispatchBench;
beforeEach(async () => {
  bench = await openDispatchBench();
  await bench.start();
});
afterEach(() => bench.close());

async function stopAll(until = bench.clock.now() + 3 * 60 * MINUTE) {
  const createdAt = bench.clock.now();
  await bench.addStop({
    kind: 'stop',
    overrideId: 'override_a',
    createdAt,
    startsAt: createdAt,
    until,
    areas: ['area_village'],
  });
  bench.changes.notify({ kind: 'overrides', areaId: 'area_village' });
  await bench.settle();
}

async function minutePasses(minutes: number) {
  for (let i = 0; i < minutes; i++) {
    await bench.clock.advance(MINUTE);
    bench.cron.tick();
    await bench.settle();
  }
}

describe('a stop', () => {
  it('goes out at once, signed and retained, in a document of at most 15 minutes', async () => {
    await stopAll();
    const document = await bench.override();
    expect(document?.overrides).toMatchObject([{ kind: 'stop', overrideId: 'override_a' }]);
    expect((document?.expiresAt ?? 0) - (document?.issuedAt ?? 0)).toBe(15 * MINUTE);
  });

  it('is renewed while it is in force', async () => {
    await stopAll();
    const before = await bench.override();
    await minutePasses(30);
    const after = await bench.override();
    expect(after?.revision).toBeGreaterThan(before?.revision ?? 0);
    expect(after?.expiresAt).toBeGreaterThan(bench.clock.now());
    expect(after?.overrides).toHaveLength(1);
  });

  it('is absent from a newer document once lifted, and that is said once', async () => {
    await stopAll();
    const before = await bench.override();
    await liftStop(bench.database.db, 'override_a', bench.clock.now());
    bench.changes.notify({ kind: 'overrides', areaId: 'area_village' });
    await bench.settle();
    const lifted = await bench.override();
    expect(lifted?.overrides).toEqual([]);
    expect(lifted?.revision).toBeGreaterThan(before?.revision ?? 0);
    await minutePasses(20);
    expect(await bench.override()).toEqual(lifted);
  });

  it('ends by itself', async () => {
    await stopAll(bench.clock.now() + 20 * MINUTE);
    await minutePasses(25);
    expect((await bench.override())?.overrides).toEqual([]);
  });

  it('comes back after the broker lost its memory', async () => {
    await stopAll();
    bench.broker.kill();
    bench.broker.heal();
    await bench.settle();
    expect((await bench.override())?.overrides).toHaveLength(1);
  });
});
