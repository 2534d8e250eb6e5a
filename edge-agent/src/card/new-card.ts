import type { Sqlite } from '@loa/shared/node/sqlite';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { z } from 'zod';
import { beginAnotherJournal } from '../journal-epoch.js';
import { openJournalDb } from '../journal-schema.js';

const Name = z.object({ name: z.string() });
const Column = z.object({ name: z.string() });
/** A page of rows at a time. */
const MANY = 500;

/**
 * A journal in memory that knows all that `old` knows. What can no longer be read is left behind, and told. With `anew` it
 * is another journal: the numbers that it gives its entries from now on are nowhere on the card, where the next run
 * would give them again. What the controller has not receipted is told again under its id.
 */
export function memoryCard(
  old: Sqlite | null,
  { anew, random, log }: { anew: boolean; random: Random; log: Logger },
): Sqlite {
  const db = openJournalDb(':memory:');
  if (old) for (const table of tablesOf(db)) attempt(table, log, () => copyTable(old, db, table));
  if (anew) db.transaction(() => beginAnotherJournal(db, random))();
  return db;
}

function tablesOf(db: Sqlite): string[] {
  const rows = db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all();
  return z
    .array(Name)
    .parse(rows)
    .map(({ name }) => name);
}

function attempt(table: string, log: Logger, copy: () => void): void {
  try {
    copy();
  } catch (error) {
    log.error({ err: error, table }, 'a part of the card could not be read');
  }
}

function copyTable(from: Sqlite, to: Sqlite, table: string): void {
  const columns = z.array(Column).parse(to.pragma(`table_info(${table})`));
  const names = columns.map(({ name }) => name).join(', ');
  const places = columns.map(() => '?').join(', ');
  const insert = to.prepare(`INSERT OR REPLACE INTO ${table} (${names}) VALUES (${places})`);
  const rows = from.prepare(`SELECT ${names} FROM ${table}`).raw().iterate();
  let page: unknown[][] = [];
  const write = to.transaction((many: unknown[][]) => {
    for (const row of many) insert.run(...row);
  });
  for (const row of rows) {
    page.push(z.array(z.unknown()).parse(row));
    if (page.length < MANY) continue;
    write(page);
    page = [];
  }
  write(page);
}
