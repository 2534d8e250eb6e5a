import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';
import { LoaError } from '../errors.js';

export type Sqlite = BetterSqlite3.Database;
export type SqliteStatement = BetterSqlite3.Statement<unknown[], unknown>;

/**
 * The same library in two builds, for no one build serves every Node that we run on: 12 aborts when statements are
 * collected on Node 24.19 and later (its ObjectWrap removes a cleanup hook without an environment), and 13, which uses
 * Node-API and brings ready-made modules, crashes on Node 20. The types have not changed between them.
 */
export function sqliteModule(nodeVersion: string): 'better-sqlite3' | 'better-sqlite3-napi' {
  return Number(nodeVersion.split('.')[0]) >= 22 ? 'better-sqlite3-napi' : 'better-sqlite3';
}

const Database = createRequire(import.meta.url)(sqliteModule(process.versions.node)) as typeof BetterSqlite3;

/** The file is not a sound SQLite database; nothing was changed in it. */
export class DamagedDatabaseError extends LoaError {
  constructor(path: string, cause: unknown) {
    super('database_damaged', `The database ${path} is damaged. Restore it from a backup, or move it away.`, {
      cause,
    });
  }
}

/**
 * Opens a database for durable use. WAL's default `synchronous=NORMAL` loses acknowledged commits on power loss,
 * so FULL is set. A file that fails SQLite's quick check is refused.
 */
export function openSqlite(path: string, options: { readonly?: boolean } = {}): Sqlite {
  const db = new Database(path, { readonly: options.readonly ?? false });
  try {
    db.pragma('busy_timeout = 5000');
    if (!options.readonly) {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
    }
    db.pragma('foreign_keys = ON');
    const [row] = db.pragma('quick_check(1)') as { quick_check: string }[];
    if (row?.quick_check !== 'ok') throw new DamagedDatabaseError(path, row?.quick_check);
    return db;
  } catch (error) {
    db.close();
    if (isDamage(error)) throw new DamagedDatabaseError(path, error);
    throw error;
  }
}

function isDamage(error: unknown): boolean {
  return (
    error instanceof Database.SqliteError &&
    (error.code === 'SQLITE_NOTADB' || error.code.startsWith('SQLITE_CORRUPT'))
  );
}
