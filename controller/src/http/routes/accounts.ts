import { Account, NewAccount } from '@loa/shared/api/accounts';
import { AreaId, Id, newId } from '@loa/shared/ids';
import { z } from 'zod';
import { disableAccount, findAccount, findLogin, insertAccount, listAccounts } from '../../db/accounts.js';
import { writeAudit } from '../../db/audit.js';
import { json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route, target } from '../route.js';

export function createAccountRoutes(ports: ApiPorts): Route[] {
  return [create(ports), list(ports), disable(ports)];
}

function create({ db, clock, random, passwords }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/accounts',
    tag: 'accounts',
    summary: 'Create an account',
    action: 'account.write',
    body: NewAccount,
    response: { status: 201, schema: Account },
    target: ({ body }) => target([body.areaId], null),
    async handle({ actor, body }) {
      const { password, personId = null, ...fields } = body;
      const passwordHash = await passwords.hash(password);
      const account: Account = {
        ...fields,
        personId,
        id: newId('account', random),
        createdAt: clock.now(),
        disabledAt: null,
      };
      const created = await db.transaction().execute(async (trx) => {
        if (await findLogin(trx, account.login)) return false;
        await insertAccount(trx, account, passwordHash);
        await writeAudit(trx, {
          at: account.createdAt,
          actor: actor.accountId,
          action: 'account.create',
          areaId: account.areaId,
          subject: account.id,
          detail: { login: account.login, role: account.role },
        });
        return true;
      });
      return created
        ? json(account, 201)
        : problem(
            409,
            'login_taken',
            `Tên đăng nhập “${account.login}” đã có người dùng. Hãy chọn tên khác.`,
          );
    },
  });
}

function list({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/accounts',
    tag: 'accounts',
    summary: 'List accounts at or below an area',
    action: 'account.read',
    query: z.strictObject({ area: AreaId.optional() }),
    response: { status: 200, schema: z.object({ items: z.array(Account) }) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    handle: async ({ actor, query }) => json({ items: await listAccounts(db, query.area ?? actor.areaId) }),
  });
}

function disable({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/accounts/{accountId}/disable',
    tag: 'accounts',
    summary: 'Disable an account; its sessions and tokens end at once',
    action: 'account.write',
    params: z.object({ accountId: Id }),
    response: { status: 200, schema: Account },
    async target({ params }) {
      const account = await findAccount(db, params.accountId);
      return account ? target([account.areaId], account) : notFound('tài khoản');
    },
    async handle({ actor, subject: account }) {
      if (account.id === actor.accountId) {
        return problem(
          409,
          'own_account',
          'Không thể khóa chính tài khoản đang dùng. Hãy nhờ người quản trị khác.',
        );
      }
      if (account.disabledAt !== null) return json(account);
      const disabledAt = clock.now();
      await db.transaction().execute(async (trx) => {
        await disableAccount(trx, account.id, disabledAt);
        await writeAudit(trx, {
          at: disabledAt,
          actor: actor.accountId,
          action: 'account.disable',
          areaId: account.areaId,
          subject: account.id,
        });
      });
      return json({ ...account, disabledAt });
    },
  });
}
