import { fold } from '@loa/shared/fold';
import { sql } from 'kysely';
import { z } from 'zod';
import { nameColumns } from '../name-columns.js';
import type { Migrated } from './build-table.js';

/** Names of places, loudspeakers and receivers as lists are searched and sorted by. Written with the name each is made from. */
export const foldedPlaces = {
  name: '012-folded-places',
  async up(db: Migrated): Promise<void> {
    for (const table of ['area', 'cluster', 'box'])
      for (const column of ['folded', 'name_order'])
        await sql.raw(`alter table ${table} add column ${column} text not null default ''`).execute(db);
    await sql`alter table cluster_contact add column folded text not null default ''`.execute(db);
    await fillInContacts(db);
    await fillIn(db, 'area', 'kind');
    for (const table of ['cluster', 'box']) await fillIn(db, table, `''`);
  },
};

const Names = z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() }));

const Contacts = z.array(z.object({ id: z.string(), told: z.string() }));

async function fillInContacts(db: Migrated): Promise<void> {
  const told = sql`select cluster_id as id, coalesce(name, '') || ' ' || coalesce(phone, '') as told from cluster_contact`;
  for (const row of Contacts.parse((await told.execute(db)).rows))
    await sql`update cluster_contact set folded = ${fold(row.told)} where cluster_id = ${row.id}`.execute(db);
}

async function fillIn(db: Migrated, table: string, kind: string): Promise<void> {
  const { rows } = await sql.raw(`select id, name, ${kind} as kind from ${table}`).execute(db);
  for (const row of Names.parse(rows)) {
    const { folded, name_order } = nameColumns(row);
    await sql`update ${sql.raw(table)} set folded = ${folded}, name_order = ${name_order} where id = ${row.id}`.execute(
      db,
    );
  }
}
