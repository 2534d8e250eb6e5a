import type { Account } from '@loa/shared/api/accounts';
import { MINUTE } from '@loa/shared/instant';
import type { Clock } from '@loa/shared/ports/clock';
import type { Request } from 'express';
import type { Db } from '../db/database.js';
import { accountOfApiToken, accountOfSession, touchSession } from '../db/sessions.js';
import { type ProblemAnswer, problem } from './answer.js';
import type { ApiSettings } from './api-ports.js';
import { type Actor, ANONYMOUS, isActing } from './authorise.js';
import { isLimited } from './open-session.js';
import { tokenHash } from './tokens.js';

/**
 * Over TLS the name's prefix makes browsers refuse a cookie of that name from elsewhere (RFC 6265bis §4.1.3.2); a first try
 * on loopback has no TLS.
 */
export const sessionCookie = ({ secure }: { secure: boolean }) =>
  secure ? '__Host-loa_session' : 'loa_session';

export interface Authenticated {
  kind: 'actor';
  actor: Actor;
  sessionToken: string | null;
}

/** `atWork`: whether the request shows that somebody is there, so that the session does not end as idle. */
export type Authenticate = (
  request: Request,
  how?: { atWork: boolean },
) => Promise<Authenticated | ProblemAnswer>;

/** How exactly it is known when somebody was last at work: a row written for every request would be too dear. */
const SEEN_EVERY_MS = MINUTE;

export interface AuthenticatePorts {
  db: Db;
  clock: Clock;
  settings: Pick<ApiSettings, 'sessionIdleMs' | 'secondFactorFor'>;
}

/**
 * Who sends a request: an API token's account, else the session cookie's, else nobody. A request that changes
 * something and is signed in by cookie must come from our own pages; browsers say so themselves.
 */
export function createAuthenticate({ db, clock, settings }: AuthenticatePorts): Authenticate {
  return async (request, { atWork } = { atWork: true }) => {
    const now = clock.now();
    // Also without a cookie: a foreign page must not sign its visitor in as somebody else.
    if (changesSomething(request) && fromForeignPage(request)) return CROSS_SITE;
    const bearer = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1];
    if (bearer !== undefined) {
      const account = await accountOfApiToken(db, tokenHash(bearer), now);
      if (!account) {
        return problem(
          401,
          'bad_token',
          'Mã truy cập của chương trình không đúng, đã hết hạn hoặc đã bị thu hồi. Hãy tạo mã mới.',
        );
      }
      return { kind: 'actor', actor: toActor(account, now), sessionToken: null };
    }
    const token = cookieOf(request, sessionCookie(request));
    if (token === null) return { kind: 'actor', actor: ANONYMOUS, sessionToken: null };
    const hash = tokenHash(token);
    const found = await accountOfSession(db, hash, { now, idleSince: now - settings.sessionIdleMs });
    if (!found) return { kind: 'actor', actor: ANONYMOUS, sessionToken: null };
    if (changesSomething(request) && !fromOurPages(request)) return CROSS_SITE;
    const { account, session } = found;
    if (atWork && now - session.lastSeenAt >= SEEN_EVERY_MS) await touchSession(db, hash, now);
    const limited = await isLimited(db, { account, method: session.method, settings });
    return { kind: 'actor', actor: { ...toActor(account, now), limited }, sessionToken: token };
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

function toActor(account: Account, now: number): Actor {
  const { id, role, areaId, deputy } = account;
  return { accountId: id, role, areaId, dormant: deputy !== null && !isActing(deputy, now) };
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
