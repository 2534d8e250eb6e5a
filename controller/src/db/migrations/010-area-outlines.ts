import { type Migrated, table } from './build-table.js';

/** Where areas end, as somebody brought them in; a merger leaves them with what was. */
export const areaOutlines = {
  name: '010-area-outlines',
  async up(db: Migrated): Promise<void> {
    await table(db, 'area_outline', {
      area_id: 'text primary key references area(id)',
      outline: 'text not null',
      points: 'integer not null',
      at: 'bigint not null',
      by: 'text not null',
    }).execute();
    // What was looked at and waits, two hours at most: whoever waits looks again.
    await db.schema.dropTable('import_preview').execute();
    await table(db, 'import_preview', {
      id: 'text primary key',
      account_id: 'text not null references account(id)',
      area_id: 'text not null references area(id)',
      kind: "text not null check (kind in ('areas', 'clusters', 'sims', 'outlines'))",
      file_name: 'text not null',
      doc: 'text not null',
      created_at: 'bigint not null',
      expires_at: 'bigint not null',
      applied_at: 'bigint',
    }).execute();
  },
};
