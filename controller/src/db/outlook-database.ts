import { LoaError } from '@loa/shared/errors';
import { openSqlite } from '@loa/shared/node/sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { type Db, MIGRATIONS } from './database.js';
import type { Database } from './schema.js';

/** The database was written by another version of the controller. */
export class OtherVersionError extends LoaError {
  constructor(path: string) {
    super(
      'other_version',
      `${path} was written by another version of Loa Làng. Start the controller of this version once; it brings the database up to date.`,
    );
  }
}

/**
 * Reads a controller's database, also while the controller runs: nothing is written, and everything that `read` asks
 * is answered as of one moment.
 */
export async function readDatabase<T>(path: string, read: (db: Db) => Promise<T>): Promise<T> {
  const db = new Kysely<Database>({
    dialect: new SqliteDialect({ database: openSqlite(path, { readonly: true }) }),
  });
  try {
    return await db.transaction().execute(async (trx) => {
      const done = new Set(
        (await trx.selectFrom('migration').select('name').execute()).map(({ name }) => name),
      );
      if (!MIGRATIONS.every(({ name }) => done.has(name))) throw new OtherVersionError(path);
      return read(trx);
    });
  } finally {
    await db.destroy();
  }
}
