import { DueReviews } from '@loa/shared/api/access-reviews';
import { AreaId } from '@loa/shared/ids';
import { z } from 'zod';
import { dueReviews, REVIEWED } from '../../db/access-reviews.js';
import { findArea } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import { empty, json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route, target } from '../route.js';

/** Who may approve and who may sign in, looked through once a year. */
export function createAccessReviewRoutes(ports: ApiPorts): Route[] {
  return [list(ports), say(ports)];
}

function list({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/access-reviews',
    tag: 'accounts',
    summary: 'Lists of approvers and of accounts that nobody looked through for twelve months',
    action: 'account.read',
    query: z.strictObject({ area: AreaId.optional() }),
    response: { status: 200, schema: DueReviews },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    handle: async ({ actor, query }) =>
      json({ items: await dueReviews(db, { root: query.area ?? actor.areaId, now: clock.now() }) }),
  });
}

function say({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/areas/{areaId}/access-review',
    tag: 'accounts',
    summary: 'Say that the accounts of a commune were looked through; the audit log keeps who said so',
    action: 'account.write',
    params: z.object({ areaId: AreaId }),
    response: { status: 204 },
    async target({ params }) {
      const area = await findArea(db, params.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    async handle({ actor, subject: area }) {
      if (area.level !== 'commune') return COMMUNES_ONLY;
      await writeAudit(db, {
        ...{ at: clock.now(), actor: actor.accountId, action: REVIEWED, areaId: area.id, subject: area.id },
      });
      return empty;
    },
  });
}

const COMMUNES_ONLY = problem(
  422,
  'wrong_level',
  'Việc xem lại tài khoản làm theo từng xã, phường. Hãy chọn xã rồi làm lại.',
);
