import { sql } from 'kysely';
import type { Migrated } from './build-table.js';

const YEAR_MS = 365 * 86_400_000;

/** API tokens end, also those from before they did. */
export const trust = {
  name: '008-trust',
  async up(db: Migrated): Promise<void> {
    // What nobody gave an end has ended.
    await sql`alter table api_token add column expires_at bigint not null default 0`.execute(db);
    await sql`update api_token set expires_at = created_at + ${YEAR_MS}`.execute(db);
  },
};
