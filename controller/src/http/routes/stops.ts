import { listQuery, pageOf } from '@loa/shared/api/page';
import { LiftedStop, LONGEST_STOP_MINUTES, NewStop, Stop } from '@loa/shared/api/stops';
import { AreaId, Id, newId } from '@loa/shared/ids';
import { MINUTE } from '@loa/shared/instant';
import { z } from 'zod';
import { areaChain } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import { findBox } from '../../db/boxes.js';
import { activeStops, findStop, insertStop, liftStop } from '../../db/stops.js';
import { badFields, json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { timedListAnswer } from '../list-answer.js';
import { defineRoute, type Route, target } from '../route.js';
import { stillStopped } from '../still-stopped.js';

const LONGEST_STOP_MS = LONGEST_STOP_MINUTES * MINUTE;

export function createStopRoutes(ports: ApiPorts): Route[] {
  return [create(ports), list(ports), lift(ports)];
}

function create({ db, clock, random, changes, log }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/stops',
    tag: 'stops',
    summary:
      'Stop every loudspeaker below an area at once, until an instant, for some minutes or until lifted',
    action: 'stop.write',
    body: NewStop,
    response: { status: 201, schema: Stop },
    async target({ body }) {
      const areas = [body.areaId];
      for (const id of body.boxIds ?? []) {
        const box = await findBox(db, id);
        if (!box) return notFound('bộ thu');
        areas.push(box.areaId);
      }
      return target(areas, null);
    },
    async handle({ actor, body }) {
      const now = clock.now();
      const until = body.until ?? now + (body.forMinutes ?? LONGEST_STOP_MINUTES) * MINUTE;
      if (until <= now) return problem(422, 'past', 'Giờ mở lại loa đã qua. Hãy chọn giờ sau bây giờ.');
      if (until > now + LONGEST_STOP_MS) {
        return badFields([{ field: 'until', message: 'Chỉ dừng trước tối đa 7 ngày' }]);
      }
      const stop: Stop = {
        id: newId('override', random),
        areaId: body.areaId,
        boxIds: body.boxIds ?? null,
        createdAt: now,
        until,
        liftedAt: null,
        createdBy: actor.accountId,
      };
      await db.transaction().execute(async (trx) => {
        await insertStop(trx, stop);
        await writeAudit(trx, {
          at: now,
          actor: actor.accountId,
          action: 'stop.create',
          areaId: stop.areaId,
          subject: stop.id,
          detail: { until, boxIds: stop.boxIds },
        });
      });
      log.info({ stopId: stop.id, areaId: stop.areaId, until }, 'Loudspeakers are told to stop.');
      changes.notify({ kind: 'overrides', areaId: stop.areaId });
      return json(stop, 201);
    },
  });
}

function list({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/stops',
    tag: 'stops',
    summary: 'Stops in force that touch an area, newest first',
    action: 'stop.read',
    query: z.strictObject({ area: AreaId.optional(), ...listQuery }),
    response: { status: 200, schema: pageOf(Stop) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    async handle({ actor, query: { area, ...page } }) {
      const root = area ?? actor.areaId;
      const above = (await areaChain(db, root)).map(({ id }) => id);
      return timedListAnswer(
        page,
        (rows) => activeStops(db, { root, above, now: clock.now() }, rows),
        ({ createdAt, id }) => ({ at: createdAt, id }),
      );
    },
  });
}

function lift({ db, clock, changes, log }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/stops/{stopId}/lift',
    tag: 'stops',
    summary:
      'Lift a stop; what is planned sounds again where no other stop stands, and the answer names those',
    action: 'stop.write',
    params: z.object({ stopId: Id }),
    response: { status: 200, schema: LiftedStop },
    async target({ params }) {
      const stop = await findStop(db, params.stopId);
      return stop ? target([stop.areaId], stop) : notFound('lệnh dừng loa');
    },
    async handle({ actor, subject: stop }) {
      const now = clock.now();
      const lifted = await db.transaction().execute(async (trx) => {
        if (await liftStop(trx, stop.id, now)) {
          await writeAudit(trx, {
            at: now,
            actor: actor.accountId,
            action: 'stop.lift',
            areaId: stop.areaId,
            subject: stop.id,
          });
        }
        return findStop(trx, stop.id);
      });
      log.info({ stopId: stop.id, areaId: stop.areaId }, 'A stop is lifted.');
      changes.notify({ kind: 'overrides', areaId: stop.areaId });
      return json({ ...(lifted ?? stop), ...(await stillStopped(db, stop, now)) });
    },
  });
}
