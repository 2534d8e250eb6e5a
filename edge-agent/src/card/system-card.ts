import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sqlite } from '@loa/shared/node/sqlite';
import { openJournalDb } from '../journal-schema.js';
import { cardFault } from './card-error.js';

/** A folder in memory where the system has one. */
const MEMORY = '/dev/shm';

/** Where the box keeps in memory what its card does not take; emptied, for it is another run's. */
export async function memoryFolder(boxId: string): Promise<string> {
  const folder = join(inMemory(), `loa-agent-${boxId}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** What is wrong with the card that a folder lies on, or null when it takes a small file. */
export async function faultOf(folder: string): Promise<string | null> {
  const probe = join(folder, '.probe');
  try {
    await writeFile(probe, '1');
    await rm(probe, { force: true });
    return null;
  } catch (error) {
    return cardFault(error);
  }
}

/** The database of a card that takes no writes, copied into memory and opened there; null where it cannot be read. */
export function salvageDb(path: string): Sqlite | null {
  const folder = mkdtempSync(join(inMemory(), 'loa-salvage-'));
  try {
    mkdirSync(folder, { recursive: true });
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

/** A folder that is no card's. */
export function inMemory(): string {
  return existsSync(MEMORY) ? MEMORY : tmpdir();
}
