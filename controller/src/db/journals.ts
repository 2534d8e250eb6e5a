import { MAX_ENTRIES_PER_REPORT } from '@loa/shared/messages/report';
import type { Sqlite } from '@loa/shared/node/sqlite';
import type { PlaybackEntry } from '@loa/shared/playback-record';

/** One journal entry as it came. What could not be read is kept raw with `rejected`. */
export interface ArrivedEntry {
  seq: number;
  at: number;
  kind: string;
  /** JSON. */
  body: string;
  rejected: boolean;
  /** The parsed entry where it tells of a playback. */
  playback: PlaybackEntry | null;
}

/** A report whose signature and audience were checked. */
export interface ArrivedReport {
  boxId: string;
  journalId: string;
  firstSeq: number;
  prev: string | null;
  /** sha256 of the message's bytes. */
  hash: string;
  receivedAt: number;
  entries: readonly ArrivedEntry[];
}

export interface JournalProgress {
  boxId: string;
  journalId: string;
  journalNum: number;
  /** Highest gap-free seq now stored. */
  storedThrough: number;
}

export interface BrokenChain {
  boxId: string;
  journalId: string;
  firstSeq: number;
}

/** What one box cannot have written: two devices use its key, or its card was put back to an earlier state. */
export interface Forked {
  boxId: string;
  journalId: string;
  /** What gave it away, for whoever looks into it. */
  why: string;
}

export interface StoredReports {
  journals: JournalProgress[];
  broken: BrokenChain[];
  /** At most one for each report. */
  forked: Forked[];
  /** Entries that were not known before, by playback. */
  fresh: Map<string, FreshEntries>;
}

export interface FreshEntries {
  boxId: string;
  entries: { journalId: string; journalNum: number; entry: PlaybackEntry }[];
  receivedAt: number;
}

interface OpenJournal extends JournalProgress {
  headHash: string | null;
  /** When it was last heard of. */
  lastAt: number | null;
  highest: number;
  before: number;
}

type Statements = ReturnType<typeof prepare>;

/**
 * Writes reports and their entries once, whatever arrives twice or out of order. Call inside a transaction: all or
 * nothing of a batch is stored.
 */
export function createJournalWriter(sqlite: Sqlite): (reports: readonly ArrivedReport[]) => StoredReports {
  const sql = prepare(sqlite);
  return (reports) => {
    const journals = new Map<string, OpenJournal>();
    const stored: StoredReports = { journals: [], broken: [], forked: [], fresh: new Map() };
    for (const report of reports) {
      const key = `${report.boxId} ${report.journalId}`;
      const journal = journals.get(key) ?? openJournal(sql, report);
      journals.set(key, journal);
      storeReport(sql, report, journal, stored);
    }
    for (const journal of journals.values()) {
      advance(sql, journal);
      const { boxId, journalId, journalNum, storedThrough } = journal;
      stored.journals.push({ boxId, journalId, journalNum, storedThrough });
    }
    return stored;
  };
}

function openJournal(sql: Statements, { boxId, journalId, receivedAt }: ArrivedReport): OpenJournal {
  let row = sql.journal.get(boxId, journalId);
  if (!row) {
    sql.newJournal.run(journalId, boxId, receivedAt, receivedAt);
    row = sql.journal.get(boxId, journalId);
  }
  const { num = 0, stored_through = 0, head_hash = null, last_at = null } = row ?? {};
  const highest = sql.highest.get(num) ?? 0;
  return {
    boxId,
    journalId,
    journalNum: num,
    storedThrough: stored_through,
    before: stored_through,
    headHash: head_hash,
    lastAt: last_at,
    highest,
  };
}

