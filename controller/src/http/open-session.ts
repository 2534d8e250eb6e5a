import type { Account } from '@loa/shared/api/accounts';
import type { Me, SignInMethod } from '@loa/shared/api/session';
import { newId } from '@loa/shared/ids';
import { writeAudit } from '../db/audit.js';
import type { Db } from '../db/database.js';
import { readSignInPolicy } from '../db/second-factors.js';
import {
  deleteExpiredSessions,
  deleteOldestSessions,
  deleteSession,
  insertSession,
  type SessionRecord,
} from '../db/sessions.js';
import { type JsonAnswer, json } from './answer.js';
import type { ApiPorts, ApiSettings } from './api-ports.js';
import { describeMe } from './describe-me.js';
import type { Client } from './route.js';
import { newToken, tokenHash } from './tokens.js';

/** Nobody works at so many machines: of an account's sign-ins, those not used for longest end. */
export const MOST_SESSIONS = 100;

export interface Proven {
  account: Account;
  /** How the person proved who they are, just now. */
  method: SignInMethod;
  client: Client;
  /** The session that the request came with; it ends. */
  replaces: string | null;
}

/**
 * The one way into a session, whatever the person proved themselves by. The answer sets the cookie and tells who is
 * signed in. Where the role needs a second factor and there is none yet, the session opens only the way to one.
 */
export async function openSession(
  { db, clock, random, settings }: Pick<ApiPorts, 'db' | 'clock' | 'random' | 'settings'>,
  { account, method, client, replaces }: Proven,
): Promise<JsonAnswer<Me>> {
  const token = newToken(random);
  const now = clock.now();
  const session: SessionRecord = {
    ...{ id: newId('session', random), method, createdAt: now, lastSeenAt: now },
    expiresAt: now + settings.sessionLifeMs,
    ...{ address: client.address, userAgent: client.userAgent },
  };
  await db.transaction().execute(async (trx) => {
    await deleteExpiredSessions(trx, now, now - settings.sessionIdleMs);
    if (replaces !== null) await deleteSession(trx, tokenHash(replaces));
    // One place is left for the new one, which was used last.
    await deleteOldestSessions(trx, account.id, MOST_SESSIONS - 1);
    await insertSession(trx, { ...session, hash: tokenHash(token), accountId: account.id });
    await writeAudit(trx, {
      at: now,
      actor: account.id,
      action: 'session.create',
      areaId: account.areaId,
      subject: account.id,
      detail: { sessionId: session.id, method, address: client.address },
    });
  });
  const limited = await isLimited(db, { account, method, settings });
  const me = await describeMe(db, account, { now, expiresAt: endOf(session, settings), limited });
  return { ...json(me, 201), cookie: { token, expiresAt: session.expiresAt } };
}

/** Whether this sign-in is too weak for the role: then it opens nothing but the way to a second factor. */
export async function isLimited(
  db: Db,
  who: { account: Account; method: SignInMethod; settings: Pick<ApiSettings, 'secondFactorFor'> },
): Promise<boolean> {
  if (who.method !== 'password') return false;
  const { secondFactorFor } = await readSignInPolicy(db, who.settings.secondFactorFor);
  return secondFactorFor.includes(who.account.role);
}

/** When a session ends if nothing more is done. */
export function endOf(
  session: Pick<SessionRecord, 'lastSeenAt' | 'expiresAt'>,
  { sessionIdleMs }: Pick<ApiSettings, 'sessionIdleMs'>,
): number {
  return Math.min(session.expiresAt, session.lastSeenAt + sessionIdleMs);
}
