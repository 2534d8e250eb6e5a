import { sql } from 'kysely';
import { auditHash, CHAIN_START } from '../audit-chain.js';
import { type Migrated, table } from './build-table.js';

/** The audit log becomes a chain that only grows, with heads that the controller signed. */
export const audit = {
  name: '005-audit',
  async up(db: Migrated): Promise<void> {
    await sql.raw('alter table audit add column prev text').execute(db);
    await sql.raw('alter table audit add column hash text').execute(db);
    await chainOldRows(db);
    await table(db, 'audit_head', {
      audit_id: 'integer primary key references audit(id)',
      hash: 'text not null',
      signed_at: 'bigint not null',
      bytes: 'blob not null',
    }).execute();
    await keepAppendOnly(db);
    // Between which instants a journal was heard of: two that overlap twice are two devices.
    await sql.raw('alter table journal add column first_at bigint').execute(db);
    await sql.raw('alter table journal add column last_at bigint').execute(db);
  },
};

interface OldRow {
  id: number;
  at: number;
  actor: string;
  action: string;
  area_id: string | null;
  subject: string;
  detail: string;
}

async function chainOldRows(db: Migrated): Promise<void> {
  const { rows } = await sql<OldRow>`select * from audit order by id`.execute(db);
  let prev = CHAIN_START;
  for (const { area_id: areaId, ...row } of rows) {
    const hash = auditHash({ ...row, areaId, detail: JSON.parse(row.detail) as unknown, prev });
    await sql`update audit set prev = ${prev}, hash = ${hash} where id = ${row.id}`.execute(db);
    prev = hash;
  }
}

/**
 * The database itself refuses what would break the chain, whichever code asks. SQLite's own words: PostgreSQL wants the same as
 * functions. Whoever edits the file can drop the triggers; the chain and its signed heads are what tells of it.
 */
async function keepAppendOnly(db: Migrated): Promise<void> {
  for (const name of ['audit', 'audit_head']) {
    for (const verb of ['update', 'delete']) {
      await sql
        .raw(
          `create trigger ${name}_no_${verb} before ${verb} on ${name}
           begin select raise(abort, 'the audit log only grows'); end`,
        )
        .execute(db);
    }
  }
  await sql
    .raw(
      `create trigger audit_chained before insert on audit
       when new.hash is null or new.prev is not
         coalesce((select hash from audit order by id desc limit 1), '${CHAIN_START}')
       begin select raise(abort, 'a row of the audit log must follow the one before it'); end`,
    )
    .execute(db);
}
