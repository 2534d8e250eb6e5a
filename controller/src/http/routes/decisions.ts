import { Decide, PriorityDecision } from '@loa/shared/api/conflicts';
import { listQuery, pageOf } from '@loa/shared/api/page';
import { AreaId, Id } from '@loa/shared/ids';
import { z } from 'zod';
import { writeAudit } from '../../db/audit.js';
import type { Db } from '../../db/database.js';
import { decide, decisionKey, findDecision, listDecisions } from '../../db/decisions.js';
import { findSchedule } from '../../db/schedules.js';
import { boxesOfSchedules, notifyPlans } from '../affected-boxes.js';
import { json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { withSides } from '../decision-sides.js';
import { behindIn, listAnswer } from '../list-answer.js';
import { defineRoute, type Route, target } from '../route.js';
import { touchedAreas } from '../schedule-places.js';

export function createDecisionRoutes(ports: ApiPorts): Route[] {
  return [list(ports), choose(ports)];
}

function list({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/priority-decisions',
    tag: 'schedules',
    summary:
      'Pairs of priority schedules that meet at or below an area; those that wait for a person come first',
    action: 'decision.read',
    query: z.strictObject({ area: AreaId.optional(), ...listQuery }),
    response: { status: 200, schema: pageOf(PriorityDecision) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    handle: ({ actor, query: { area, ...page } }) =>
      listAnswer(
        page,
        async (rows) => {
          const all = await listDecisions(db, area ?? actor.areaId);
          return withSides(db, behindIn(all, rows, decisionKey));
        },
        decisionKey,
      ),
  });
}

function choose({ db, clock, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/priority-decisions/{decisionId}/decide',
    tag: 'schedules',
    summary: 'Say which of two priority schedules goes first where they meet; it may be said again',
    action: 'decision.write',
    params: z.object({ decisionId: Id }),
    body: Decide,
    response: { status: 200, schema: PriorityDecision },
    async target({ params }) {
      const decision = await findDecision(db, params.decisionId);
      if (!decision) return notFound('hai lịch ưu tiên này');
      const schedules = await schedulesOf(db, decision);
      const areas = new Set([decision.areaId]);
      for (const schedule of schedules)
        for (const id of (await touchedAreas(db, schedule)) ?? []) areas.add(id);
      return target([...areas], { decision, schedules });
    },
    async handle({ actor, body, subject: { decision, schedules } }) {
      if (!decision.scheduleIds.includes(body.winner)) {
        return problem(
          422,
          'not_one_of_the_two',
          'Lịch được chọn không phải là một trong hai lịch trùng giờ. Hãy chọn lại.',
        );
      }
      const at = clock.now();
      await db.transaction().execute(async (trx) => {
        await decide(trx, { id: decision.id, winner: body.winner, by: actor.accountId, at });
        await writeAudit(trx, {
          at,
          actor: actor.accountId,
          action: 'decision.decide',
          areaId: decision.areaId,
          subject: decision.id,
          detail: {
            winner: body.winner,
            scheduleIds: decision.scheduleIds,
            ...(body.reason === undefined ? {} : { reason: body.reason }),
          },
        });
      });
      notifyPlans(changes, await boxesOfSchedules(db, schedules));
      return json((await findDecision(db, decision.id)) ?? decision);
    },
  });
}

async function schedulesOf(db: Db, { scheduleIds }: PriorityDecision) {
  const found = await Promise.all(scheduleIds.map((id) => findSchedule(db, id)));
  return found.filter((schedule) => schedule !== null);
}
