import { topics } from '@loa/shared/topics';
import { generatePrivateJwk, importSigningKey } from '@loa/shared/trust/keys';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../../controller/src/db/changes.js';
import { createBoxReporter, type ReportMessage } from '../../support/box-reporter.js';
import { type DispatchBench, openDispatchBench } from '../../support/dispatch-bench.js';
import { playedEntries, samplePlaybackId } from '../../support/journal-entries.js';
import { createSeededRandom } from '../../support/seeded-random.js';

const at = Date.UTC(2026, 10, 2, 10);
const boot = (seq: number) => ({
  seq,
  at,
  kind: 'boot',
  version: '1',
  bootId: `b${seq}`,
  clock: { state: 'untrusted' },
});

let bench: DispatchBench;
let reporter: ReturnType<typeof createBoxReporter>;
beforeEach(async () => {
  bench = await openDispatchBench();
  reporter = createBoxReporter({ boxId: 'box_a', journalId: 'journal_a', key: bench.boxKey, issuedAt: at });
  await bench.start();
});
afterEach(() => bench.close());

const db = () => bench.database.db;
const playbacks = () => db().selectFrom('playback').selectAll().orderBy('id').execute();
const entries = () =>
  db().selectFrom('journal_entry').selectAll().orderBy('journal_num').orderBy('seq').execute();
const incidents = async () =>
  (await db().selectFrom('incident').select('kind').execute()).map(({ kind }) => kind);

async function send(...messages: ReportMessage[]) {
  for (const message of messages) await reporter.send(bench.boxBus, message);
  await bench.settle();
}

describe('ingest', () => {
  it('stores a report, folds it and receipts it', async () => {
    const heard: Change[] = [];
    bench.changes.subscribe((change) => heard.push(change));
    const id = samplePlaybackId(1);
    await send(await reporter.report(playedEntries(id, 1, at)));
    expect(await entries()).toHaveLength(4);
    expect(await playbacks()).toMatchObject([
      { id, box_id: 'box_a', cluster_id: 'cluster_a', state: 'finished', delivered_ms: 60_000, state_seq: 4 },
    ]);
    expect(await bench.receipt()).toMatchObject({ boxId: 'box_a', journalId: 'journal_a', storedThrough: 4 });
    expect(heard).toContainEqual({ kind: 'playbacks', ids: [id] });
  });

  it('stores what comes twice once, and answers both times', async () => {
    const message = await reporter.report(playedEntries(samplePlaybackId(1), 1, at));
    await send(message);
    const [once, first] = [await playbacks(), await bench.receipt()];
    await send(message, message);
    expect(await entries()).toHaveLength(4);
    expect(await playbacks()).toEqual(once);
    const second = await bench.receipt();
    expect(second?.storedThrough).toBe(4);
    expect(second?.revision).toBeGreaterThan(first?.revision ?? 0);
  });

  it('keeps a malformed entry raw and receipts it, so that it blocks nothing', async () => {
    const [ready, claimed] = playedEntries(samplePlaybackId(1), 1, at);
    await send(
      await reporter.report([
        ready,
        { seq: 2, kind: 'ended', nonsense: 'đ' },
        { ...claimed, seq: 9 },
        boot(4),
      ]),
    );
    expect((await entries()).map(({ seq, kind, rejected }) => [seq, kind, rejected])).toEqual([
      [1, 'ready', 0],
      [2, 'rejected', 1],
      [3, 'rejected', 1],
      [4, 'boot', 0],
    ]);
    expect((await entries())[1]?.body).toContain('"nonsense":"đ"');
    expect(await bench.receipt()).toMatchObject({ storedThrough: 4 });
    expect(await incidents()).toEqual(['entry_rejected']);
  });

  it('receipts no further than the first gap, and all once it is filled', async () => {
    const messages = [];
    for (let n = 0; n < 4; n++) messages.push(await reporter.report([boot(2 * n + 1), boot(2 * n + 2)]));
    const [first, second, third, fourth] = messages as [
      ReportMessage,
      ReportMessage,
      ReportMessage,
      ReportMessage,
    ];
    await send(first, third, fourth);
    expect(await bench.receipt()).toMatchObject({ storedThrough: 2 });
    await send(second);
    expect(await bench.receipt()).toMatchObject({ storedThrough: 8 });
    expect(await incidents()).toEqual([]);
  });

  it('notices a report that does not follow on the one before', async () => {
    const first = await reporter.report([boot(1)]);
    const forked = createBoxReporter({
      boxId: 'box_a',
      journalId: 'journal_a',
      key: bench.boxKey,
      issuedAt: at + 1,
    });
    await forked.report([boot(1)]);
    const other = await forked.report([boot(2)]);
    await send(first, other);
    expect(await incidents()).toEqual(['report_chain_broken']);
    expect(await bench.receipt()).toMatchObject({ storedThrough: 2 });
  });

  it('notices it also when the one before comes later', async () => {
    const first = await reporter.report([boot(1)]);
    const forked = createBoxReporter({
      boxId: 'box_a',
      journalId: 'journal_a',
      key: bench.boxKey,
      issuedAt: at + 1,
    });
    await forked.report([boot(1)]);
    await send(await forked.report([boot(2)]), first);
    expect(await incidents()).toEqual(['report_chain_broken']);
    const chain = await db()
      .selectFrom('report_message')
      .select(['first_seq', 'chain_ok'])
      .orderBy('first_seq')
      .execute();
    expect(chain).toEqual([
      { first_seq: 1, chain_ok: 1 },
      { first_seq: 2, chain_ok: 0 },
    ]);
  });

  it('takes the word of two journals when a box lost its database', async () => {
    const id = samplePlaybackId(1);
    await send(await reporter.report(playedEntries(id, 1, at)));
    const fresh = createBoxReporter({
      boxId: 'box_a',
      journalId: 'journal_b',
      key: bench.boxKey,
      issuedAt: at,
    });
    const ended = playedEntries(id, 1, at + 9_000_000)[3];
    await send(await fresh.report([{ ...ended, seq: 1, state: 'missed', reason: 'box_off' }]));
    expect(await playbacks()).toMatchObject([{ state: 'finished' }]);
    expect(await bench.receipt()).toMatchObject({ journalId: 'journal_b', storedThrough: 1 });
  });
});

