import { type Migrated, table } from './build-table.js';

/** Who was given a loudspeaker to mend. One at a time for each box; what became of earlier ones is in the audit log. */
export const repairs = {
  name: '007-repairs',
  async up(db: Migrated): Promise<void> {
    await table(db, 'box_repair', {
      box_id: 'text primary key references box(id)',
      assignee: 'text not null',
      note: 'text',
      at: 'bigint not null',
      by: 'text not null',
    }).execute();
  },
};