function storeReport(sql: Statements, report: ArrivedReport, journal: OpenJournal, stored: StoredReports) {
  const { journalNum } = journal;
  const { firstSeq, prev, hash, receivedAt, entries } = report;
  const lastSeq = firstSeq + entries.length - 1;
  const chainOk = followsOn(sql, report, journal);
  const inserted = sql.newMessage.run(journalNum, firstSeq, lastSeq, hash, prev, chainOk ? 1 : 0, receivedAt);
  // The same message again: its entries were committed with it.
  if (inserted.changes === 0) return;
  if (!chainOk) stored.broken.push({ boxId: report.boxId, journalId: report.journalId, firstSeq });
  if (lastSeq < journal.highest) checkSuccessors(sql, report, lastSeq, journal, stored);
  const fork = firstDifference(sql, report, journal) ?? rivalJournal(sql, report, journal);
  if (fork !== null) stored.forked.push({ boxId: report.boxId, journalId: report.journalId, why: fork });
  for (const entry of entries) storeEntry(sql, report, entry, journal, stored);
  journal.lastAt = Math.max(journal.lastAt ?? 0, receivedAt);
  journal.highest = Math.max(journal.highest, lastSeq);
  if (firstSeq <= journal.storedThrough + 1 && lastSeq > journal.storedThrough) {
    journal.storedThrough = lastSeq;
    journal.headHash = hash;
  }
}

/** A box writes each entry once: another text under a number that is taken was written by somebody else. */
function firstDifference(
  sql: Statements,
  { firstSeq, entries }: ArrivedReport,
  { journalNum, highest }: OpenJournal,
): string | null {
  if (firstSeq > highest) return null;
  for (const { seq, body } of entries) {
    if (seq > highest) break;
    const kept = sql.bodyAt.get(journalNum, seq);
    if (kept !== undefined && kept !== body)
      return `entry ${seq} is ${brief(kept)}, and came again as ${brief(body)}`;
  }
  return null;
}

/**
 * A box that lost its card begins a new journal and never goes back to one that it left twice over. Two journals that go
 * on by turns (this one, another, this one, the other) have two writers.
 */
function rivalJournal(
  sql: Statements,
  { boxId }: ArrivedReport,
  { journalNum, lastAt }: OpenJournal,
): string | null {
  if (lastAt === null) return null;
  const rival = sql.rival.get(boxId, journalNum, lastAt, lastAt);
  return rival === undefined ? null : `it goes on by turns with the journal ${rival}`;
}

const brief = (body: string) => (body.length > 200 ? `${body.slice(0, 200)}…` : body);

function storeEntry(
  sql: Statements,
  report: ArrivedReport,
  entry: ArrivedEntry,
  { journalNum }: OpenJournal,
  { fresh }: StoredReports,
): void {
  const { seq, at, kind, body, rejected, playback } = entry;
  const { boxId, journalId, receivedAt } = report;
  const id = playback?.playbackId ?? null;
  const { changes } = sql.newEntry.run(journalNum, seq, at, kind, id, body, rejected ? 1 : 0, receivedAt);
  if (changes === 0 || !playback || id === null) return;
  // A box speaks for itself alone: a batch may hold two boxes' words on one id, which are kept apart by box.
  const key = `${boxId} ${id}`;
  const known = fresh.get(key);
  const told = { journalId, journalNum, entry: playback };
  if (known) known.entries.push(told);
  else fresh.set(key, { boxId, entries: [told], receivedAt });
}

/** Whether `prev` is the hash of the message before. While that one is not here, it is believed; see below. */
function followsOn(sql: Statements, { firstSeq, prev }: ArrivedReport, journal: OpenJournal): boolean {
  if (firstSeq === 1) return prev === null;
  if (firstSeq === journal.storedThrough + 1 && prev !== null && prev === journal.headHash) return true;
  const before = hashesEndingAt(sql, journal, firstSeq - 1);
  return before.length === 0 || before.includes(prev ?? '');
}

/** The messages of a journal whose last entry is `seq`; none is longer than a report may be. */
function hashesEndingAt(sql: Statements, { journalNum }: OpenJournal, seq: number): string[] {
  return sql.messagesEnding.all(journalNum, seq - MAX_ENTRIES_PER_REPORT + 1, seq, seq);
}

