import type { Account } from '@loa/shared/api/accounts';
import type { ApiToken } from '@loa/shared/api/session';
import { toAccount } from './accounts.js';
import type { Db } from './database.js';

/** Tokens are kept by their sha256 alone: a stolen database signs nobody in. */
export async function insertSession(
  db: Db,
  session: { hash: string; accountId: string; createdAt: number; expiresAt: number },
): Promise<void> {
  await db
    .insertInto('web_session')
    .values({
      hash: session.hash,
      account_id: session.accountId,
      created_at: session.createdAt,
      expires_at: session.expiresAt,
      last_seen_at: session.createdAt,
    })
    .execute();
}

export async function deleteSession(db: Db, hash: string): Promise<void> {
  await db.deleteFrom('web_session').where('hash', '=', hash).execute();
}

export async function deleteExpiredSessions(db: Db, now: number): Promise<void> {
  await db.deleteFrom('web_session').where('expires_at', '<=', now).execute();
}

/** The account behind a session that is neither expired nor disabled. */
export async function accountOfSession(db: Db, hash: string, now: number): Promise<Account | null> {
  const row = await db
    .selectFrom('web_session')
    .innerJoin('account', 'account.id', 'web_session.account_id')
    .selectAll('account')
    .where('web_session.hash', '=', hash)
    .where('web_session.expires_at', '>', now)
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst();
  return row ? toAccount(row) : null;
}

export async function insertApiToken(
  db: Db,
  token: ApiToken & { hash: string; accountId: string },
): Promise<void> {
  await db
    .insertInto('api_token')
    .values({
      hash: token.hash,
      id: token.id,
      account_id: token.accountId,
      label: token.label,
      created_at: token.createdAt,
    })
    .execute();
}

export async function accountOfApiToken(db: Db, hash: string): Promise<Account | null> {
  const row = await db
    .selectFrom('api_token')
    .innerJoin('account', 'account.id', 'api_token.account_id')
    .selectAll('account')
    .where('api_token.hash', '=', hash)
    .where('api_token.revoked_at', 'is', null)
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst();
  return row ? toAccount(row) : null;
}

export async function listApiTokens(db: Db, accountId: string): Promise<ApiToken[]> {
  const rows = await db
    .selectFrom('api_token')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    label: row.label,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  }));
}

/** False when this account has no such token. */
export async function revokeApiToken(db: Db, accountId: string, id: string, at: number): Promise<boolean> {
  const result = await db
    .updateTable('api_token')
    .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(at)) }))
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
