import { fold } from '@loa/shared/fold';
import { sql } from 'kysely';
import { z } from 'zod';
import { index, type Migrated, table } from './build-table.js';

/** What the staff's app needs beside planning: search, columns, abbreviations, uploads, SIMs, volumes, imports. */
export const staffApp = {
  name: '006-staff-app',
  async up(db: Migrated): Promise<void> {
    await addColumns(db);
    await createContent(db);
    await createFleet(db);
    await indexLog(db);
    await foldTexts(db);
  },
};

async function addColumns(db: Migrated): Promise<void> {
  const added: readonly (readonly [string, string])[] = [
    ['bulletin', 'task_ref text'],
    // What a search looks at, without accents; written with the text it is made from.
    ['bulletin', "folded text not null default ''"],
    ['variant', "folded text not null default ''"],
  ];
  for (const [name, column] of added) await sql.raw(`alter table ${name} add column ${column}`).execute(db);
}

async function createContent(db: Migrated): Promise<void> {
  await table(db, 'bulletin_column', {
    id: 'text primary key',
    area_id: 'text not null references area(id)',
    name: 'text not null',
    description: 'text',
    created_by: 'text not null',
    created_at: 'bigint not null',
    archived_at: 'bigint',
  })
    .addUniqueConstraint('bulletin_column_name', ['area_id', 'name'])
    .execute();
  await table(db, 'abbreviation', {
    id: 'text primary key',
    area_id: 'text not null references area(id)',
    written: 'text not null',
    spoken: 'text not null',
    created_by: 'text not null',
    created_at: 'bigint not null',
  })
    .addUniqueConstraint('abbreviation_written', ['area_id', 'written'])
    .execute();
  await table(db, 'upload', {
    id: 'text primary key',
    account_id: 'text not null references account(id)',
    file_name: 'text not null',
    bytes: 'integer not null',
    created_at: 'bigint not null',
    expires_at: 'bigint not null',
    recording_sha256: 'text',
  }).execute();
  await table(db, 'recording_peaks', {
    sha256: 'text primary key references recording(sha256)',
    points: 'text not null',
  }).execute();
  await index(db, 'upload', 'account_id');
  await index(db, 'variant', 'recording_sha256');
  await index(db, 'variant', 'state', 'updated_at');
  await index(db, 'bulletin', 'created_at', 'id');
}

async function createFleet(db: Migrated): Promise<void> {
  await table(db, 'box_sim', {
    box_id: 'text primary key references box(id)',
    number: 'text',
    operator: 'text',
    expires_on: 'text',
    note: 'text',
    updated_at: 'bigint not null',
  }).execute();
  await table(db, 'cluster_contact', {
    cluster_id: 'text primary key references cluster(id)',
    name: 'text',
    phone: 'text',
    updated_at: 'bigint not null',
  }).execute();
  await table(db, 'box_volume', {
    box_id: 'text primary key references box(id)',
    max_gain_db: 'real',
    muted: 'integer not null',
    updated_by: 'text not null',
    updated_at: 'bigint not null',
  }).execute();
  await table(db, 'import_preview', {
    id: 'text primary key',
    account_id: 'text not null references account(id)',
    area_id: 'text not null references area(id)',
    kind: "text not null check (kind in ('areas', 'clusters', 'sims'))",
    file_name: 'text not null',
    doc: 'text not null',
    created_at: 'bigint not null',
    expires_at: 'bigint not null',
    applied_at: 'bigint',
  }).execute();
  await index(db, 'box_sim', 'expires_on');
  await index(db, 'incident', 'box_id', 'at');
}

/** The log's filters: each narrows to a stretch of its index that is already in the order of pages. */
async function indexLog(db: Migrated): Promise<void> {
  await index(db, 'playback', 'bulletin_id', 'planned_at');
  // Partial: nearly every line is normal and Vietnamese, and is found by another index.
  await sql`create index playback_priority on playback (priority, state, planned_at) where priority <> 'normal'`.execute(
    db,
  );
  await sql`create index playback_language on playback (language, planned_at) where language <> 'vi'`.execute(
    db,
  );
}

const Title = z.object({
  id: z.string(),
  title: z.string(),
  column_name: z.string().nullable(),
  source_unit: z.string().nullable(),
  topics: z.string(),
});
const Text = z.object({ id: z.string(), text: z.string().nullable() });

async function foldTexts(db: Migrated): Promise<void> {
  const bulletins = await sql`select id, title, column_name, source_unit, topics from bulletin`.execute(db);
  for (const row of z.array(Title).parse(bulletins.rows)) {
    const topics = z.array(z.string()).parse(JSON.parse(row.topics));
    const words = [row.title, row.column_name, row.source_unit, ...topics].filter((word) => word !== null);
    await sql`update bulletin set folded = ${fold(words.join(' '))} where id = ${row.id}`.execute(db);
  }
  const variants = await sql`select id, text from variant where text is not null`.execute(db);
  for (const { id, text } of z.array(Text).parse(variants.rows)) {
    await sql`update variant set folded = ${fold(text ?? '')} where id = ${id}`.execute(db);
  }
}
