import type { Db } from './database.js';
import type { JournalProgress } from './journals.js';

export interface StoredReceipt extends JournalProgress {
  revision: number;
  /** The signed document, as published. */
  bytes: Uint8Array;
}

/** The last receipt of each of these boxes, or of all. */
export async function receiptsOf(db: Db, boxIds: readonly string[] | 'all'): Promise<StoredReceipt[]> {
  let query = db
    .selectFrom('receipt')
    .innerJoin('journal', 'journal.num', 'receipt.journal_num')
    .select(['receipt.box_id', 'receipt.journal_num', 'receipt.revision', 'receipt.bytes'])
    .select(['journal.id as journal_id', 'journal.stored_through']);
  if (boxIds !== 'all') query = query.where('receipt.box_id', 'in', [...boxIds]);
  return (await query.execute()).map((row) => ({
    boxId: row.box_id,
    journalId: row.journal_id,
    journalNum: row.journal_num,
    storedThrough: row.stored_through,
    revision: row.revision,
    bytes: row.bytes,
  }));
}

/** Stores receipts before they are published: a counter never moves on the wire alone. */
export async function saveReceipts(db: Db, receipts: readonly StoredReceipt[]): Promise<void> {
  if (receipts.length === 0) return;
  const rows = receipts.map((receipt) => ({
    box_id: receipt.boxId,
    journal_num: receipt.journalNum,
    stored_through: receipt.storedThrough,
    revision: receipt.revision,
    bytes: receipt.bytes,
  }));
  await db
    .insertInto('receipt')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('box_id')
        .doUpdateSet((eb) => ({
          journal_num: eb.ref('excluded.journal_num'),
          stored_through: eb.ref('excluded.stored_through'),
          revision: eb.ref('excluded.revision'),
          bytes: eb.ref('excluded.bytes'),
        }))
        .whereRef('receipt.revision', '<', 'excluded.revision'),
    )
    .execute();
}
