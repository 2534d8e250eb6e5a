import { newId } from '@loa/shared/ids';
import type { ClockQuality } from '@loa/shared/messages/clock-state';
import type { JournalEntry } from '@loa/shared/messages/report';
import type { Sqlite } from '@loa/shared/node/sqlite';
import { isEnd } from '@loa/shared/playback';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { z } from 'zod';
import type { ClockMemory } from './clock-sync.js';
import { beginAnotherJournal } from './journal-epoch.js';
import type { Reserve } from './reserve.js';
import { allRows, firstRow, parseJson, statement } from './rows.js';
import { PlaybackRecord } from './state.js';

type Stamps = 'seq' | 'at' | 'clock';
/** An entry before the journal gives it its place and time. */
export type Fact = JournalEntry extends infer E ? (E extends unknown ? Omit<E, Stamps> : never) : never;

export interface JournalPorts {
  db: Sqlite;
  random: Random;
  reserve: Reserve;
  /** What a new entry is stamped with, and the earliest that it can be now (null: not known). */
  stamp(): { at: number; clock: ClockQuality; earliest: number | null };
  log: Logger;
}

/** What happened on this box, in order and for good; and the state of every playback, moved in the same commit. */
export interface Journal {
  /** Another one after `beginAnother`. */
  readonly journalId: string;
  readonly playbacks: ReadonlyMap<string, PlaybackRecord>;
  /** Those that have not ended: what every look goes through. */
  readonly open: ReadonlyMap<string, PlaybackRecord>;
  /** A playback as it will stand when the commit under way is done. */
  latest(playbackId: string): PlaybackRecord | undefined;
  /** Playbacks whose record rotted after they were claimed: they must never be planned anew. */
  readonly spoiled: ReadonlySet<string>;
  readonly memory: ClockMemory;
  /** Runs `work` in one commit. On a full disk the reserve is given up and `work` runs once more. */
  commit<T>(work: () => T): T;
  /** Only inside `commit`. Returns the entry's seq. */
  append(fact: Fact): number;
  /** Only inside `commit`: keeps a playback's new state. */
  keep(record: PlaybackRecord): void;
  /**
   * Keeps in memory alone a record of which nothing but the number of its plan is new; inside `commit`, once that is done.
   * The number is found again in the plan, and the card is spared a row for each item of eight days when one changes.
   */
  renumber(record: PlaybackRecord): void;
  /** Goes on as another journal, with what nobody receipted as its first entries. Not inside `commit`. */
  beginAnother(): void;
  /** Called after each commit that appended entries, with what they tell of. */
  onAppend(listener: (kinds: readonly Fact['kind'][]) => void): void;
  lastSeq(): number;
  /** Forgets ended playbacks scheduled before `instant` that no plan can name any more. */
  forgetPlaybacks(before: number, keep: ReadonlySet<string>): void;
}

const Kept = z.object({
  at: z.number(),
  offset: z.number(),
  errorMs: z.number(),
  rate: z.number().optional(),
  rateError: z.number().optional(),
  bootId: z.string(),
});
const MetaRow = z.object({ value: z.string() });
const SeqRow = z.object({ seq: z.int() });
const PlaybackRow = z.object({ playback_id: z.string(), state: z.string(), body: z.string() });

