import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DamagedDatabaseError, type Sqlite } from '@loa/shared/node/sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataFolder } from '../../../edge-agent/src/data-lock.js';
import { createJournal, type Fact, type Journal } from '../../../edge-agent/src/journal.js';
import { openJournalDb } from '../../../edge-agent/src/journal-schema.js';
import { createReportStore } from '../../../edge-agent/src/report-store.js';
import { createReserve } from '../../../edge-agent/src/reserve.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';

let folder: string;
let db: Sqlite;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-journal-'));
  db = openJournalDb(join(folder, 'box.db'));
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const trouble = (detail: string): Fact => ({ kind: 'trouble', reason: 'test', detail });

function open(release = () => false): Journal {
  return createJournal({
    db,
    random: createSeededRandom(1),
    reserve: { ensure: () => true, release },
    stamp: () => ({ at: 1_000, clock: { state: 'synced', uncertaintyMs: 1 }, earliest: 999 }),
    log: silentLogger,
  });
}

function reopen(): Journal {
  db.close();
  db = openJournalDb(join(folder, 'box.db'));
  return open();
}

const count = () => Number(db.prepare('SELECT count(*) FROM entries').pluck().get());

describe('the journal', () => {
  it('is written for good: synchronous=FULL, and the same id and order after a reopening', () => {
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    const journal = open();
    journal.commit(() => journal.append(trouble('one')));
    const again = reopen();
    expect(again.journalId).toBe(journal.journalId);
    expect(again.commit(() => again.append(trouble('two')))).toBe(2);
    expect(again.memory.floor()).toBe(999);
  });

  it('leaves no trace of a commit that failed, neither on disk nor in memory', () => {
    const journal = open();
    const fail = () =>
      journal.commit(() => {
        journal.append(trouble('never'));
        throw new Error('power');
      });
    expect(fail).toThrow('power');
    expect(journal.commit(() => journal.append(trouble('first')))).toBe(1);
    expect(count()).toBe(1);
  });

  it('never uses a seq twice, even after its entries were dropped', () => {
    const journal = open();
    journal.commit(() => journal.append(trouble('one')));
    db.exec('DELETE FROM entries');
    const again = reopen();
    expect(again.commit(() => again.append(trouble('two')))).toBe(2);
    expect(again.lastSeq()).toBe(2);
  });

  it('on a full disk gives up its reserve and writes', () => {
    const room = (pages: number) => db.pragma(`max_page_count = ${pages}`);
    let released = 0;
    const journal = open(() => {
      released += 1;
      room(10_000);
      return true;
    });
    room(Number(db.pragma('page_count', { simple: true })));
    for (let turn = 0; turn < 200; turn++) journal.commit(() => journal.append(trouble('x'.repeat(400))));
    expect(released).toBe(1);
    expect(count()).toBe(200);
  });

  it('refuses a damaged file instead of starting anew', () => {
    const path = join(folder, 'damaged.db');
    writeFileSync(path, 'this is no database, but it is long enough to be taken for one '.repeat(100));
    expect(() => openJournalDb(path)).toThrow(DamagedDatabaseError);
  });
});

describe('the reserve', () => {
  it('stands, is given up once, and is made again when there is room', () => {
    const reserve = createReserve({ path: join(folder, 'reserve'), bytes: 1_000 });
    expect(reserve.ensure()).toBe(true);
    expect(reserve.release()).toBe(true);
    expect(reserve.release()).toBe(false);
    expect(reserve.ensure()).toBe(true);
  });

  it('says when there is no room for it', () => {
    const reserve = createReserve({ path: join(folder, 'missing', 'reserve'), bytes: 1_000 });
    expect(reserve.ensure()).toBe(false);
  });
});

describe('kept reports', () => {
  const DAY = 86_400_000;

  it('go 30 days after their receipt, unreceipted ones never', () => {
    const journal = open();
    const reports = createReportStore({ db });
    for (let n = 1; n <= 4; n++) {
      journal.commit(() => journal.append(trouble(`${n}`)));
      reports.keep({ firstSeq: n, lastSeq: n, bytes: Buffer.from(`message ${n}`) });
    }
    reports.receipted(2, 0);
    expect(reports.prune(29 * DAY, 1e9)).toBe(0);
    expect(reports.prune(31 * DAY, 1e9)).toBe(2);
    expect(reports.prune(400 * DAY, 0)).toBe(0);
    expect(reports.beyond(0, 10).map(({ firstSeq }) => firstSeq)).toEqual([3, 4]);
    expect(count()).toBe(2);
  });

  it('go 30 days after the first receipt whose time is known', () => {
    const journal = open();
    const reports = createReportStore({ db });
    for (let n = 1; n <= 3; n++) {
      journal.commit(() => journal.append(trouble(`${n}`)));
      reports.keep({ firstSeq: n, lastSeq: n, bytes: Buffer.from(`message ${n}`) });
    }
    reports.receipted(1, null);
    expect(reports.storedThrough()).toBe(1);
    expect(reports.prune(400 * DAY, 1e9)).toBe(0);
    reports.receipted(2, 400 * DAY);
    expect(reports.prune(429 * DAY, 1e9)).toBe(0);
    expect(reports.prune(431 * DAY, 1e9)).toBe(2);
  });

  it('go earlier when they are over their quota', () => {
    const journal = open();
    const reports = createReportStore({ db });
    for (let n = 1; n <= 4; n++) {
      journal.commit(() => journal.append(trouble(`${n}`)));
      reports.keep({ firstSeq: n, lastSeq: n, bytes: Buffer.alloc(100) });
    }
    reports.receipted(4, 0);
    // The newest stays whatever the quota: the next message names its hash.
    expect(reports.prune(DAY, 0)).toBe(3);
  });
});

it('a data folder belongs to one agent at a time', () => {
  const unlock = lockDataFolder(folder);
  expect(() => lockDataFolder(folder)).toThrow(/Another agent/);
  unlock();
  lockDataFolder(folder)();
});
