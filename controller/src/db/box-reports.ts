import { Status } from '@loa/shared/messages/status';
import type { Db } from './database.js';

export interface HeardStatus {
  boxId: string;
  status: Status;
  /** Null for a last will and for what the broker kept from before: neither shows that the box is alive. */
  seenAt: number | null;
}

/** Keeps what boxes say of themselves; statuses of unknown boxes change nothing. Returns whose were kept. */
export async function saveStatuses(db: Db, heard: readonly HeardStatus[]): Promise<string[]> {
  // Nearly always there is one, which needs no transaction.
  if (heard.length <= 1) return saveEach(db, heard);
  return db.transaction().execute((trx) => saveEach(trx, heard));
}

async function saveEach(db: Db, heard: readonly HeardStatus[]): Promise<string[]> {
  const kept: string[] = [];
  for (const { boxId, status, seenAt } of heard) {
    const result = await db
      .updateTable('box')
      .set({ last_status: JSON.stringify(status), ...(seenAt === null ? {} : { last_seen_at: seenAt }) })
      .where('id', '=', boxId)
      .executeTakeFirst();
    if (result.numUpdatedRows > 0n) kept.push(boxId);
  }
  return kept;
}

/** The last plan revision that each box said it holds. */
export async function heldRevisions(db: Db, boxIds: readonly string[]): Promise<Map<string, number>> {
  if (boxIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('box')
    .select(['id', 'last_status'])
    .where('id', 'in', [...boxIds])
    .execute();
  return new Map(
    rows.map(({ id, last_status }) => {
      const parsed = last_status === null ? null : Status.safeParse(JSON.parse(last_status));
      return [id, parsed?.success ? (parsed.data.planRevision ?? 0) : 0];
    }),
  );
}
