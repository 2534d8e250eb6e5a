import type { Clock } from '@loa/shared/ports/clock';
import type { Request } from 'express';
import type { Db } from '../db/database.js';
import { accountOfApiToken, accountOfSession } from '../db/sessions.js';
import { type ProblemAnswer, problem } from './answer.js';
import { type Actor, ANONYMOUS } from './authorise.js';
import { tokenHash } from './tokens.js';

export const SESSION_COOKIE = 'loa_session';

export interface Authenticated {
  kind: 'actor';
  actor: Actor;
  sessionToken: string | null;
}

export type Authenticate = (request: Request) => Promise<Authenticated | ProblemAnswer>;

/**
 * Who sends a request: an API token's account, else the session cookie's, else nobody. A request that changes
 * something and is signed in by cookie must come from our own pages; browsers say so themselves.
 */
export function createAuthenticate({ db, clock }: { db: Db; clock: Clock }): Authenticate {
  return async (request) => {
    // Also without a cookie: a foreign page must not sign its visitor in as somebody else.
    if (changesSomething(request) && fromForeignPage(request)) return CROSS_SITE;
    const bearer = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1];
    if (bearer !== undefined) {
      const account = await accountOfApiToken(db, tokenHash(bearer));
      if (!account) {
        return problem(
          401,
          'bad_token',
          'Mã truy cập của chương trình không đúng hoặc đã bị thu hồi. Hãy tạo mã mới.',
        );
      }
      return { kind: 'actor', actor: toActor(account), sessionToken: null };
    }
    const token = cookieOf(request, SESSION_COOKIE);
    if (token === null) return { kind: 'actor', actor: ANONYMOUS, sessionToken: null };
    const account = await accountOfSession(db, tokenHash(token), clock.now());
    if (!account) return { kind: 'actor', actor: ANONYMOUS, sessionToken: null };
    if (changesSomething(request) && !fromOurPages(request)) {
      return CROSS_SITE;
    }
    return { kind: 'actor', actor: toActor(account), sessionToken: token };
  };
}

const CROSS_SITE = problem(
  403,
  'cross_site',
  'Yêu cầu này không đến từ trang của hệ thống nên bị từ chối. Hãy mở lại trang.',
);

function fromForeignPage(request: Request): boolean {
  const site = request.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

/** Whether a browser says that one of our own pages sent this. Saying nothing is not enough. */
function fromOurPages(request: Request): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin, host } = request.headers;
  return origin !== undefined && host !== undefined && hostOf(origin) === host.toLowerCase();
}

function changesSomething(request: Request): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
}

function toActor(account: { id: string; role: Actor['role']; areaId: string }): Actor {
  return { accountId: account.id, role: account.role, areaId: account.areaId };
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

function cookieOf(request: Request, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value !== undefined && /^[A-Za-z0-9_-]{20,200}$/.test(value)) return value;
  }
  return null;
}
