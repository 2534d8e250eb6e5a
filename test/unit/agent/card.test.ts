import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sqlite } from '@loa/shared/node/sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { openCard } from '../../../edge-agent/src/card/card.js';
import { createJournal } from '../../../edge-agent/src/journal.js';
import { openJournalDb } from '../../../edge-agent/src/journal-schema.js';
import { createReportStore } from '../../../edge-agent/src/report-store.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';

const folder = mkdtempSync(join(tmpdir(), 'loa-card-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

function cardAt(path = join(folder, `box${count++}.db`)) {
  let real: Sqlite | null = null;
  const card = openCard({
    open() {
      real = openJournalDb(path);
      return real;
    },
    salvage: () => openJournalDb(path),
    random: createSeededRandom(1_000 + count),
    log: silentLogger,
  });
  return {
    path,
    card,
    /** From now on the card is read-only, as a kernel makes it after errors. */
    fail: () => real?.pragma('query_only = ON'),
  };
}

const journalOn = (db: Sqlite) =>
  createJournal({
    db,
    random: createSeededRandom(count++),
    reserve: { ensure: () => true, release: () => false },
    stamp: () => ({ at: 1, clock: { state: 'untrusted' }, earliest: null }),
    log: silentLogger,
  });

const boot = { kind: 'boot', version: '1', bootId: 'b' } as const;

describe('a card that turns read-only while the agent runs', () => {
  it('loses nothing: the write that failed is done in memory, and so are all that follow', () => {
    const { card, fail } = cardAt();
    const troubles: string[] = [];
    card.onTrouble((detail) => troubles.push(detail));
    const journal = journalOn(card.db);
    journal.commit(() => journal.append(boot));
    expect(card.trouble()).toBeNull();
    fail();
    journal.commit(() => {
      journal.append(boot);
      journal.append(boot);
    });
    journal.commit(() => journal.append(boot));
    expect(createReportStore({ db: card.db }).pendingEntries()).toBe(4);
    expect(troubles).toEqual([expect.stringContaining('readonly')]);
    expect(card.forgetful).toBe(false);
  });

  it('goes on as another journal, which tells again what nobody receipted, and the card keeps its own numbers', () => {
    const { card, fail, path } = cardAt();
    const journal = journalOn(card.db);
    journal.commit(() => {
      for (let turn = 0; turn < 3; turn++) journal.append(boot);
    });
    createReportStore({ db: card.db }).receipted(2, 1);
    fail();
    journal.commit(() => journal.append(boot));
    card.renew();
    const renewed = journalOn(card.db);
    expect(renewed.journalId).not.toBe(journal.journalId);
    renewed.commit(() => renewed.append(boot));
    const draft = createReportStore({ db: card.db }).draft();
    expect(draft).toMatchObject({ firstSeq: 1, prev: null, entries: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] });
    card.close();
    const later = journalOn(openJournalDb(path));
    expect([later.journalId, later.lastSeq()]).toEqual([journal.journalId, 3]);
  });

  it.for([
    ['no JSON any more', 'UPDATE entries SET body = \'{"seq":2,\' WHERE seq = 2'],
    ['JSON of something else', "UPDATE entries SET body = '[]' WHERE seq = 2"],
    ['no text any more', "UPDATE entries SET body = x'00ff' WHERE seq = 2"],
    ['without its time', "UPDATE entries SET at = 'x' WHERE seq = 2"],
  ])('tells the others when one entry is %s', ([, rot = '']) => {
    const { card, fail } = cardAt();
    const journal = journalOn(card.db);
    journal.commit(() => {
      for (let turn = 0; turn < 3; turn++) journal.append(boot);
    });
    card.db.exec(rot);
    journal.beginAnother();
    expect(journal.lastSeq()).toBe(3);
    fail();
    journal.commit(() => journal.append(boot));
    card.renew();
    const draft = createReportStore({ db: card.db }).draft();
    expect(draft?.entries).toHaveLength(4);
    expect([0, 2, 3].map((index) => draft?.entries[index])).toMatchObject([
      { seq: 1 },
      { seq: 3 },
      { seq: 4 },
    ]);
  });

  it('counts nothing as stored where the number of it cannot be read', () => {
    const { card } = cardAt();
    const journal = journalOn(card.db);
    journal.commit(() => {
      for (let turn = 0; turn < 3; turn++) journal.append(boot);
    });
    createReportStore({ db: card.db }).receipted(2, 1);
    card.db.exec("UPDATE meta SET value = 'x' WHERE key = 'storedThrough'");
    journal.beginAnother();
    expect(journal.lastSeq()).toBe(3);
  });

  it('that is merely full is none of this', () => {
    const { card } = cardAt();
    const full = Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
    expect(() =>
      card.db.transaction(() => {
        throw full;
      })(),
    ).toThrow(full);
    expect(card.trouble()).toBeNull();
  });
});

describe('a card that takes no writes from the start', () => {
  it('is read for what it knows; nothing of what this run does is believed to be remembered', () => {
    const { path, card } = cardAt();
    const journal = journalOn(card.db);
    journal.memory.raiseFloor(1_000);
    journal.commit(() => journal.append(boot));
    card.close();
    let opened: Sqlite | null = null;
    const second = openCard({
      open() {
        opened = openJournalDb(path);
        opened.pragma('query_only = ON');
        return opened;
      },
      salvage: () => openJournalDb(path),
      random: createSeededRandom(99),
      log: silentLogger,
    });
    const again = journalOn(second.db);
    expect(second.forgetful).toBe(true);
    expect(second.trouble()).toContain('readonly');
    expect(again.memory.floor()).toBe(1_000);
    expect(again.journalId).not.toBe(journal.journalId);
    again.commit(() => again.append(boot));
    expect(createReportStore({ db: second.db }).pendingEntries()).toBe(2);
    const error = new Error('not a card');
    expect(() =>
      openCard({
        open() {
          throw error;
        },
        salvage: () => null,
        random: createSeededRandom(1),
        log: silentLogger,
      }),
    ).toThrow(error);
  });
});
