import { ApprovalRule, PutApprovalRule } from '@loa/shared/api/accounts';
import { AreaId } from '@loa/shared/ids';
import { z } from 'zod';
import { authorMayApprove, setAuthorMayApprove } from '../../db/approval-rules.js';
import { findArea } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import type { Db } from '../../db/database.js';
import { json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route, target } from '../route.js';

const AreaParams = z.object({ areaId: AreaId });

/** Two pairs of eyes, unless a very small commune says that it has only one. */
export function createApprovalRuleRoutes(ports: ApiPorts): Route[] {
  return [read(ports), put(ports)];
}

function read({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/areas/{areaId}/approval-rule',
    tag: 'accounts',
    summary: 'Whether whoever wrote a bulletin of this commune may also approve it',
    action: 'area.read',
    params: AreaParams,
    response: { status: 200, schema: ApprovalRule },
    target: ({ params }) => communeTarget(db, params.areaId),
    handle: async ({ subject }) => json({ authorMayApprove: await authorMayApprove(db, subject.id) }),
  });
}

function put({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'put',
    path: '/areas/{areaId}/approval-rule',
    tag: 'accounts',
    summary: 'Let authors approve their own bulletins in a very small commune, or no longer; with the reason',
    action: 'account.write',
    params: AreaParams,
    body: PutApprovalRule,
    response: { status: 200, schema: ApprovalRule },
    target: ({ params }) => communeTarget(db, params.areaId),
    async handle({ actor, body, subject: area }) {
      if (area.level !== 'commune') return COMMUNES_ONLY;
      const { authorMayApprove: after, reason } = body;
      await db.transaction().execute(async (trx) => {
        const before = await authorMayApprove(trx, area.id);
        await setAuthorMayApprove(trx, area.id, after);
        await writeAudit(trx, {
          ...{ at: clock.now(), actor: actor.accountId, action: 'approvalRule.put', areaId: area.id },
          ...{ subject: area.id, detail: { before, after, reason } },
        });
      });
      return json({ authorMayApprove: after });
    },
  });
}

async function communeTarget(db: Db, areaId: string) {
  const area = await findArea(db, areaId);
  return area ? target([area.id], area) : notFound('địa bàn');
}

const COMMUNES_ONLY = problem(
  422,
  'wrong_level',
  'Quy định này đặt cho cả xã, phường. Hãy chọn xã rồi đặt lại.',
);