/** The letter A in ASCII. */
const A = 65;

describe('reports that are not believed', () => {
  const nothingStored = async () => {
    expect(await entries()).toEqual([]);
    expect(await bench.receipt()).toBeNull();
  };

  it('of an unknown box, of a revoked box, with a wrong signature, in another name', async () => {
    const report = await reporter.report([boot(1)]);
    await bench.boxBus.publish(topics.report('box_unknown'), report.bytes);
    await bench.boxBus.publish(topics.report('box_b'), report.bytes);
    const stranger = await importSigningKey(generatePrivateJwk());
    const forged = createBoxReporter({ boxId: 'box_a', journalId: 'journal_a', key: stranger, issuedAt: at });
    await send(await forged.report([boot(1)]));
    await bench.boxBus.publish(topics.report('box_a'), Buffer.from('not a document'));
    const bytes = Uint8Array.from(report.bytes);
    // Another letter of base64url, so that it is the signature that is wrong and not its spelling.
    bytes[bytes.length - 20] = bytes[bytes.length - 20] === A ? A + 1 : A;
    await bench.boxBus.publish(topics.report('box_a'), bytes);
    await bench.settle();
    await nothingStored();
    await db().updateTable('box').set({ state: 'revoked' }).where('id', '=', 'box_a').execute();
    await send(report);
    await nothingStored();
    expect((await incidents()).sort()).toEqual([
      'report_bad_signature',
      'report_malformed',
      'report_revoked_box',
      'report_unknown_box',
      'report_unknown_key',
      'report_wrong_audience',
    ]);
  });

  it("about another box's playback change nothing in the log", async () => {
    const id = samplePlaybackId(1);
    await send(await reporter.report(playedEntries(id, 1, at).slice(0, 1)));
    const rogue = createBoxReporter({
      boxId: 'box_b',
      journalId: 'journal_b',
      key: bench.boxKey,
      issuedAt: at,
    });
    await rogue.send(bench.boxBus, await rogue.report(playedEntries(id, 1, at)));
    await bench.settle();
    expect(await playbacks()).toMatchObject([{ box_id: 'box_a', state: 'ready' }]);
    expect(await incidents()).toEqual(['foreign_playback']);
  });
});

