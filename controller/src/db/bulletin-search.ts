import type { BulletinQuery } from '@loa/shared/api/bulletins';
import type { VariantState } from '@loa/shared/api/variant-state';
import { fold, searchWords } from '@loa/shared/fold';
import { type Expression, type SqlBool, sql } from 'kysely';
import { escapeLike } from './list-page.js';

/** What still needs a person comes first; a bulletin without variants is a draft. */
export const URGENCY: readonly VariantState[] = [
  'submitted',
  'rejected',
  'draft',
  'approved',
  'withdrawn',
  'expired',
];

/** What a search looks at in a bulletin itself; its texts are looked at in its variants. */
export function foldBulletin(bulletin: {
  title: string;
  columnName: string | null;
  sourceUnit: string | null;
  topics: readonly string[];
}): string {
  const { title, columnName, sourceUnit, topics } = bulletin;
  return fold([title, columnName ?? '', sourceUnit ?? '', ...topics].join(' '));
}

export type BulletinFilter = Omit<BulletinQuery, 'area' | 'mine' | 'limit' | 'cursor'> & {
  /** Made by this account, or handed over to it. */
  createdBy?: string | undefined;
};

/** The conditions of a filter, for a query over `bulletin`. */
export function bulletinConditions(filter: BulletinFilter): Expression<SqlBool>[] {
  const found: Expression<SqlBool>[] = [];
  const is = (column: string, value: string | undefined) => {
    if (value !== undefined) found.push(sql<SqlBool>`${sql.ref(`bulletin.${column}`)} = ${value}`);
  };
  is('kind', filter.kind);
  is('sound', filter.sound);
  is('column_name', filter.column);
  if (filter.createdBy !== undefined)
    found.push(sql<SqlBool>`coalesce(bulletin.owner_id, bulletin.created_by) = ${filter.createdBy}`);
  if (filter.programme !== undefined) found.push(namedIn(filter.programme));
  if (filter.topic !== undefined) found.push(hasTopic(filter.topic));
  if (filter.language !== undefined) found.push(hasLanguage(filter.language));
  if (filter.state !== undefined) found.push(hasState(filter.state));
  for (const word of searchWords(filter.q ?? '')) found.push(hasWord(word));
  return found;
}

/**
 * States are of variants: one that was returned is found though another language of its bulletin waits, which is the
 * bulletin's own, derived state. Without variants a bulletin is a draft.
 */
function hasState(states: readonly VariantState[]) {
  const one = sql<SqlBool>`exists (
    select 1 from variant v where v.bulletin_id = bulletin.id and v.state in (${sql.join(states)}))`;
  if (!states.includes('draft')) return one;
  return sql<SqlBool>`(${one} or not exists (select 1 from variant v where v.bulletin_id = bulletin.id))`;
}

/** Bulletins that a programme's slots name. */
export function namedIn(programmeId: string) {
  return sql<SqlBool>`bulletin.id in (
    select part from programme_part where programme_id = ${programmeId} and kind = 'bulletin')`;
}

function hasLanguage(language: string) {
  return sql<SqlBool>`exists (select 1 from variant v where v.bulletin_id = bulletin.id and v.language = ${language})`;
}

/** Topics are a JSON array of texts: one of them in quotes is found as it is written there. */
function hasTopic(topic: string) {
  return sql<SqlBool>`bulletin.topics like ${`%${escapeLike(JSON.stringify(topic))}%`} escape '\\'`;
}

function hasWord(word: string) {
  const like = `%${escapeLike(word)}%`;
  return sql<SqlBool>`(bulletin.folded like ${like} escape '\\' or exists (
    select 1 from variant v where v.bulletin_id = bulletin.id and v.folded like ${like} escape '\\'))`;
}
