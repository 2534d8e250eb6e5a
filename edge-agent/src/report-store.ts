import { DAY, type Instant } from '@loa/shared/instant';
import { sha256Hex } from '@loa/shared/jcs';
import { MAX_ENTRIES_PER_REPORT } from '@loa/shared/messages/report';
import type { Sqlite } from '@loa/shared/node/sqlite';
import { z } from 'zod';
import { allRows, Blob, firstRow, parseJson, statement } from './rows.js';

/** A report message whose bytes were formed once and are repeated as they are. */
export interface Message {
  firstSeq: number;
  lastSeq: number;
  bytes: Uint8Array;
}

/** What the next message would hold. */
export interface Draft {
  firstSeq: number;
  prev: string | null;
  /** At most 50, each as it stands in the journal; null where it can no longer be read. */
  entries: unknown[];
}

/** The journal's entries and the messages formed of them, until receipted and 30 days after. */
export interface ReportStore {
  /** The entries that no message holds yet, or null when there are none. */
  draft(): Draft | null;
  keep(message: Message): void;
  /** The messages with entries beyond `seq`, oldest first. */
  beyond(seq: number, limit: number): Message[];
  storedThrough(): number;
  /**
   * Entries up to `seq` are stored at the controller; later ones, if they were thought so, are not. `at` is null while
   * the time is not known: their thirty days begin with the first receipt after.
   */
  receipted(seq: number, at: Instant | null): void;
  /** Up to here messages were formed: a receipt that covers more is of messages that this card does not know. */
  formedThrough(): number;
  /** The journal became another one (`Journal.beginAnother`): nothing of it is stored anywhere. */
  forget(): void;
  pendingEntries(): number;
  /** Drops what was receipted 30 days ago, or earlier while more than `quotaBytes` are kept. Returns how many. */
  prune(now: number, quotaBytes: number): number;
}

export const KEPT_AFTER_RECEIPT_MS = 30 * DAY;

const MessageRow = z
  .object({ first_seq: z.int(), last_seq: z.int(), bytes: Blob })
  .transform((row) => ({ firstSeq: row.first_seq, lastSeq: row.last_seq, bytes: row.bytes }));
const EntryRow = z.object({ seq: z.int(), body: z.string() });
const SizeRow = z.object({
  first_seq: z.int(),
  last_seq: z.int(),
  receipted_at: z.int().nullable(),
  size: z.int(),
});
const AllRow = z.object({ size: z.int(), receipted_at: z.int().nullable() });
/** All messages' bytes, and when the oldest was receipted: nearly always this says that none is to be dropped. */
const ALL = `SELECT coalesce(sum(length(bytes)), 0) AS size,
  (SELECT receipted_at FROM messages ORDER BY first_seq LIMIT 1) AS receipted_at FROM messages`;
const Last = z.object({ last_seq: z.int(), sha256: z.string() });
const Value = z.object({ value: z.string() });
const Count = z.object({ n: z.int() });

export function createReportStore({ db }: { db: Sqlite }): ReportStore {
  const lastMessage = () =>
    firstRow(db, Last, 'SELECT last_seq, sha256 FROM messages ORDER BY first_seq DESC LIMIT 1');
  // Asked for with every look at the outbox, and written here alone.
  let storedThrough = Number(
    firstRow(db, Value, "SELECT value FROM meta WHERE key = 'storedThrough'")?.value ?? 0,
  );

  function drop(rows: readonly { first_seq: number; last_seq: number }[]): void {
    db.transaction(() => {
      for (const row of rows) {
        statement(db, 'DELETE FROM entries WHERE seq BETWEEN ? AND ?').run(row.first_seq, row.last_seq);
        statement(db, 'DELETE FROM messages WHERE first_seq = ?').run(row.first_seq);
      }
    })();
  }

  return {
    draft() {
      const last = lastMessage();
      const rows = allRows(
        db,
        EntryRow,
        'SELECT seq, body FROM entries WHERE seq > ? ORDER BY seq LIMIT ?',
        last?.last_seq ?? 0,
        MAX_ENTRIES_PER_REPORT,
      );
      const [first] = rows;
      if (!first) return null;
      const entries = rows.map(({ body }) => parseJson(z.unknown(), body));
      return { firstSeq: first.seq, prev: last?.sha256 ?? null, entries };
    },
    keep({ firstSeq, lastSeq, bytes }) {
      statement(db, 'INSERT INTO messages VALUES (?, ?, ?, ?, NULL)').run(
        firstSeq,
        lastSeq,
        sha256Hex(bytes),
        bytes,
      );
    },
    beyond: (seq, limit) =>
      allRows(
        db,
        MessageRow,
        // The first bound says no more than the second, but finds the place without reading thirty days of messages.
        `SELECT first_seq, last_seq, bytes FROM messages
         WHERE first_seq >= coalesce((SELECT max(first_seq) FROM messages WHERE first_seq <= ?), 0)
           AND last_seq > ? ORDER BY first_seq LIMIT ?`,
        seq + 1,
        seq,
        limit,
      ),
    storedThrough: () => storedThrough,
    receipted(seq, at) {
      db.transaction(() => {
        statement(
          db,
          "INSERT INTO meta VALUES ('storedThrough', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        ).run(String(seq));
        statement(db, 'UPDATE messages SET receipted_at = NULL WHERE last_seq > ?').run(seq);
        if (at === null) return;
        statement(
          db,
          'UPDATE messages SET receipted_at = ? WHERE last_seq <= ? AND receipted_at IS NULL',
        ).run(at, seq);
      })();
      storedThrough = seq;
    },
    formedThrough: () => Math.max(storedThrough, lastMessage()?.last_seq ?? 0),
    forget() {
      storedThrough = 0;
    },
    pendingEntries: () =>
      firstRow(db, Count, 'SELECT count(*) AS n FROM entries WHERE seq > ?', storedThrough)?.n ?? 0,
    prune(now, quotaBytes) {
      const all = firstRow(db, AllRow, ALL);
      const oldest = all?.receipted_at ?? now;
      if (all && all.size <= quotaBytes && oldest > now - KEPT_AFTER_RECEIPT_MS) return 0;
      // The newest message always stays: the next one names its hash.
      const rows = allRows(
        db,
        SizeRow,
        'SELECT first_seq, last_seq, receipted_at, length(bytes) AS size FROM messages ORDER BY first_seq',
      ).slice(0, -1);
      let kept = rows.reduce((sum, row) => sum + row.size, 0);
      const old = [];
      for (const row of rows) {
        if (row.receipted_at === null) break;
        if (row.receipted_at > now - KEPT_AFTER_RECEIPT_MS && kept <= quotaBytes) break;
        old.push(row);
        kept -= row.size;
      }
      drop(old);
      return old.length;
    },
  };
}
