import type { Account } from '@loa/shared/api/accounts';
import { type ApiToken, type SessionInfo, SignInMethod } from '@loa/shared/api/session';
import { toAccount } from './accounts.js';
import type { Db } from './database.js';
import { behind, type ListPage } from './list-page.js';

/** What is known of a sign-in; `expiresAt` holds however busy it is. */
export type SessionRecord = Omit<SessionInfo, 'current'>;

/** Tokens are kept by their sha256 alone: a stolen database signs nobody in. */
export async function insertSession(
  db: Db,
  session: SessionRecord & { hash: string; accountId: string },
): Promise<void> {
  await db
    .insertInto('web_session')
    .values({
      hash: session.hash,
      id: session.id,
      account_id: session.accountId,
      method: session.method,
      address: session.address,
      user_agent: session.userAgent,
      created_at: session.createdAt,
      expires_at: session.expiresAt,
      last_seen_at: session.lastSeenAt,
    })
    .execute();
}

export async function deleteSession(db: Db, hash: string): Promise<void> {
  await db.deleteFrom('web_session').where('hash', '=', hash).execute();
}

/** False when this account has no such session. */
export async function deleteSessionById(db: Db, accountId: string, id: string): Promise<boolean> {
  const result = await db
    .deleteFrom('web_session')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Ends every session of an account but one; how many there were. */
export async function deleteOtherSessions(db: Db, accountId: string, keepHash: string): Promise<number> {
  const result = await db
    .deleteFrom('web_session')
    .where('account_id', '=', accountId)
    .where('hash', '!=', keepHash)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Ends an account's sessions but the `keep` that were used last. */
export async function deleteOldestSessions(db: Db, accountId: string, keep: number): Promise<void> {
  const kept = db
    .selectFrom('web_session')
    .select('hash')
    .where('account_id', '=', accountId)
    .orderBy('last_seen_at', 'desc')
    .orderBy('created_at', 'desc')
    .limit(keep);
  await db
    .deleteFrom('web_session')
    .where('account_id', '=', accountId)
    .where('hash', 'not in', kept)
    .execute();
}

/** `idleSince`: sessions last seen before it have ended, too. */
export async function deleteExpiredSessions(db: Db, now: number, idleSince: number): Promise<void> {
  await db
    .deleteFrom('web_session')
    .where((eb) => eb.or([eb('expires_at', '<=', now), eb('last_seen_at', '<=', idleSince)]))
    .execute();
}

/** The account behind a session that is neither ended nor disabled. */
export async function accountOfSession(
  db: Db,
  hash: string,
  { now, idleSince }: { now: number; idleSince: number },
): Promise<{ account: Account; session: SessionRecord } | null> {
  const found = await db
    .selectFrom('web_session')
    .selectAll()
    .where('hash', '=', hash)
    .where('expires_at', '>', now)
    .where('last_seen_at', '>', idleSince)
    .executeTakeFirst();
  const row =
    found &&
    (await db
      .selectFrom('account')
      .selectAll()
      .where('id', '=', found.account_id)
      .where('disabled_at', 'is', null)
      .executeTakeFirst());
  return found && row ? { account: toAccount(row), session: toSession(found) } : null;
}

export async function sessionOf(db: Db, hash: string): Promise<SessionRecord | null> {
  const row = await db.selectFrom('web_session').selectAll().where('hash', '=', hash).executeTakeFirst();
  return row ? toSession(row) : null;
}

export async function touchSession(db: Db, hash: string, now: number): Promise<void> {
  await db.updateTable('web_session').set({ last_seen_at: now }).where('hash', '=', hash).execute();
}

/** Its person has proved more than when it began. */
export async function setSessionMethod(db: Db, hash: string, method: SignInMethod): Promise<void> {
  await db.updateTable('web_session').set({ method }).where('hash', '=', hash).execute();
}

/** An account's sessions that hold, the newest use first, with the hash that tells them apart. */
export async function listSessions(
  db: Db,
  accountId: string,
  { now, idleSince }: { now: number; idleSince: number },
): Promise<(SessionRecord & { hash: string })[]> {
  const rows = await db
    .selectFrom('web_session')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .where('last_seen_at', '>', idleSince)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...toSession(row), hash: row.hash }));
}

function toSession(row: {
  id: string;
  method: string;
  created_at: number;
  last_seen_at: number;
  expires_at: number;
  address: string;
  user_agent: string | null;
}): SessionRecord {
  return {
    id: row.id,
    method: SignInMethod.parse(row.method),
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    address: row.address,
    userAgent: row.user_agent,
  };
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
      expires_at: token.expiresAt,
    })
    .execute();
}

/** The account behind a token that is neither revoked nor past its end, nor its account disabled. */
export async function accountOfApiToken(db: Db, hash: string, now: number): Promise<Account | null> {
  const row = await db
    .selectFrom('api_token')
    .innerJoin('account', 'account.id', 'api_token.account_id')
    .selectAll('account')
    .where('api_token.hash', '=', hash)
    .where('api_token.revoked_at', 'is', null)
    .where('api_token.expires_at', '>', now)
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst();
  return row ? toAccount(row) : null;
}

/** The newest first. */
export async function listApiTokens(
  db: Db,
  accountId: string,
  { after, limit }: ListPage,
): Promise<ApiToken[]> {
  let select = db.selectFrom('api_token').selectAll().where('account_id', '=', accountId);
  if (after) select = select.where(behind('created_at', 'desc', after));
  const rows = await select.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  return rows.map((row) => ({
    id: row.id,
    label: row.label,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
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
