import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Sqlite } from '@loa/shared/node/sqlite';
import { inMemory } from '@loa/shared/node/storage-fault';
import { openJournalDb } from '../journal-schema.js';

/** The database of a card that takes no writes, copied into memory and opened there; null where it cannot be read. */
export function salvageDb(path: string): Sqlite | null {
  const folder = mkdtempSync(join(inMemory(), 'loa-salvage-'));
  try {
    // The write-ahead log holds the newest commits; its index is made anew.
    for (const end of ['', '-wal']) {
      if (existsSync(path + end)) copyFileSync(path + end, join(folder, `box.db${end}`));
    }
    return openJournalDb(join(folder, 'box.db'));
  } catch {
    return null;
  } finally {
    // An open file outlives its name.
    rmSync(folder, { recursive: true, force: true });
  }
}
