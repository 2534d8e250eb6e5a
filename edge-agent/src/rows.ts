import type { Sqlite, SqliteStatement } from '@loa/shared/node/sqlite';
import { z } from 'zod';

const prepared = new WeakMap<Sqlite, Map<string, SqliteStatement>>();

/** Compiling a statement costs more than running it, so each text is compiled once per connection. */
export function statement(db: Sqlite, sql: string): SqliteStatement {
  const known = prepared.get(db) ?? new Map<string, SqliteStatement>();
  prepared.set(db, known);
  const made = known.get(sql) ?? db.prepare<unknown[], unknown>(sql);
  known.set(sql, made);
  return made;
}

/**
 * Rows are parsed like everything from outside the process: a damaged card must not become a wrong type. A schema is
 * made once, beside its file's imports: making one costs a hundred times what using it does.
 */
export function firstRow<T>(db: Sqlite, schema: z.ZodType<T>, sql: string, ...args: unknown[]): T | null {
  const row: unknown = statement(db, sql).get(...args);
  return row === undefined ? null : schema.parse(row);
}

export function allRows<T>(db: Sqlite, schema: z.ZodType<T>, sql: string, ...args: unknown[]): T[] {
  return statement(db, sql)
    .all(...args)
    .map((row) => schema.parse(row));
}

/** A JSON column that may have been damaged: null rather than an exception. */
export function parseJson<T>(schema: z.ZodType<T>, text: string | null): T | null {
  if (text === null) return null;
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export const Blob = z.instanceof(Uint8Array);