export function createJournal({ db, random, reserve, stamp, log }: JournalPorts): Journal {
  const meta = {
    read: (key: string) => firstRow(db, MetaRow, 'SELECT value FROM meta WHERE key = ?', key)?.value ?? null,
    write: (key: string, value: string) =>
      statement(db, 'INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(
        key,
        value,
      ),
  };
  let journalId = meta.read('journalId') ?? newId('journal', random);
  meta.write('journalId', journalId);

  const playbacks = new Map<string, PlaybackRecord>();
  const open = new Map<string, PlaybackRecord>();
  const spoiled = new Set<string>();
  for (const row of allRows(db, PlaybackRow, 'SELECT playback_id, state, body FROM playbacks')) {
    const record = parseJson(PlaybackRecord, row.body);
    if (record) remember(record);
    else log.error({ playbackId: row.playback_id, state: row.state }, 'a playback in the journal is damaged');
    if (!record && row.state !== 'planned' && row.state !== 'ready') spoiled.add(row.playback_id);
  }

  function remember(record: PlaybackRecord): void {
    playbacks.set(record.playbackId, record);
    if (isEnd(record.state)) open.delete(record.playbackId);
    else open.set(record.playbackId, record);
  }

  let floor = Number(meta.read('floor') ?? 0);
  let lastSync = parseJson(Kept, meta.read('sync'));
  const insertEntry = db.prepare('INSERT INTO entries (seq, at, body) VALUES (?, ?, ?)');
  // Made once: making one costs as much as a small commit.
  const inTransaction = db.transaction((work: () => unknown) => work());
  const putPlayback = db.prepare(
    `INSERT INTO playbacks VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
     SET state = excluded.state, scheduled_at = excluded.scheduled_at, body = excluded.body`,
  );
  const listeners: ((kinds: readonly Fact['kind'][]) => void)[] = [];
  let lastSeq = firstRow(db, SeqRow, "SELECT seq FROM sqlite_sequence WHERE name = 'entries'")?.seq ?? 0;
  let pending: PlaybackRecord[] = [];
  let appended: { kind: Fact['kind']; seq: number }[] = [];

  function runOnce<T>(work: () => T): T {
    pending = [];
    appended = [];
    try {
      const result = inTransaction(work) as T;
      // Memory changes only after the commit, so that a failed one leaves no trace there either.
      for (const record of pending) remember(record);
      lastSeq = appended.at(-1)?.seq ?? lastSeq;
      return result;
    } finally {
      pending = [];
    }
  }

  function raiseFloor(instant: number): void {
    if (instant <= floor) return;
    meta.write('floor', String(Math.floor(instant)));
    floor = Math.floor(instant);
  }

  return {
    get journalId() {
      return journalId;
    },
    playbacks,
    open,
    spoiled,
    latest: (playbackId) =>
      pending.findLast((record) => record.playbackId === playbackId) ?? playbacks.get(playbackId),
    memory: {
      floor: () => floor,
      raiseFloor,
      lowerFloor(instant) {
        // First here: a card that takes no writes must not hold the box in the future.
        floor = Math.floor(instant);
        meta.write('floor', String(floor));
      },
      lastSync: () => lastSync,
      keepSync(sync) {
        meta.write('sync', JSON.stringify(sync));
        lastSync = sync;
      },
    },
    commit(work) {
      let result: ReturnType<typeof work>;
      try {
        result = runOnce(work);
      } catch (error) {
        if (!isFull(error) || !reserve.release()) throw error;
        log.warn({}, 'disk full: the reserve was given up for the journal');
        result = runOnce(work);
      }
      const kinds = appended.map(({ kind }) => kind);
      if (kinds.length > 0) for (const listener of listeners) listener(kinds);
      return result;
    },
    append(fact) {
      const { at, clock, earliest } = stamp();
      const seq = (appended.at(-1)?.seq ?? lastSeq) + 1;
      insertEntry.run(seq, at, JSON.stringify({ seq, at, clock, ...fact }));
      if (earliest !== null) raiseFloor(earliest);
      appended.push({ kind: fact.kind, seq });
      return seq;
    },
    keep(record) {
      putPlayback.run(record.playbackId, record.state, record.item.startsAt, JSON.stringify(record));
      pending.push(record);
    },
    renumber(record) {
      if (db.inTransaction) pending.push(record);
      else remember(record);
    },
    beginAnother() {
      const begun = db.transaction(() => beginAnotherJournal(db, random))();
      ({ journalId, lastSeq } = begun);
    },
    onAppend(listener) {
      listeners.push(listener);
    },
    lastSeq: () => lastSeq,
    forgetPlaybacks(before, keep) {
      const old = [...playbacks.values()].filter(
        (record) =>
          record.endedAt !== undefined && record.item.startsAt < before && !keep.has(record.playbackId),
      );
      if (old.length === 0) return;
      db.transaction(() => {
        for (const { playbackId } of old)
          db.prepare('DELETE FROM playbacks WHERE playback_id = ?').run(playbackId);
      })();
      for (const { playbackId } of old) {
        playbacks.delete(playbackId);
        open.delete(playbackId);
      }
    },
  };
}

/** Whether an error of the database or of the file system says that there is no room left. */
export function isFull(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'SQLITE_FULL' || error.code === 'ENOSPC' || error.code === 'SQLITE_IOERR_WRITE';
}
