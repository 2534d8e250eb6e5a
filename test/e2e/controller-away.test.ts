import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Box } from '@loa/shared/api/boxes';
import { openSqlite } from '@loa/shared/node/sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startVillage, type Village, type VillageBox } from '../support/village.js';
import { waitUntil } from '../support/wait-until.js';

let village: Village;
let tune: Awaited<ReturnType<Village['approvedBulletin']>>;
let box: VillageBox;

beforeAll(async () => {
  village = await startVillage();
  tune = await village.approvedBulletin('nhac-hieu.opus', 'Nhạc hiệu');
  box = await village.addBox('lonely');
  await village.connected(box);
}, 60_000);

afterAll(() => village?.close(), 30_000);

describe('a controller that is away', { timeout: 120_000 }, () => {
  it('restored from an old backup: boxes take its plans, send again what it lost, and all is one', async () => {
    const database = join(village.folder, 'controller', 'loa.db');
    const backup = join(village.folder, 'backup.db');
    await village.connected(box);
    const live = openSqlite(database, { readonly: true });
    await live.backup(backup);
    live.close();
    await village.playNow(tune.bulletinId, [box]);
    await waitUntil(
      'one is finished',
      async () => {
        const all = await village.playbacks(box);
        return all.length === 1 && all.every(({ state }) => state === 'finished');
      },
      60_000,
    );
    const revisionBefore = (await village.api.get(`/boxes/${box.boxId}`, Box)).status?.planRevision ?? 0;
    const before = await village.playbacks(box);

    await village.controller().stop('SIGKILL');
    for (const suffix of ['', '-wal', '-shm']) await rm(`${database}${suffix}`, { force: true });
    await rename(backup, database);
    await village.startController();

    const after = await waitUntil(
      'what the backup had lost is told again',
      async () => {
        const all = await village.playbacks(box);
        return all.length === 1 && all.every(({ state }) => state === 'finished') && all;
      },
      60_000,
    );
    const proofs = (all: typeof after) =>
      all.map(({ id, startedAt, endedAt, deliveredMs, sha256 }) => ({
        id,
        startedAt,
        endedAt,
        deliveredMs,
        sha256,
      }));
    expect(proofs(after)).toEqual(proofs(before));

    await village.playNow(tune.bulletinId, [box]);
    await waitUntil(
      'a plan of the restored controller is played',
      async () => (await village.playbacks(box)).filter(({ state }) => state === 'finished').length === 2,
      60_000,
    );
    const settled = await waitUntil('nothing waits to be sent any more', async () => {
      const { status } = await village.api.get(`/boxes/${box.boxId}`, Box);
      return status?.pendingEntries === 0 && status;
    });
    expect(settled.planRevision).toBeGreaterThan(revisionBefore);
  });

  it('killed after the plan was delivered: the box plays on time, and the log holds it once', async () => {
    await village.playNow(tune.bulletinId, [box]);
    const planned = await village.playbackIn(box, ['ready', 'claimed']);
    await village.controller().stop('SIGKILL');
    await waitUntil('the end has come', () => Date.now() > planned.plannedAt + planned.durationMs + 500);
    await village.startController();
    const playback = await waitUntil(
      'the box has told of it',
      async () =>
        (await village.playbacks(box)).find(({ id, state }) => id === planned.id && state === 'finished'),
      60_000,
    );
    expect(Math.abs(playback.startErrorMs ?? 1e9)).toBeLessThan(1_000);
    expect(
      (await village.playbacks(box)).filter(({ scheduleId }) => scheduleId === playback.scheduleId),
    ).toHaveLength(1);
  });
});
