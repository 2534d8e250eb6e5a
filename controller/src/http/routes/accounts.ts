import { Account, AccountPatch, CreatedAccount, NewAccount, OneTimeLink } from '@loa/shared/api/accounts';
import { listQuery, pageOf, searchQuery } from '@loa/shared/api/page';
import { Role } from '@loa/shared/api/role';
import { SessionInfo } from '@loa/shared/api/session';
import { AreaId, Id, newId } from '@loa/shared/ids';
import { z } from 'zod';
import {
  type AccountRecord,
  accountKey,
  disableAccount,
  endAccess,
  findAccount,
  findLogin,
  insertAccount,
  listAccounts,
  updateAccount,
} from '../../db/accounts.js';
import { defined } from '../../db/areas.js';
import { type NewAuditEntry, writeAudit } from '../../db/audit.js';
import type { Db } from '../../db/database.js';
import { makeLink } from '../../db/make-link.js';
import { removeFactors } from '../../db/second-factors.js';
import { listSessions } from '../../db/sessions.js';
import { deputyProblem, OWN_ACCOUNT, ownAccountProblem } from '../account-checks.js';
import { empty, json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import type { Actor } from '../authorise.js';
import { listAnswer } from '../list-answer.js';

import { endOf, MOST_SESSIONS } from '../open-session.js';
import { weakPassword } from '../password-rules.js';
import { defineRoute, type Route, target } from '../route.js';

export const AccountParams = z.object({ accountId: Id });

export function createAccountRoutes(ports: ApiPorts): Route[] {
  return [
    ...[create(ports), list(ports), read(ports), change(ports), disable(ports), enable(ports)],
    ...[link(ports), resetSecondFactor(ports), sessions(ports), endSessions(ports)],
  ];
}

export async function accountTarget(db: Db, accountId: string) {
  const account = await findAccount(db, accountId);
  return account ? target([account.areaId], account) : notFound('tài khoản');
}

function create(ports: ApiPorts): Route {
  const { db, clock, random, passwords } = ports;
  return defineRoute({
    method: 'post',
    path: '/accounts',
    tag: 'accounts',
    summary: 'Create an account; without a password the answer bears a link by which the person chooses one',
    action: 'account.write',
    body: NewAccount,
    response: { status: 201, schema: CreatedAccount },
    target: ({ body }) => target([body.areaId], null),
    async handle({ actor, body }) {
      const { password, personId = null, languages = ['vi'], deputy = null, ...fields } = body;
      const wrong =
        (password !== undefined && weakPassword(password, [body.login, body.name])) ||
        (await deputyProblem(db, { ...fields, deputy }));
      if (wrong) return wrong;
      const passwordHash = password === undefined ? null : await passwords.hash(password);
      const account: Account = {
        ...{ ...fields, personId, languages, deputy, invited: passwordHash === null },
        ...{ id: newId('account', random), createdAt: clock.now(), disabledAt: null },
      };
      const created = await db.transaction().execute(async (trx) => {
        if (await findLogin(trx, account.login)) return null;
        await insertAccount(trx, account, passwordHash);
        const { login, role } = account;
        await audit(trx, ports, actor, account, 'account.create', { login, role, deputy });
        if (passwordHash !== null) return { link: null };
        const invite = { accountId: account.id, kind: 'invite', createdBy: actor.accountId } as const;
        return { link: await makeLink(trx, ports, invite) };
      });
      return created ? json({ ...account, ...created }, 201) : loginTaken(account.login);
    },
  });
}

function list({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/accounts',
    tag: 'accounts',
    summary: 'List accounts at or below an area, by name',
    action: 'account.read',
    query: z.strictObject({
      area: AreaId.optional(),
      ...searchQuery,
      role: Role.optional(),
      state: z.enum(['active', 'disabled']).optional(),
      ...listQuery,
    }),
    response: { status: 200, schema: pageOf(Account) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    handle: ({ actor, query: { area, q, role, state, ...page } }) =>
      listAnswer(
        page,
        (rows) => listAccounts(db, { root: area ?? actor.areaId, q, role, state }, rows),
        accountKey,
      ),
  });
}

function read({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/accounts/{accountId}',
    tag: 'accounts',
    summary: 'One account',
    action: 'account.read',
    params: AccountParams,
    response: { status: 200, schema: Account },
    target: ({ params }) => accountTarget(db, params.accountId),
    handle: ({ subject }) => json(subject),
  });
}

function change(ports: ApiPorts): Route {
  const { db } = ports;
  return defineRoute({
    method: 'patch',
    path: '/accounts/{accountId}',
    tag: 'accounts',
    summary: 'Change name, role, area, languages, or when a deputy acts',
    action: 'account.write',
    params: AccountParams,
    body: AccountPatch,
    response: { status: 200, schema: Account },
    async target({ params, body }) {
      const found = await accountTarget(db, params.accountId);
      if (found.kind === 'problem') return found;
      // Where it is and where it goes: nobody gives away, or takes, what is not theirs.
      return target([...found.areas, ...(body.areaId ? [body.areaId] : [])], found.subject);
    },
    async handle({ actor, body, subject: account }) {
      const own = account.id === actor.accountId ? ownAccountProblem(body) : null;
      if (own) return own;
      const next: Account = { ...account, ...defined(body) };
      // Whom a deputy stands in for may have left since: that is no business of a name or a language.
      const asked = [body.role, body.areaId, body.deputy].some((field) => field !== undefined);
      const wrong = asked ? await deputyProblem(db, next) : null;
      if (wrong) return wrong;
      await db.transaction().execute(async (trx) => {
        await updateAccount(trx, next);
        await audit(trx, ports, actor, next, 'account.change', {
          before: shown(account),
          after: shown(next),
        });
      });
      return json(next);
    },
  });
}

