import type { Sqlite } from '@loa/shared/node/sqlite';
import { z } from 'zod';
import { belowQuery } from './areas.js';
import { auditHash, CHAIN_START } from './audit-chain.js';
import type { Db } from './database.js';
import { readJson } from './json-column.js';
import type { AuditTable } from './schema-audit.js';

/** Who did what, to what. */
export interface NewAuditEntry {
  at: number;
  /** An account's id, `system` or `cli`. */
  actor: string;
  action: string;
  areaId: string | null;
  /** The id of what was changed. */
  subject: string;
  detail?: Record<string, unknown>;
}

/**
 * Adds a row to the chain. Call in the transaction of the change it tells of, so that neither stands without the other; outside of
 * one it opens its own, for no other row may slip in between reading the head and following it.
 */
export async function writeAudit(db: Db, entry: NewAuditEntry): Promise<void> {
  if (!db.isTransaction) {
    await db.transaction().execute((trx) => writeAudit(trx, entry));
    return;
  }
  const last = await db
    .selectFrom('audit')
    .select(['id', 'hash'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  await db.insertInto('audit').values(nextRow(last, entry)).execute();
}

/** The same for batches on the connection itself; call inside their transaction. */
export function auditWriter(sqlite: Sqlite): (entry: NewAuditEntry) => void {
  const last = sqlite.prepare<[], Head>('select id, hash from audit order by id desc limit 1');
  const insert = sqlite.prepare<unknown[]>(
    `insert into audit (id, at, actor, action, area_id, subject, detail, prev, hash)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return (entry) => {
    const row = nextRow(last.get(), entry);
    const { id, at, actor, action, area_id, subject, detail, prev, hash } = row;
    insert.run(id, at, actor, action, area_id, subject, detail, prev, hash);
  };
}

interface Head {
  id: number;
  hash: string;
}

function nextRow(
  last: Head | undefined,
  { at, actor, action, areaId, subject, detail }: NewAuditEntry,
): AuditTable {
  const text = JSON.stringify(detail ?? {});
  const said = { id: (last?.id ?? 0) + 1, at, actor, action, subject };
  const prev = last?.hash ?? CHAIN_START;
  // Parsed again: what is hashed is what a reader of the row will see.
  const hash = auditHash({ ...said, areaId, detail: JSON.parse(text) as unknown, prev });
  return { ...said, area_id: areaId, detail: text, prev, hash };
}

export interface AuditQuery {
  /** At or below this area. */
  root: string;
  actor?: string | undefined;
  /** Any of these; where absent, any at all. */
  actions?: readonly string[] | undefined;
  /** from ≤ at < to, unix milliseconds. */
  from?: number | undefined;
  to?: number | undefined;
  /** The id to go on from. */
  before: number | null;
  limit: number;
}

/** A row as it was written. */
export type AuditRecord = Required<NewAuditEntry> & { id: number };

/** Newest first. */
export async function listAudit(db: Db, query: AuditQuery): Promise<AuditRecord[]> {
  const { root, actor, actions, from, to, before, limit } = query;
  let select = db.selectFrom('audit').selectAll().where('area_id', 'in', belowQuery(db, root));
  if (actor !== undefined) select = select.where('actor', '=', actor);
  if (actions !== undefined) select = select.where('action', 'in', [...actions]);
  if (from !== undefined) select = select.where('at', '>=', from);
  if (to !== undefined) select = select.where('at', '<', to);
  if (before !== null) select = select.where('id', '<', before);
  const rows = await select.orderBy('id', 'desc').limit(limit).execute();
  return rows.map(({ id, at, actor: by, action, area_id: areaId, subject, detail }) => ({
    ...{ id, at, actor: by, action, areaId, subject },
    detail: readJson(Detail, detail, 'audit.detail'),
  }));
}

const Detail = z.record(z.string(), z.unknown());
