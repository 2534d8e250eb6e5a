import { join } from 'node:path';
import { SettingError } from '@loa/shared/errors';
import { openSqlite } from '@loa/shared/node/sqlite';

/**
 * Holds the data folder for this process alone: two agents over one journal would play everything twice. SQLite's
 * lock goes with the process, however it ends.
 */
export function lockDataFolder(dataDir: string): () => void {
  const db = openSqlite(join(dataDir, 'lock.db'));
  try {
    db.pragma('busy_timeout = 200');
    db.exec('BEGIN IMMEDIATE');
  } catch {
    db.close();
    throw new SettingError(`Another agent is running with the data folder ${dataDir}. Stop it first.`);
  }
  return () => db.close();
}
