import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY, HOUR, MINUTE } from '@loa/shared/instant';
import { Timetable } from '@loa/shared/timetable';
import { topics } from '@loa/shared/topics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../controller/src/db/database.js';
import { rotationMemory } from '../../../controller/src/db/planning-memory.js';
import { createBoxReporter } from '../../support/box-reporter.js';
import { benchOver, type DispatchBench, openDispatchBench } from '../../support/dispatch-bench.js';
import { playedEntries, samplePlaybackId } from '../../support/journal-entries.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-restore-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const dailyAt = (occurrenceId: string, time: string) =>
  Timetable.parse({ kind: 'recurring', days: [{ every: 'day' }], times: [{ occurrenceId, time }] });
const daily = dailyAt('occ_a', '17:00');
const log = (bench: DispatchBench) =>
  bench.database.db.selectFrom('playback').select(['id', 'state', 'title']).orderBy('id').execute();

describe('a controller restored from a backup one day old', () => {
  it('issues plans that boxes accept, asks for what it lost, and converges', async () => {
    const bench = await openDispatchBench();
    await bench.addSchedule('schedule_a', daily);
    await bench.start();
    const reporter = createBoxReporter({
      boxId: 'box_a',
      journalId: 'journal_a',
      key: bench.boxKey,
      issuedAt: bench.clock.now(),
    });
    const [today] = (await bench.plan())?.sessions ?? [];
    const playbackId = today?.items[0]?.playbackId ?? '';
    const first = await reporter.report(playedEntries(samplePlaybackId(1), 1, bench.clock.now()));
    await reporter.send(bench.boxBus, first);
    await bench.settle();
    const backup = bench.database.sqlite.serialize();

    await bench.clock.advance(12 * HOUR);
    await bench.addSchedule('schedule_lost', dailyAt('occ_b', '18:00'));
    bench.changes.notify({ kind: 'plans', boxIds: 'all' });
    await bench.settle();
    const second = await reporter.report(playedEntries(playbackId, 5, today?.startsAt ?? 0));
    const third = await reporter.report(playedEntries(samplePlaybackId(2), 9, bench.clock.now()));
    await reporter.send(bench.boxBus, second);
    await reporter.send(bench.boxBus, third);
    await bench.settle();
    const before = { plan: await bench.plan(), receipt: await bench.receipt(), log: await log(bench) };
    expect(before.receipt?.storedThrough).toBe(12);
    await bench.close();

    writeFileSync(join(folder, 'loa.db'), backup);
    await bench.clock.advance(12 * HOUR);
    const { broker, clock } = bench;
    const { keys } = bench as Awaited<ReturnType<typeof benchOver>>;
    const restored = await benchOver(
      await openDatabase({ path: join(folder, 'loa.db') }),
      broker,
      clock,
      keys,
      false,
    );
    await restored.start();

    // The counters follow the clock, so a box takes the new receipt, and reads in it what it has to send again.
    const asked = await restored.receipt();
    expect(asked?.revision).toBeGreaterThan(before.receipt?.revision ?? 0);
    expect(asked?.storedThrough).toBe(4);
    // The plan of the backup is below what the box holds until the box says so.
    const held = { boxId: 'box_a', connected: true, planRevision: before.plan?.revision };
    await restored.boxBus.publish(topics.status('box_a'), Buffer.from(JSON.stringify(held)));
    await restored.settle();
    expect((await restored.plan())?.revision).toBeGreaterThan(before.plan?.revision ?? 0);
    await reporter.send(restored.boxBus, third);
    await reporter.send(restored.boxBus, second);
    await restored.settle();
    expect((await restored.receipt())?.storedThrough).toBe(12);
    const after = await log(restored);
    const ended = (rows: typeof after) =>
      rows.filter(({ state }) => state === 'finished').map(({ id }) => id);
    expect(ended(after)).toEqual(ended(before.log));
    expect(after.find(({ id }) => id === playbackId)?.title).toBe('Phòng, chống lừa đảo');
    await restored.close();
  });

  it('knows what was heard by plans that it lost: a column does not give it again', async () => {
    const bench = await openDispatchBench();
    await bench.addSchedule('schedule_a', daily);
    await bench.start();
    const item = (await bench.plan())?.sessions[0]?.items[0];
    const { db } = bench.database;
    const planned = await db
      .selectFrom('playback')
      .select(['cluster_id', 'bulletin_id'])
      .where('id', '=', item?.playbackId ?? '')
      .executeTakeFirstOrThrow();
    const reporter = createBoxReporter({
      ...{ boxId: 'box_a', journalId: 'journal_a', key: bench.boxKey, issuedAt: 1 },
    });
    // A playback of the day before, planned by nobody that this database knows of.
    const heardAt = bench.clock.now() - DAY;
    const sha256 = item?.source.kind === 'recording' ? item.source.sha256 : '';
    const entries = playedEntries(samplePlaybackId(7), 1, heardAt).map((entry) => ({ ...entry, sha256 }));
    await reporter.send(bench.boxBus, await reporter.report(entries));
    await bench.settle();
    const { cluster_id: clusterId, bulletin_id: bulletinId } = planned;
    const remembered = async () => {
      const now = bench.clock.now();
      const wanted = { clusterIds: [clusterId], bulletinIds: [bulletinId ?? ''], now };
      return (await rotationMemory(db, wanted)).get(clusterId)?.heard.get(bulletinId ?? '');
    };
    expect(await remembered()).toBe(heardAt);
    // By such a plan it is to come again in a minute: that is no reason to forget that it was heard.
    const soon = playedEntries(samplePlaybackId(8), 5, bench.clock.now() + MINUTE).slice(0, 1);
    const ready = soon.map((entry) => ({ ...entry, at: bench.clock.now(), sha256 }));
    await reporter.send(bench.boxBus, await reporter.report(ready));
    await bench.settle();
    expect(await remembered()).toBe(heardAt);
    await bench.close();
  });

  it('goes above a plan that it learns of from a signed report alone', async () => {
    const bench = await openDispatchBench();
    await bench.start();
    const ours = (await bench.plan())?.revision ?? 0;
    const reporter = createBoxReporter({
      boxId: 'box_a',
      journalId: 'journal_a',
      key: bench.boxKey,
      issuedAt: 1,
    });
    const accepted = { seq: 1, at: 1, kind: 'accepted', document: 'plan', counter: ours + 30 * DAY };
    await reporter.send(bench.boxBus, await reporter.report([{ ...accepted, clock: { state: 'synced' } }]));
    await bench.settle();
    expect((await bench.plan())?.revision).toBeGreaterThan(ours + 30 * DAY);
    await bench.close();
  });
});

