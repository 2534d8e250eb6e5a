import { newId } from '@loa/shared/ids';
import type { Sqlite } from '@loa/shared/node/sqlite';
import type { Random } from '@loa/shared/ports/random';
import { z } from 'zod';
import { parseJson } from './rows.js';

/** What rots keeps its place and nothing else: one entry must not hold back all others. */
const Entry = z.object({ at: z.int().catch(0), body: z.string().catch('') });
const Body = z.looseObject({});
/** Where it cannot be read, nothing counts as stored: the controller knows what it has. */
const StoredThrough = z.object({ value: z.coerce.number().int().min(0) });

/**
 * From here on it is another journal: the entries that nobody receipted become its first ones, and its messages are formed
 * anew. For a database whose numbers somebody may have given, or may give, to other entries. Inside a transaction.
 */
export function beginAnotherJournal(db: Sqlite, random: Random): { journalId: string; lastSeq: number } {
  const row = StoredThrough.safeParse(db.prepare("SELECT value FROM meta WHERE key = 'storedThrough'").get());
  const through = row.success ? row.data.value : 0;
  const left = z
    .array(Entry)
    .parse(db.prepare('SELECT at, body FROM entries WHERE seq > ? ORDER BY seq').all(through));
  db.exec("DELETE FROM messages; DELETE FROM entries; DELETE FROM sqlite_sequence WHERE name = 'entries'");
  db.exec("DELETE FROM meta WHERE key = 'storedThrough'");
  const insert = db.prepare('INSERT INTO entries (at, body) VALUES (?, ?)');
  for (const [index, { at, body }] of left.entries()) {
    const told = parseJson(Body, body);
    insert.run(at, told ? JSON.stringify({ ...told, seq: index + 1 }) : body);
  }
  const journalId = newId('journal', random);
  db.prepare("INSERT OR REPLACE INTO meta VALUES ('journalId', ?)").run(journalId);
  return { journalId, lastSeq: left.length };
}
