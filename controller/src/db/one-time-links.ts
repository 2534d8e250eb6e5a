import type { Account } from '@loa/shared/api/accounts';
import { toAccount } from './accounts.js';
import type { Db } from './database.js';

export interface LinkRecord {
  hash: string;
  accountId: string;
  kind: 'invite' | 'reset';
  createdBy: string;
  createdAt: number;
  expiresAt: number;
}

/** A new link voids the ones before it: one that went astray ends with the next. */
export async function insertLink(db: Db, link: LinkRecord): Promise<void> {
  await db.deleteFrom('one_time_link').where('account_id', '=', link.accountId).execute();
  await db
    .insertInto('one_time_link')
    .values({
      hash: link.hash,
      account_id: link.accountId,
      kind: link.kind,
      created_by: link.createdBy,
      created_at: link.createdAt,
      expires_at: link.expiresAt,
    })
    .execute();
}

export type FoundLink =
  | { state: 'good'; kind: 'invite' | 'reset'; expiresAt: number; account: Account }
  | { state: 'used' | 'expired' | 'unknown' };

export async function findLink(db: Db, hash: string, now: number): Promise<FoundLink> {
  const link = await db.selectFrom('one_time_link').selectAll().where('hash', '=', hash).executeTakeFirst();
  if (!link) return { state: 'unknown' };
  if (link.used_at !== null) return { state: 'used' };
  if (link.expires_at <= now) return { state: 'expired' };
  const row = await db
    .selectFrom('account')
    .selectAll()
    .where('id', '=', link.account_id)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (!row) return { state: 'unknown' };
  return { state: 'good', kind: link.kind, expiresAt: link.expires_at, account: toAccount(row) };
}

/** False where somebody used it just before. */
export async function spendLink(db: Db, hash: string, at: number): Promise<boolean> {
  const result = await db
    .updateTable('one_time_link')
    .set({ used_at: at })
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
