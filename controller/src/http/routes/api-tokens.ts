import { listQuery, pageOf } from '@loa/shared/api/page';
import { ApiToken, IssuedApiToken, NewApiToken } from '@loa/shared/api/session';
import { Id, newId } from '@loa/shared/ids';
import { DAY } from '@loa/shared/instant';
import { z } from 'zod';
import { writeAudit } from '../../db/audit.js';
import { insertApiToken, listApiTokens, revokeApiToken } from '../../db/sessions.js';
import { empty, json, notFound } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { timedListAnswer } from '../list-answer.js';
import { defineRoute, type Route, target } from '../route.js';
import { PEOPLE_ONLY } from '../sign-in.js';
import { newToken, tokenHash } from '../tokens.js';

/** Tokens for programs; each acts for the account that made it. */
export function createApiTokenRoutes(ports: ApiPorts): Route[] {
  return [issue(ports), list(ports), revoke(ports)];
}

function issue({ db, clock, random }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/tokens',
    tag: 'session',
    summary: 'Issue an API token; it is shown this once, and ends by itself',
    action: 'own.token',
    body: NewApiToken,
    response: { status: 201, schema: IssuedApiToken },
    target: () => target([], null),
    async handle({ actor, body, sessionToken }) {
      // Else a stolen token would go on for ever by those that it makes.
      if (sessionToken === null) return PEOPLE_ONLY;
      const token = newToken(random);
      const now = clock.now();
      const record = {
        id: newId('token', random),
        label: body.label,
        createdAt: now,
        expiresAt: now + body.days * DAY,
        revokedAt: null,
      };
      await db.transaction().execute(async (trx) => {
        await insertApiToken(trx, { ...record, hash: tokenHash(token), accountId: actor.accountId });
        await writeAudit(trx, {
          at: record.createdAt,
          actor: actor.accountId,
          action: 'token.issue',
          areaId: actor.areaId,
          subject: record.id,
          detail: { label: body.label, days: body.days },
        });
      });
      return json({ ...record, token }, 201);
    },
  });
}

function list({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/tokens',
    tag: 'session',
    summary: "List one's API tokens, the newest first",
    action: 'own.token',
    query: z.strictObject(listQuery),
    response: { status: 200, schema: pageOf(ApiToken) },
    target: () => target([], null),
    handle: ({ actor, query }) =>
      timedListAnswer(
        query,
        (rows) => listApiTokens(db, actor.accountId, rows),
        ({ createdAt, id }) => ({ at: createdAt, id }),
      ),
  });
}

function revoke({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'delete',
    path: '/tokens/{tokenId}',
    tag: 'session',
    summary: "Revoke one of one's API tokens",
    action: 'own.token',
    params: z.object({ tokenId: Id }),
    response: { status: 204 },
    target: () => target([], null),
    async handle({ actor, params }) {
      const at = clock.now();
      const done = await db.transaction().execute(async (trx) => {
        if (!(await revokeApiToken(trx, actor.accountId, params.tokenId, at))) return false;
        await writeAudit(trx, {
          at,
          actor: actor.accountId,
          action: 'token.revoke',
          areaId: actor.areaId,
          subject: params.tokenId,
        });
        return true;
      });
      return done ? empty : notFound('mã truy cập');
    },
  });
}
