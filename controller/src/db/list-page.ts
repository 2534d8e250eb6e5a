import { searchWords } from '@loa/shared/fold';
import { type Expression, type SqlBool, sql } from 'kysely';

/** Where the page before ended. */
export interface After {
  key: string | number;
  id: string;
}

/** The part of a list that is asked for: what comes after, and how many rows at most. */
export interface ListPage {
  after: After | null;
  limit: number;
}

/** Rows behind `after` in the order of (column, id): no page repeats or leaves out a row while others come and go. */
export function behind(column: string, order: 'asc' | 'desc', { key, id }: After): Expression<SqlBool> {
  const sign = sql.raw(order === 'asc' ? '>' : '<');
  return sql<SqlBool>`(${sql.ref(column)}, id) ${sign} (${key}, ${id})`;
}

/** What is worked out in memory, in the order of its keys: as the database sorts (key, id). */
export function inOrderOf<T>(rows: readonly T[], keyOf: (row: T) => { key: string; id: string }): T[] {
  return rows
    .map((row) => ({ row, at: keyOf(row) }))
    .sort(({ at: a }, { at: b }) => (a.key < b.key || (a.key === b.key && a.id < b.id) ? -1 : 1))
    .map(({ row }) => row);
}

/** Each word of what was typed stands in a folded column. */
export function holdsWords(column: string, typed: string | undefined): Expression<SqlBool>[] {
  return searchWords(typed ?? '').map(
    (word) => sql<SqlBool>`${sql.ref(column)} like ${`%${escapeLike(word)}%`} escape '\\'`,
  );
}

export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
