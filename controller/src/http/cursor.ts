import { badFields, type ProblemAnswer } from './answer.js';

/** Where a page ended: rows are ordered by instant, then id. */
export interface Cursor {
  at: number;
  id: string;
}

/** Where a page ended: rows are ordered by a text (a name as it is searched, a date), then id. */
export interface TextCursor {
  key: string;
  id: string;
}

export type CursorOutcome<T = Cursor> =
  | { ok: true; cursor: T | null }
  | { ok: false; problem: ProblemAnswer };

export function readCursor(text: string | undefined): CursorOutcome {
  if (text === undefined) return { ok: true, cursor: null };
  const match = /^(\d{1,16})\.([a-z0-9_-]{1,64})$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return WRONG;
  return { ok: true, cursor: { at: Number(match[1]), id: match[2] } };
}

/** Names bear any letter, so they stand in base64url. */
export function readTextCursor(text: string | undefined): CursorOutcome<TextCursor> {
  if (text === undefined) return { ok: true, cursor: null };
  const match = /^([A-Za-z0-9_-]*)\.([a-z0-9_-]{1,64})$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return WRONG;
  return { ok: true, cursor: { key: Buffer.from(match[1], 'base64url').toString('utf8'), id: match[2] } };
}

const WRONG = {
  ok: false,
  problem: badFields([{ field: 'cursor', message: 'Dấu trang không đúng' }]),
} as const;

/** The page of `rows`, which hold one more than `limit` when there is a next page. */
export function pageFrom<T>(
  rows: readonly T[],
  limit: number,
  keyOf: (row: T) => Cursor | TextCursor,
): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items, next: null };
  return { items, next: cursorText(keyOf(last)) };
}

export function cursorText(cursor: Cursor | TextCursor): string {
  const key = 'at' in cursor ? String(cursor.at) : Buffer.from(cursor.key, 'utf8').toString('base64url');
  return `${key}.${cursor.id}`;
}
