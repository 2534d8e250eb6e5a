import { BoxPlan } from '@loa/shared/api/box-plan';
import { Box, IssuedCode, NewBox } from '@loa/shared/api/boxes';
import { listQuery, pageOf, searchQuery } from '@loa/shared/api/page';
import { AreaId, BoxId, Id, newId } from '@loa/shared/ids';
import { z } from 'zod';
import { writeAudit } from '../../db/audit.js';
import { type BoxRecord, boxKey, boxPage, findBox, insertBox, revokeBox } from '../../db/boxes.js';
import { findCluster } from '../../db/clusters.js';
import type { Db } from '../../db/database.js';
import { planOfBox } from '../../db/plan-view.js';
import { json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { boxCondition } from '../box-condition.js';
import { issueCode, NO_CODE, serverOfBoxes } from '../enrolment-codes.js';
import { listAnswer } from '../list-answer.js';
import { defineRoute, type Route, target } from '../route.js';

const BoxParams = z.object({ boxId: BoxId });

export function createBoxRoutes(ports: ApiPorts): Route[] {
  return [create(ports), list(ports), read(ports), newCode(ports), revoke(ports), plan(ports)];
}

/** A box as people see it. */
export function describeBox(box: BoxRecord, now: number): Box {
  const { keyId: _, ...rest } = box;
  return { ...rest, condition: boxCondition(box, now) };
}

export async function boxTarget(db: Db, boxId: string) {
  const box = await findBox(db, boxId);
  return box ? target([box.areaId], box) : notFound('bộ thu');
}

function create({ db, clock, random, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/boxes',
    tag: 'boxes',
    summary: 'Create a box in a cluster; it is then enrolled with a code',
    action: 'box.write',
    body: NewBox,
    response: { status: 201, schema: Box },
    async target({ body }) {
      const cluster = await findCluster(db, body.clusterId);
      return cluster ? target([cluster.areaId], cluster) : notFound('cụm loa');
    },
    async handle({ actor, body, subject: cluster }) {
      const id = newId('box', random);
      const createdAt = clock.now();
      const box = await db.transaction().execute(async (trx) => {
        await insertBox(trx, { ...body, id, createdAt });
        await writeAudit(trx, {
          at: createdAt,
          actor: actor.accountId,
          action: 'box.create',
          areaId: cluster.areaId,
          subject: id,
          detail: { name: body.name },
        });
        return findBox(trx, id);
      });
      if (!box) return notFound('bộ thu');
      changes.notify({ kind: 'plans', boxIds: [id] });
      changes.notify({ kind: 'status', boxId: id });
      return json(describeBox(box, createdAt), 201);
    },
  });
}

function list({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/boxes',
    tag: 'boxes',
    summary: 'List the boxes at or below an area by village, cluster and name',
    action: 'box.read',
    query: z.strictObject({
      area: AreaId.optional(),
      cluster: Id.optional(),
      /** These alone, separated by commas: for the names of what a page tells of. */
      id: z
        .string()
        .max(100 * 65)
        .transform((text) => text.split(','))
        .pipe(z.array(BoxId).max(100))
        .optional(),
      ...searchQuery,
      ...listQuery,
    }),
    response: { status: 200, schema: pageOf(Box) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    handle({ actor, query: { area, q, cluster: clusterId, id: ids, ...page } }) {
      const now = clock.now();
      const filter = { root: area ?? actor.areaId, q, clusterId, ids };
      return listAnswer(
        page,
        async (rows) => (await boxPage(db, filter, rows)).map((box) => describeBox(box, now)),
        boxKey,
      );
    },
  });
}

function read({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/boxes/{boxId}',
    tag: 'boxes',
    summary: 'One box',
    action: 'box.read',
    params: BoxParams,
    response: { status: 200, schema: Box },
    target: ({ params }) => boxTarget(db, params.boxId),
    handle: ({ subject }) => json(describeBox(subject, clock.now())),
  });
}

function newCode({ db, clock, random, settings }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/boxes/{boxId}/enrolment-code',
    tag: 'boxes',
    summary: 'Issue a one-time enrolment code; an unused one before it ends',
    action: 'box.write',
    params: BoxParams,
    response: { status: 201, schema: IssuedCode },
    target: ({ params }) => boxTarget(db, params.boxId),
    async handle({ actor, subject: box }) {
      if (box.state === 'revoked') {
        return problem(409, 'box_revoked', `Bộ thu “${box.name}” đã ngừng dùng. Hãy tạo bộ thu mới.`);
      }
      const at = clock.now();
      const expiresAt = at + settings.codeLifeMs;
      const asked = { boxId: box.id, areaId: box.areaId, actor: actor.accountId, at, expiresAt, random };
      const code = await db.transaction().execute((trx) => issueCode(trx, asked));
      return code === null ? NO_CODE : json({ code, expiresAt, server: serverOfBoxes(settings) }, 201);
    },
  });
}

function revoke({ db, clock, changes, disconnectBox }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/boxes/{boxId}/revoke',
    tag: 'boxes',
    summary: 'End the access of a box for good',
    action: 'box.write',
    params: BoxParams,
    response: { status: 200, schema: Box },
    target: ({ params }) => boxTarget(db, params.boxId),
    async handle({ actor, subject: box }) {
      const at = clock.now();
      if (box.state === 'revoked') return json(describeBox(box, at));
      const revoked = await db.transaction().execute(async (trx) => {
        if (await revokeBox(trx, box.id, at)) {
          await writeAudit(trx, {
            at,
            actor: actor.accountId,
            action: 'box.revoke',
            areaId: box.areaId,
            subject: box.id,
          });
        }
        return findBox(trx, box.id);
      });
      disconnectBox(box.id);
      changes.notify({ kind: 'plans', boxIds: [box.id] });
      changes.notify({ kind: 'status', boxId: box.id });
      return json(describeBox(revoked ?? box, at));
    },
  });
}

function plan({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/boxes/{boxId}/plan',
    tag: 'boxes',
    summary: 'The newest plan published to a box',
    action: 'box.plan',
    params: BoxParams,
    response: { status: 200, schema: BoxPlan },
    target: ({ params }) => boxTarget(db, params.boxId),
    async handle({ subject: box }) {
      const found = await planOfBox(db, box.id);
      if (!found) return notFound(`lịch đã gửi cho bộ thu “${box.name}”`);
      const { revision, issuedAt, coversUntil } = found;
      return json({ boxId: box.id, revision, issuedAt, coversUntil, plan: found });
    },
  });
}
