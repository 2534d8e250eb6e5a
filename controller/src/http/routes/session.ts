import { Me, SignIn } from '@loa/shared/api/session';
import { InvariantError } from '@loa/shared/errors';
import { rateLimit } from 'express-rate-limit';
import { findAccount, findLogin } from '../../db/accounts.js';
import { findArea } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import type { Db } from '../../db/database.js';
import { deleteExpiredSessions, deleteSession, insertSession } from '../../db/sessions.js';
import { json, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route, target } from '../route.js';
import { sendProblem } from '../send-answer.js';
import { newToken, tokenHash } from '../tokens.js';

const SIGN_IN_WINDOW_MS = 15 * 60_000;

export function createSessionRoutes(ports: ApiPorts): Route[] {
  return [signIn(ports), signOut(ports), me(ports)];
}

function signIn({ db, clock, random, passwords, settings }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/session',
    tag: 'session',
    summary: 'Sign in; the answer sets the session cookie',
    action: 'public.signIn',
    body: SignIn,
    response: { status: 201, schema: Me },
    guard: failedSignIns(settings.signInAttempts),
    target: () => target([], null),
    async handle({ body }) {
      const found = await findLogin(db, body.login.toLowerCase());
      const right = await passwords.matches(body.password, found?.passwordHash ?? null);
      if (!found || !right || found.account.disabledAt !== null) {
        return problem(
          401,
          'wrong_login',
          'Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra rồi nhập lại.',
        );
      }
      const { account } = found;
      const token = newToken(random);
      const createdAt = clock.now();
      const expiresAt = createdAt + settings.sessionLifeMs;
      await db.transaction().execute(async (trx) => {
        await deleteExpiredSessions(trx, createdAt);
        await insertSession(trx, { hash: tokenHash(token), accountId: account.id, createdAt, expiresAt });
        await writeAudit(trx, {
          at: createdAt,
          actor: account.id,
          action: 'session.create',
          areaId: account.areaId,
          subject: account.id,
        });
      });
      return { ...json(await describe(db, account.id), 201), cookie: { token, expiresAt } };
    },
  });
}

function signOut({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'delete',
    path: '/session',
    tag: 'session',
    summary: 'Sign out',
    action: 'own.session',
    response: { status: 204 },
    target: () => target([], null),
    async handle({ sessionToken }) {
      if (sessionToken !== null) await deleteSession(db, tokenHash(sessionToken));
      return { kind: 'empty', cookie: { token: null, expiresAt: 0 } };
    },
  });
}

function me({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/session',
    tag: 'session',
    summary: 'Who is signed in',
    action: 'own.session',
    response: { status: 200, schema: Me },
    target: () => target([], null),
    handle: async ({ actor }) => json(await describe(db, actor.accountId)),
  });
}

async function describe(db: Db, accountId: string): Promise<Me> {
  const account = await findAccount(db, accountId);
  const area = account && (await findArea(db, account.areaId));
  if (!account || !area) throw new InvariantError(`The signed-in account ${accountId} is gone.`);
  const { login, name, role, areaId, personId } = account;
  return { accountId, login, name, role, areaId, areaName: area.name, personId };
}

/** Slows guessing: only failures count. */
function failedSignIns(limit: number) {
  return rateLimit({
    windowMs: SIGN_IN_WINDOW_MS,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skipSuccessfulRequests: true,
    handler: (_request, response) => {
      sendProblem(
        response,
        problem(429, 'too_many_attempts', 'Nhập sai quá nhiều lần. Hãy chờ 15 phút rồi thử lại.'),
      );
    },
  });
}
