import type { AuditEntry } from '@loa/shared/api/logs';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';

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

/** Call in the transaction of the change it tells of, so that neither stands without the other. */
export async function writeAudit(db: Db, entry: NewAuditEntry): Promise<void> {
  await db
    .insertInto('audit')
    .values({
      at: entry.at,
      actor: entry.actor,
      action: entry.action,
      area_id: entry.areaId,
      subject: entry.subject,
      detail: JSON.stringify(entry.detail ?? {}),
    })
    .execute();
}

/** Newest first; `before` is the id to go on from. */
export async function listAudit(
  db: Db,
  query: { root: string; before: number | null; limit: number },
): Promise<AuditEntry[]> {
  let select = db.selectFrom('audit').selectAll().where('area_id', 'in', belowQuery(db, query.root));
  if (query.before !== null) select = select.where('id', '<', query.before);
  const rows = await select.orderBy('id', 'desc').limit(query.limit).execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    actor: row.actor,
    action: row.action,
    areaId: row.area_id,
    subject: row.subject,
    detail: JSON.parse(row.detail) as unknown,
  }));
}
