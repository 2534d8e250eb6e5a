import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { SettingError } from '@loa/shared/errors';
import { sha256Hex } from '@loa/shared/jcs';
import { openSqlite, type Sqlite } from '@loa/shared/node/sqlite';
import { inMemory, storageFault } from '@loa/shared/node/storage-fault';

/**
 * Holds the data folder for this process alone: two agents over one journal would play everything twice. SQLite's
 * lock goes with the process, however it ends.
 */
export function lockDataFolder(dataDir: string): () => void {
  const db = openLock(dataDir);
  try {
    db.pragma('busy_timeout = 200');
    db.exec('BEGIN IMMEDIATE');
  } catch {
    db.close();
    throw new SettingError(`Another agent is running with the data folder ${dataDir}. Stop it first.`);
  }
  return () => db.close();
}

/** On a read-only card the lock stands in memory, under the folder's name. */
function openLock(dataDir: string): Sqlite {
  const path = join(dataDir, 'lock.db');
  const elsewhere = join(inMemory(), `loa-agent-${sha256Hex(dataDir).slice(0, 16)}.lock.db`);
  return openSqlite(takesWrites(path) ? path : elsewhere);
}

function takesWrites(path: string): boolean {
  try {
    closeSync(openSync(path, 'a'));
    return true;
  } catch (error) {
    if (storageFault(error) === null) throw error;
    return false;
  }
}