/** A message that arrived before the one it follows is judged when that one comes. */
function checkSuccessors(
  sql: Statements,
  report: ArrivedReport,
  lastSeq: number,
  { journalNum }: OpenJournal,
  stored: StoredReports,
): void {
  const { boxId, journalId } = report;
  for (const { prev, hash } of sql.messagesStarting.all(journalNum, lastSeq + 1)) {
    if (prev === report.hash) continue;
    const { changes } = sql.breakChain.run(journalNum, lastSeq + 1, hash);
    if (changes > 0) stored.broken.push({ boxId, journalId, firstSeq: lastSeq + 1 });
  }
}

/** Walks over what had arrived beyond a gap that is now filled, and keeps the journal's new head. */
function advance(sql: Statements, journal: OpenJournal): void {
  while (journal.highest > journal.storedThrough) {
    const seqs = sql.seqsAfter.all(journal.journalNum, journal.storedThrough);
    const gap = seqs.findIndex((seq, index) => seq !== journal.storedThrough + 1 + index);
    const contiguous = gap === -1 ? seqs.length : gap;
    if (contiguous === 0) break;
    journal.storedThrough += contiguous;
    journal.headHash = hashesEndingAt(sql, journal, journal.storedThrough)[0] ?? null;
  }
  if (journal.storedThrough !== journal.before) {
    sql.saveJournal.run(journal.storedThrough, journal.headHash, journal.lastAt, journal.journalNum);
  }
}

function prepare(sqlite: Sqlite) {
  return {
    journal: sqlite.prepare<
      [string, string],
      { num: number; stored_through: number; head_hash: string | null; last_at: number | null }
    >('select num, stored_through, head_hash, last_at from journal where box_id = ? and id = ?'),
    newJournal: sqlite.prepare<[string, string, number, number]>(
      'insert into journal (id, box_id, first_at, last_at) values (?, ?, ?, ?) on conflict do nothing',
    ),
    /** Another journal of the box that had begun before this one was last heard of, and was heard of since. */
    rival: sqlite
      .prepare<[string, number, number, number], string>(
        'select id from journal where box_id = ? and num <> ? and first_at < ? and last_at > ? limit 1',
      )
      .pluck(),
    bodyAt: sqlite
      .prepare<[number, number], string>('select body from journal_entry where journal_num = ? and seq = ?')
      .pluck(),
    highest: sqlite
      .prepare<[number], number | null>('select max(seq) from journal_entry where journal_num = ?')
      .pluck(),
    newMessage: sqlite.prepare<[number, number, number, string, string | null, number, number]>(
      `insert into report_message (journal_num, first_seq, last_seq, hash, prev, chain_ok, received_at)
       values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    ),
    newEntry: sqlite.prepare<[number, number, number, string, string | null, string, number, number]>(
      `insert into journal_entry (journal_num, seq, at, kind, playback_id, body, rejected, received_at)
       values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    ),
    /** Hashes of messages that begin at or after the first number and end at the second. */
    messagesEnding: sqlite
      .prepare<[number, number, number, number], string>(
        'select hash from report_message where journal_num = ? and first_seq between ? and ? and last_seq = ?',
      )
      .pluck(),
    messagesStarting: sqlite.prepare<[number, number], { hash: string; prev: string | null }>(
      'select hash, prev from report_message where journal_num = ? and first_seq = ?',
    ),
    breakChain: sqlite.prepare<[number, number, string]>(
      `update report_message set chain_ok = 0
       where journal_num = ? and first_seq = ? and hash = ? and chain_ok = 1`,
    ),
    seqsAfter: sqlite
      .prepare<[number, number], number>(
        'select seq from journal_entry where journal_num = ? and seq > ? order by seq limit 1000',
      )
      .pluck(),
    saveJournal: sqlite.prepare<[number, string | null, number | null, number]>(
      'update journal set stored_through = ?, head_hash = ?, last_at = ? where num = ?',
    ),
  };
}