describe('a full disk', () => {
  it('receipts nothing until there is room again', async () => {
    const { sqlite } = bench.database;
    const pages = Number(sqlite.pragma('page_count', { simple: true }));
    sqlite.pragma(`max_page_count = ${pages}`);
    const big = { ...boot(1), bootId: 'x'.repeat(60), version: 'y'.repeat(40) };
    const reports = [];
    for (let n = 0; n < 20; n++) {
      reports.push(
        await reporter.report(Array.from({ length: 50 }, (_, i) => ({ ...big, seq: n * 50 + i + 1 }))),
      );
    }
    for (const report of reports) await reporter.send(bench.boxBus, report);
    await bench.broker.idle();
    await bench.clock.advance(1000);
    expect((await bench.receipt())?.storedThrough ?? 0).toBeLessThan(1000);
    sqlite.pragma('max_page_count = 100000');
    await bench.clock.advance(10_000);
    await bench.settle();
    expect(await bench.receipt()).toMatchObject({ storedThrough: 1000 });
    expect(await entries()).toHaveLength(1000);
  });
});

describe('disorder', () => {
  /** Two journals of two boxes; each playback's entries lie in several messages. */
  async function story() {
    const messages: { boxId: string; message: ReportMessage }[] = [];
    for (const boxId of ['box_a', 'box_b'] as const) {
      const told = createBoxReporter({ boxId, journalId: 'journal_a', key: bench.boxKey, issuedAt: at });
      const all = [0, 1, 2].flatMap((n) =>
        playedEntries(samplePlaybackId(n, boxId), n * 4 + 1, at + n * 3_600_000),
      );
      for (let start = 0; start < all.length; start += 3) {
        messages.push({ boxId, message: await told.report(all.slice(start, start + 3)) });
      }
    }
    return messages;
  }

  /** `pause` decides after which messages storage catches up, so that batches differ too. */
  async function logAfter(messages: { boxId: string; message: ReportMessage }[], pause: () => boolean) {
    for (const { boxId, message } of messages) {
      await bench.boxBus.publish(topics.report(boxId), message.bytes);
      if (pause()) await bench.settle();
    }
    await bench.settle();
    const log = (await playbacks()).map(
      ({ num: _num, journal_num: _journal, updated_at: _at, ...row }) => row,
    );
    const stored = (await entries()).map(({ journal_num: _journal, received_at: _at, ...entry }) => entry);
    const receipts = [await bench.receipt('box_a'), await bench.receipt('box_b')].map(
      (r) => r?.storedThrough,
    );
    const sorted = stored.map((entry) => JSON.stringify(entry)).sort();
    return { log, sorted, receipts, incidents: await incidents() };
  }

  async function forget() {
    for (const table of ['playback', 'journal_entry', 'journal', 'report_message'] as const) {
      await db().deleteFrom(table).execute();
    }
    await db().deleteFrom('receipt').execute();
  }

  it('of 40 reorderings with duplications leaves the same log', async () => {
    const messages = await story();
    const expected = await logAfter(messages, () => false);
    expect(expected.receipts).toEqual([12, 12]);
    expect(expected.log).toHaveLength(6);
    const random = createSeededRandom(20261102);
    for (let round = 0; round < 40; round++) {
      await forget();
      const repeats = messages.filter(() => random.unit() < 0.4);
      const shuffled = [...messages, ...repeats]
        .map((message) => ({ message, order: random.unit() }))
        .sort((a, b) => a.order - b.order)
        .map(({ message }) => message);
      expect(await logAfter(shuffled, () => random.unit() < 0.3)).toEqual(expected);
    }
  });
});
