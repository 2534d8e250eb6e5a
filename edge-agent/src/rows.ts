import type { Sqlite } from '@loa/shared/node/sqlite';
import { z } from 'zod';

/** Rows are parsed like everything from outside the process: a damaged card must not become a wrong type. */
export function firstRow<T>(db: Sqlite, schema: z.ZodType<T>, sql: string, ...args: unknown[]): T | null {
  const row: unknown = db.prepare(sql).get(...args);
  return row === undefined ? null : schema.parse(row);
}

export function allRows<T>(db: Sqlite, schema: z.ZodType<T>, sql: string, ...args: unknown[]): T[] {
  return z.array(schema).parse(db.prepare(sql).all(...args));
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
