import { listQuery, pageOf } from '@loa/shared/api/page';
import { NewSuspension, Suspension } from '@loa/shared/api/suspensions';
import { AreaId, Id, newId } from '@loa/shared/ids';
import { CivilDate } from '@loa/shared/instant';
import { z } from 'zod';
import { writeAudit } from '../../db/audit.js';
import { boxIdsAt } from '../../db/boxes.js';
import type { Db } from '../../db/database.js';
import { cancelSuspension, findSuspension, insertSuspension, listSuspensions } from '../../db/suspensions.js';
import { notifyPlans } from '../affected-boxes.js';
import { json, notFound } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { listAnswer } from '../list-answer.js';
import { defineRoute, type Route, target } from '../route.js';
import { suspendedBefore } from '../suspension-again.js';

export function createSuspensionRoutes(ports: ApiPorts): Route[] {
  return [create(ports), list(ports), cancel(ports)];
}

function create({ db, clock, random, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/suspensions',
    tag: 'suspensions',
    summary: 'Silence music, columns or everything in areas for some days; emergencies and live speech go on',
    action: 'suspension.write',
    body: NewSuspension,
    response: { status: 201, schema: Suspension },
    target: ({ body }) => target(body.areaIds, null),
    async handle({ actor, body }) {
      const now = clock.now();
      const suspension: Suspension = {
        ...body,
        id: body.id ?? newId('suspension', random),
        createdBy: actor.accountId,
        createdAt: now,
        cancelledAt: null,
      };
      const before = await db.transaction().execute(async (trx) => {
        const twin = await suspendedBefore(trx, body, suspension);
        if (twin) return twin;
        await insertSuspension(trx, suspension);
        await auditEach(trx, suspension, { at: now, actor: actor.accountId, action: 'suspension.create' });
        return null;
      });
      if (before) return before.kind === 'saved' ? json(before.saved, 201) : before;
      notifyPlans(changes, await boxesOf(db, suspension));
      return json(suspension, 201);
    },
  });
}

function list({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/suspensions',
    tag: 'suspensions',
    summary: 'List the suspensions that touch an area, from above or below, newest first',
    action: 'suspension.read',
    query: z.strictObject({
      area: AreaId.optional(),
      id: Id.optional(),
      /** In force on one of these days. */
      from: CivilDate.optional(),
      until: CivilDate.optional(),
      cancelled: z.enum(['true', 'false']).default('true'),
      ...listQuery,
    }),
    response: { status: 200, schema: pageOf(Suspension) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    handle: ({ actor, query: { area, id, from, until, cancelled, ...page } }) =>
      listAnswer(
        page,
        (rows) => {
          const filter = { root: area ?? actor.areaId, id, from, until, cancelled: cancelled === 'true' };
          return listSuspensions(db, filter, rows);
        },
        (suspension) => ({ key: suspension.from, id: suspension.id }),
      ),
  });
}

function cancel({ db, clock, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/suspensions/{suspensionId}/cancel',
    tag: 'suspensions',
    summary: 'End a suspension: what is still to come sounds as scheduled',
    action: 'suspension.write',
    params: z.object({ suspensionId: Id }),
    response: { status: 200, schema: Suspension },
    async target({ params }) {
      const suspension = await findSuspension(db, params.suspensionId);
      return suspension ? target(suspension.areaIds, suspension) : notFound('đợt tạm dừng này');
    },
    async handle({ actor, subject: suspension }) {
      const now = clock.now();
      const cancelled = await db.transaction().execute(async (trx) => {
        if (await cancelSuspension(trx, suspension.id, now))
          await auditEach(trx, suspension, { at: now, actor: actor.accountId, action: 'suspension.cancel' });
        return findSuspension(trx, suspension.id);
      });
      notifyPlans(changes, await boxesOf(db, suspension));
      return json(cancelled ?? suspension);
    },
  });
}

function boxesOf(db: Db, { areaIds }: Suspension): Promise<string[]> {
  return boxIdsAt(db, { areaIds, clusterIds: [] });
}

/** One line for each area it touches, so that each area's people find it in theirs. */
async function auditEach(
  db: Db,
  { id, name, areaIds, from, until, music, columns, everything }: Suspension,
  entry: { at: number; actor: string; action: string },
): Promise<void> {
  for (const areaId of areaIds) {
    const detail = { name, from, until, music, columns, everything };
    await writeAudit(db, { ...entry, areaId, subject: id, detail });
  }
}
