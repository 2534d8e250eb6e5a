import { sql } from 'kysely';
import type { Migrated } from './build-table.js';

/** What a set that waits for more signatures is made of: its key alone tells nobody. */
export const setMembers = {
  name: '013-set-members',
  async up(db: Migrated): Promise<void> {
    await sql`alter table grant_draft add column members text not null default '[]'`.execute(db);
  },
};
