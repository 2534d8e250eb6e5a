import { SignInPolicy } from '@loa/shared/api/session';
import { topArea } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import { readSignInPolicy, writeSignInPolicy } from '../../db/second-factors.js';
import { json, notFound } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route, target } from '../route.js';

/** How strongly each role must prove itself, on this controller. */
export function createSignInPolicyRoutes(ports: ApiPorts): Route[] {
  return [read(ports), put(ports)];
}

function read({ db, settings }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/sign-in-policy',
    tag: 'accounts',
    summary: 'Which roles need a second factor',
    action: 'own.session',
    response: { status: 200, schema: SignInPolicy },
    target: () => target([], null),
    handle: async () => json(await readSignInPolicy(db, settings.secondFactorFor)),
  });
}

function put({ db, clock, settings }: ApiPorts): Route {
  return defineRoute({
    method: 'put',
    path: '/sign-in-policy',
    tag: 'accounts',
    summary: 'Set which roles need a second factor; for admins of the whole controller',
    action: 'account.write',
    body: SignInPolicy,
    response: { status: 200, schema: SignInPolicy },
    async target() {
      const top = await topArea(db);
      return top ? target([top.id], top) : notFound('địa bàn');
    },
    async handle({ actor, body, subject: top }) {
      const before = await readSignInPolicy(db, settings.secondFactorFor);
      const after: SignInPolicy = { secondFactorFor: [...new Set(body.secondFactorFor)] };
      await db.transaction().execute(async (trx) => {
        await writeSignInPolicy(trx, after);
        await writeAudit(trx, {
          ...{ at: clock.now(), actor: actor.accountId, action: 'signInPolicy.put', areaId: top.id },
          ...{ subject: top.id, detail: { before, after } },
        });
      });
      return json(after);
    },
  });
}
