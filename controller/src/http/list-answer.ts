import type { ListPage } from '../db/list-page.js';
import { type JsonAnswer, json, type ProblemAnswer } from './answer.js';
import { type Cursor, pageFrom, readCursor, readTextCursor, type TextCursor } from './cursor.js';

/** One page of a list in the order of a text, as `listQuery` asks for it; `rowsOf` is asked for one row more. */
export async function listAnswer<T>(
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  rowsOf: (page: ListPage) => Promise<readonly T[]>,
  keyOf: (row: T) => TextCursor,
): Promise<JsonAnswer<{ items: T[]; next: string | null }> | ProblemAnswer> {
  const read = readTextCursor(cursor);
  if (!read.ok) return read.problem;
  return json(pageFrom(await rowsOf({ after: read.cursor, limit: limit + 1 }), limit, keyOf));
}

/** As `listAnswer`, of a list in the order of an instant. */
export async function timedListAnswer<T>(
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  rowsOf: (page: ListPage) => Promise<readonly T[]>,
  keyOf: (row: T) => Cursor,
): Promise<JsonAnswer<{ items: T[]; next: string | null }> | ProblemAnswer> {
  const read = readCursor(cursor);
  if (!read.ok) return read.problem;
  const after = read.cursor && { key: read.cursor.at, id: read.cursor.id };
  return json(pageFrom(await rowsOf({ after, limit: limit + 1 }), limit, keyOf));
}

/** As `listAnswer`, of what is worked out in memory and stands in the order of its keys already. */
export function wholeListAnswer<T>(
  asked: { limit: number; cursor?: string | undefined },
  rows: readonly T[],
  keyOf: (row: T) => TextCursor,
) {
  return listAnswer(asked, async (page) => behindIn(rows, page, keyOf), keyOf);
}

/** The page behind a cursor of what is worked out in memory and stands in the order of its keys already. */
export function behindIn<T>(
  rows: readonly T[],
  { after, limit }: ListPage,
  keyOf: (row: T) => TextCursor,
): T[] {
  const isBehind = (row: T) => {
    if (after === null) return true;
    const { key, id } = keyOf(row);
    return key > String(after.key) || (key === after.key && id > after.id);
  };
  return rows.filter(isBehind).slice(0, limit);
}
