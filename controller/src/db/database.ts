import { openSqlite, type Sqlite } from '@loa/shared/node/sqlite';
import { type Dialect, Kysely, type SqliteDatabase, SqliteDialect, sql, type Transaction } from 'kysely';
import { keptStatements } from './kept-statements.js';
import { initial } from './migrations/001-initial.js';
import { planning } from './migrations/002-planning.js';
import { people } from './migrations/003-people.js';
import { keys } from './migrations/004-keys.js';
import { audit } from './migrations/005-audit.js';
import { staffApp } from './migrations/006-staff-app.js';
import { repairs } from './migrations/007-repairs.js';
import { trust } from './migrations/008-trust.js';
import { recordings } from './migrations/009-recordings.js';
import { areaOutlines } from './migrations/010-area-outlines.js';
import { foldedNames } from './migrations/011-folded-names.js';
import { foldedPlaces } from './migrations/012-folded-places.js';
import { setMembers } from './migrations/013-set-members.js';
import { calendarAddresses } from './migrations/014-calendar-addresses.js';
import type { Database } from './schema.js';

/** Every repository takes this; a transaction is one too. */
export type Db = Kysely<Database>;
export type Trx = Transaction<Database>;

export interface OpenDatabase {
  db: Db;
  /** The connection itself, for batches where Kysely's compilation would cost more than the statement. */
  sqlite: Sqlite;
  close(): Promise<void>;
}

/** In order; a published migration never changes. */
export const MIGRATIONS = [
  initial,
  planning,
  people,
  keys,
  audit,
  staffApp,
  repairs,
  trust,
  recordings,
  areaOutlines,
  foldedNames,
  foldedPlaces,
  setMembers,
  calendarAddresses,
] as const;

/**
 * Opens the controller's database (`:memory:` for tests), checks it and brings it up to date. A damaged file is
 * refused with `DamagedDatabaseError`.
 */
export async function openDatabase({ path }: { path: string }): Promise<OpenDatabase> {
  const sqlite = openSqlite(path);
  const plain = new Kysely<Database>({ dialect: createDialect(sqlite, sqlite) });
  try {
    await migrate(plain);
  } catch (error) {
    await plain.destroy();
    throw error;
  }
  const db = new Kysely<Database>({ dialect: createDialect(sqlite, keptStatements(sqlite)) });
  return { db, sqlite, close: () => db.destroy() };
}

/**
 * On a full disk SQLite rolls back by itself; Kysely's own rollback would then fail and hide the reason, and a full
 * disk would look like a bug of ours.
 */
function createDialect(sqlite: Sqlite, database: SqliteDatabase): Dialect {
  const dialect = new SqliteDialect({ database });
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver() {
      const driver = dialect.createDriver();
      const rollback = driver.rollbackTransaction.bind(driver);
      driver.rollbackTransaction = async (connection) => {
        if (sqlite.inTransaction) await rollback(connection);
      };
      return driver;
    },
  };
}

/** Each migration and its mark commit together (Kysely's own migrator has no transactions on SQLite). */
async function migrate(db: Db): Promise<void> {
  await sql`create table if not exists migration (name text primary key)`.execute(db);
  const done = new Set((await db.selectFrom('migration').select('name').execute()).map((row) => row.name));
  for (const migration of MIGRATIONS) {
    if (done.has(migration.name)) continue;
    await db.transaction().execute(async (trx) => {
      await migration.up(trx);
      await trx.insertInto('migration').values({ name: migration.name }).execute();
    });
  }
}
