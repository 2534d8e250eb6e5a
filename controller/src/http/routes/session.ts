import { ChangePassword, Me, SessionInfo, SignIn } from '@loa/shared/api/session';
import { InvariantError } from '@loa/shared/errors';
import { Id } from '@loa/shared/ids';
import { z } from 'zod';
import { findAccount, setPassword } from '../../db/accounts.js';
import { writeAudit } from '../../db/audit.js';
import {
  deleteOtherSessions,
  deleteSession,
  deleteSessionById,
  listSessions,
  sessionOf,
} from '../../db/sessions.js';
import { empty, json, notFound } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { describeMe } from '../describe-me.js';
import { endOf, MOST_SESSIONS, openSession } from '../open-session.js';
import { weakPassword } from '../password-rules.js';
import { defineRoute, type Route, target } from '../route.js';
import { provePassword, provePasswordAgain } from '../sign-in.js';
import { tokenHash } from '../tokens.js';

export function createSessionRoutes(ports: ApiPorts): Route[] {
  return [
    signIn(ports),
    signOut(ports),
    me(ports),
    list(ports),
    end(ports),
    endOthers(ports),
    password(ports),
  ];
}

function signIn(ports: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/session',
    tag: 'session',
    summary: 'Sign in; the answer sets the session cookie, or asks for a code (`second_factor_needed`)',
    action: 'public.signIn',
    body: SignIn,
    response: { status: 201, schema: Me },
    target: () => target([], null),
    async handle({ body, client, sessionToken }) {
      const proof = await provePassword(ports, body, client);
      if (proof.kind === 'problem') return proof;
      const { account, method } = proof;
      return openSession(ports, { account, method, client, replaces: sessionToken });
    },
  });
}

function signOut({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'delete',
    path: '/session',
    tag: 'session',
    summary: 'Sign out',
    action: 'own.session',
    response: { status: 204 },
    target: () => target([], null),
    async handle({ actor, sessionToken }) {
      if (sessionToken !== null) {
        await db.transaction().execute(async (trx) => {
          await deleteSession(trx, tokenHash(sessionToken));
          await writeAudit(trx, {
            ...{ at: clock.now(), actor: actor.accountId, action: 'session.end', areaId: actor.areaId },
            subject: actor.accountId,
          });
        });
      }
      return { kind: 'empty', cookie: { token: null, expiresAt: 0 } };
    },
  });
}

function me({ db, clock, settings }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/session',
    tag: 'session',
    summary: 'Who is signed in, and until when',
    action: 'own.session',
    response: { status: 200, schema: Me },
    target: () => target([], null),
    async handle({ actor, sessionToken }) {
      const account = await findAccount(db, actor.accountId);
      if (!account) throw new InvariantError(`The signed-in account ${actor.accountId} is gone.`);
      const session = sessionToken === null ? null : await sessionOf(db, tokenHash(sessionToken));
      return json(
        await describeMe(db, account, {
          now: clock.now(),
          expiresAt: session && endOf(session, settings),
          limited: actor.limited ?? false,
        }),
      );
    },
  });
}

function list({ db, clock, settings }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/sessions',
    tag: 'session',
    summary: `Where one is signed in, the newest use first: ${MOST_SESSIONS} at most`,
    action: 'own.session',
    response: { status: 200, schema: z.object({ items: z.array(SessionInfo) }) },
    target: () => target([], null),
    async handle({ actor, sessionToken }) {
      const now = clock.now();
      const current = sessionToken === null ? null : tokenHash(sessionToken);
      const sessions = await listSessions(db, actor.accountId, {
        now,
        idleSince: now - settings.sessionIdleMs,
      });
      const items = sessions.map(({ hash, ...session }) => ({
        ...session,
        expiresAt: endOf(session, settings),
        current: hash === current,
      }));
      return json({ items });
    },
  });
}

function end({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'delete',
    path: '/sessions/{sessionId}',
    tag: 'session',
    summary: "End one of one's sign-ins",
    action: 'own.session',
    params: z.object({ sessionId: Id }),
    response: { status: 204 },
    target: () => target([], null),
    async handle({ actor, params }) {
      const ended = await db.transaction().execute(async (trx) => {
        if (!(await deleteSessionById(trx, actor.accountId, params.sessionId))) return false;
        await writeAudit(trx, {
          ...{ at: clock.now(), actor: actor.accountId, action: 'session.end', areaId: actor.areaId },
          ...{ subject: actor.accountId, detail: { sessionId: params.sessionId } },
        });
        return true;
      });
      return ended ? empty : notFound('phiên đăng nhập');
    },
  });
}

function endOthers({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/sessions/end-others',
    tag: 'session',
    summary: "End all of one's sign-ins but this one",
    action: 'own.session',
    response: { status: 200, schema: z.object({ ended: z.int() }) },
    target: () => target([], null),
    async handle({ actor, sessionToken }) {
      const ended = await db.transaction().execute(async (trx) => {
        const count = await deleteOtherSessions(trx, actor.accountId, hashOrNone(sessionToken));
        await writeAudit(trx, {
          ...{ at: clock.now(), actor: actor.accountId, action: 'session.endOthers', areaId: actor.areaId },
          ...{ subject: actor.accountId, detail: { ended: count } },
        });
        return count;
      });
      return json({ ended });
    },
  });
}

function password(ports: ApiPorts): Route {
  const { db, clock, passwords } = ports;
  return defineRoute({
    method: 'post',
    path: '/session/password',
    tag: 'session',
    summary: "Change one's password; every other sign-in ends",
    action: 'own.password',
    body: ChangePassword,
    response: { status: 204 },
    target: () => target([], null),
    async handle({ actor, body, client, sessionToken }) {
      const again = await provePasswordAgain(ports, { actor, sessionToken, password: body.current, client });
      if (again.kind === 'problem') return again;
      const { account, sessionHash } = again;
      const weak = weakPassword(body.next, [account.login, account.name]);
      if (weak) return weak;
      const passwordHash = await passwords.hash(body.next);
      await db.transaction().execute(async (trx) => {
        await setPassword(trx, account.id, passwordHash);
        await deleteOtherSessions(trx, account.id, sessionHash);
        await writeAudit(trx, {
          ...{ at: clock.now(), actor: account.id, action: 'account.password', areaId: account.areaId },
          subject: account.id,
        });
      });
      return empty;
    },
  });
}

/** No token hashes to this: every session goes. */
const hashOrNone = (token: string | null) => (token === null ? '' : tokenHash(token));
