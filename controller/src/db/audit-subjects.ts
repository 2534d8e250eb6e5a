import { placeName } from '@loa/shared/place-name';
import { sql } from 'kysely';
import type { Db } from './database.js';

/** Things whose row has a name of its own, by the word that their ids begin with. */
const NAMED = {
  ...{ account: 'account', cluster: 'cluster', box: 'box', schedule: 'schedule', programme: 'programme' },
  ...{ station: 'station', campaign: 'campaign', suspension: 'suspension', column: 'bulletin_column' },
} as const;

/** What the audit log's subjects are called now; what is gone, or never had a name, is not in it. */
export async function subjectNames(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const wanted = (word: string) => [...new Set(ids.filter((id) => id.startsWith(`${word}_`)))];
  const names = new Map<string, string>();
  for (const [word, table] of Object.entries(NAMED)) {
    const some = wanted(word);
    if (some.length === 0) continue;
    const { rows } = await sql<{ id: string; name: string | null }>`
      select id, name from ${sql.table(table)} where id in (${sql.join(some)})`.execute(db);
    for (const { id, name } of rows) if (name !== null) names.set(id, name);
  }
  const areas = wanted('area');
  if (areas.length > 0) {
    const rows = await db
      .selectFrom('area')
      .select(['id', 'kind', 'name'])
      .where('id', 'in', areas)
      .execute();
    for (const row of rows) names.set(row.id, placeName(row));
  }
  for (const [id, title] of await titles(db, wanted('bulletin'), wanted('variant'))) names.set(id, title);
  return names;
}

async function titles(db: Db, bulletins: string[], variants: string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (bulletins.length > 0) {
    const rows = await db
      .selectFrom('bulletin')
      .select(['id', 'title'])
      .where('id', 'in', bulletins)
      .execute();
    for (const { id, title } of rows) found.set(id, title);
  }
  if (variants.length > 0) {
    const rows = await db
      .selectFrom('variant')
      .innerJoin('bulletin', 'bulletin.id', 'variant.bulletin_id')
      .select(['variant.id', 'bulletin.title'])
      .where('variant.id', 'in', variants)
      .execute();
    for (const { id, title } of rows) found.set(id, title);
  }
  return found;
}