function disable(ports: ApiPorts): Route {
  const { db, clock } = ports;
  return defineRoute({
    method: 'post',
    path: '/accounts/{accountId}/disable',
    tag: 'accounts',
    summary: 'Disable an account; its sessions and tokens end at once',
    action: 'account.write',
    params: AccountParams,
    response: { status: 200, schema: Account },
    target: ({ params }) => accountTarget(db, params.accountId),
    async handle({ actor, subject: account }) {
      if (account.id === actor.accountId) return OWN_ACCOUNT;
      if (account.disabledAt !== null) return json(account);
      const disabledAt = clock.now();
      await db.transaction().execute(async (trx) => {
        await disableAccount(trx, account.id, disabledAt);
        await audit(trx, ports, actor, account, 'account.disable');
      });
      return json({ ...account, disabledAt });
    },
  });
}

function enable(ports: ApiPorts): Route {
  const { db } = ports;
  return defineRoute({
    method: 'post',
    path: '/accounts/{accountId}/enable',
    tag: 'accounts',
    summary: 'Let a disabled account sign in again; old sessions and tokens stay ended',
    action: 'account.write',
    params: AccountParams,
    response: { status: 200, schema: Account },
    target: ({ params }) => accountTarget(db, params.accountId),
    async handle({ actor, subject: account }) {
      if (account.disabledAt === null) return json(account);
      await db.transaction().execute(async (trx) => {
        await disableAccount(trx, account.id, null);
        await audit(trx, ports, actor, account, 'account.enable');
      });
      return json({ ...account, disabledAt: null });
    },
  });
}

function link(ports: ApiPorts): Route {
  const { db } = ports;
  return defineRoute({
    method: 'post',
    path: '/accounts/{accountId}/link',
    tag: 'accounts',
    summary: 'A one-time link to choose a password: an invitation, or a reset; shown this once',
    action: 'account.write',
    params: AccountParams,
    response: { status: 201, schema: OneTimeLink },
    target: ({ params }) => accountTarget(db, params.accountId),
    async handle({ actor, subject: account }) {
      if (account.disabledAt !== null) return DISABLED;
      const kind = account.invited ? 'invite' : 'reset';
      const made = await db.transaction().execute(async (trx) => {
        await audit(trx, ports, actor, account, 'account.invite', { kind });
        return makeLink(trx, ports, { accountId: account.id, kind, createdBy: actor.accountId });
      });
      return json(made, 201);
    },
  });
}

function resetSecondFactor(ports: ApiPorts): Route {
  const { db, clock } = ports;
  return defineRoute({
    method: 'post',
    path: '/accounts/{accountId}/second-factor/reset',
    tag: 'accounts',
    summary: 'For a lost phone: takes authenticator app and passkeys away and ends every sign-in',
    action: 'account.write',
    params: AccountParams,
    response: { status: 204 },
    target: ({ params }) => accountTarget(db, params.accountId),
    async handle({ actor, subject: account }) {
      if (account.id === actor.accountId) return OWN_ACCOUNT;
      await db.transaction().execute(async (trx) => {
        const passkeys = await removeFactors(trx, account.id, clock.now());
        await endAccess(trx, account.id, clock.now());
        await audit(trx, ports, actor, account, 'secondFactor.reset', { passkeys });
      });
      return empty;
    },
  });
}

function sessions({ db, clock, settings }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/accounts/{accountId}/sessions',
    tag: 'accounts',
    summary: `Where an account is signed in, the newest use first: ${MOST_SESSIONS} at most`,
    action: 'account.read',
    params: AccountParams,
    response: { status: 200, schema: z.object({ items: z.array(SessionInfo) }) },
    target: ({ params }) => accountTarget(db, params.accountId),
    async handle({ subject: account }) {
      const now = clock.now();
      const found = await listSessions(db, account.id, { now, idleSince: now - settings.sessionIdleMs });
      const items = found.map(({ hash: _, ...session }) => ({
        ...session,
        expiresAt: endOf(session, settings),
        current: false,
      }));
      return json({ items });
    },
  });
}

function endSessions(ports: ApiPorts): Route {
  const { db, clock } = ports;
  return defineRoute({
    method: 'post',
    path: '/accounts/{accountId}/sessions/end',
    tag: 'accounts',
    summary: 'End every sign-in, API token and open link of an account; it may sign in again',
    action: 'account.write',
    params: AccountParams,
    response: { status: 204 },
    target: ({ params }) => accountTarget(db, params.accountId),
    async handle({ actor, subject: account }) {
      await db.transaction().execute(async (trx) => {
        await endAccess(trx, account.id, clock.now());
        await audit(trx, ports, actor, account, 'session.endAll');
      });
      return empty;
    },
  });
}

function audit(
  db: Db,
  { clock }: Pick<ApiPorts, 'clock'>,
  actor: Actor,
  account: AccountRecord,
  action: string,
  detail: NonNullable<NewAuditEntry['detail']> = {},
): Promise<void> {
  const subject = account.id;
  return writeAudit(db, {
    ...{ at: clock.now(), actor: actor.accountId, action, areaId: account.areaId, subject, detail },
  });
}

/** What a change of an account may touch. */
function shown({ name, role, areaId, personId, languages, deputy }: Account) {
  return { name, role, areaId, personId, languages, deputy };
}

function loginTaken(login: string) {
  return problem(409, 'login_taken', `Tên đăng nhập “${login}” đã có người dùng. Hãy chọn tên khác.`);
}

const DISABLED = problem(
  409,
  'account_disabled',
  'Tài khoản này đang khóa nên không gửi đường dẫn được. Hãy mở khóa trước.',
);
