import type { Sqlite } from '@loa/shared/node/sqlite';
import type { SqliteDatabase } from 'kysely';

/** As many different texts are kept; lists of varying length make new ones for ever. */
const KEPT = 400;

/**
 * The connection as the query builder sees it, with its compiled statements kept by their text: compiling one again for
 * every run cost more than the run. Make it when the schema stands, for a kept statement remembers its columns.
 */
export function keptStatements(sqlite: Sqlite): SqliteDatabase {
  const kept = new Map<string, ReturnType<SqliteDatabase['prepare']>>();
  return {
    close: () => sqlite.close(),
    prepare(text) {
      const known = kept.get(text);
      if (known) return known;
      const statement = sqlite.prepare<readonly unknown[]>(text);
      const [oldest] = kept.keys();
      if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
      kept.set(text, statement);
      return statement;
    },
  };
}
