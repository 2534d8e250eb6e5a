import { fold } from '@loa/shared/fold';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Migrated } from './build-table.js';

/** Names as lists are searched and sorted by: without accents, đ as d. Written with the name each is made from. */
export const foldedNames = {
  name: '011-folded-names',
  async up(db: Migrated): Promise<void> {
    for (const table of ['account', 'programme', 'station', 'campaign'])
      await sql.raw(`alter table ${table} add column folded text not null default ''`).execute(db);
    await foldNames(db, 'account', `name || ' ' || login`);
    for (const table of ['programme', 'station', 'campaign']) await foldNames(db, table, 'name');
  },
};

const Names = z.array(z.object({ id: z.string(), name: z.string() }));

async function foldNames(db: Migrated, table: string, name: string): Promise<void> {
  const { rows } = await sql`select id, ${sql.raw(name)} as name from ${sql.raw(table)}`.execute(db);
  for (const row of Names.parse(rows))
    await sql`update ${sql.raw(table)} set folded = ${fold(row.name)} where id = ${row.id}`.execute(db);
}
