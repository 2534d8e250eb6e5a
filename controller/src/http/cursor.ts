import { badFields, type ProblemAnswer } from './answer.js';

/** Where a page ended: rows are ordered by instant, then id. */
export interface Cursor {
  at: number;
  id: string;
}

export type CursorOutcome = { ok: true; cursor: Cursor | null } | { ok: false; problem: ProblemAnswer };

export function readCursor(text: string | undefined): CursorOutcome {
  if (text === undefined) return { ok: true, cursor: null };
  const match = /^(\d{1,16})\.([a-z0-9_-]{1,64})$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) {
    return { ok: false, problem: badFields([{ field: 'cursor', message: 'Dấu trang không đúng' }]) };
  }
  return { ok: true, cursor: { at: Number(match[1]), id: match[2] } };
}

/** The page of `rows`, which hold one more than `limit` when there is a next page. */
export function pageFrom<T>(
  rows: readonly T[],
  limit: number,
  keyOf: (row: T) => Cursor,
): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items, next: null };
  const { at, id } = keyOf(last);
  return { items, next: `${at}.${id}` };
}
