import type { OpenDatabase } from './database.js';

/** What batches need: the query builder, whose lock they respect, and the connection below it. */
export type SqliteDatabase = Pick<OpenDatabase, 'db' | 'sqlite'>;

/**
 * Runs `work` in one transaction with the connection's raw prepared statements. Kysely's own transactions on the
 * same connection are waited for, or half of one would commit with the other.
 */
export function inTransaction<T>({ db, sqlite }: SqliteDatabase, work: () => T): Promise<T> {
  return db.connection().execute(async () => sqlite.transaction(work).immediate());
}

/** Whether a write failed for want of room: nothing is wrong with the data, and trying again later may work. */
export function isOutOfRoom(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (typeof code !== 'string') return false;
  return (
    code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR') || code === 'SQLITE_BUSY' || code === 'ENOSPC'
  );
}