describe('a late report', () => {
  it('supersedes the guess, and the guess stays in the audit log', async () => {
    const bench = await openDispatchBench();
    await bench.addSchedule('schedule_a', { kind: 'once', date: '2026-11-02', time: '17:00' });
    await bench.start();
    const [session] = (await bench.plan())?.sessions ?? [];
    const playbackId = session?.items[0]?.playbackId ?? '';
    await bench.clock.advance(12 * HOUR);
    bench.cron.tick();
    await bench.settle();
    const state = async () => (await log(bench)).find(({ id }) => id === playbackId)?.state;
    expect(await state()).toBe('unknown');
    const reporter = createBoxReporter({
      boxId: 'box_a',
      journalId: 'journal_a',
      key: bench.boxKey,
      issuedAt: 1,
    });
    await reporter.send(
      bench.boxBus,
      await reporter.report(playedEntries(playbackId, 1, session?.startsAt ?? 0)),
    );
    await bench.settle();
    expect(await state()).toBe('finished');
    const audit = await bench.database.db.selectFrom('audit').selectAll().execute();
    expect(audit).toMatchObject([
      {
        actor: 'system',
        action: 'playback.superseded',
        subject: playbackId,
        detail: '{"from":"unknown","to":"finished"}',
      },
    ]);
    await bench.close();
  });
});
