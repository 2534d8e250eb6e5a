import { SavedSchedule, SchedulePatch } from '@loa/shared/api/schedules';
import { Id } from '@loa/shared/ids';
import { z } from 'zod';
import { writeAudit } from '../../db/audit.js';
import { updateSchedule } from '../../db/schedules.js';
import { boxesOfSchedules, notifyPlans } from '../affected-boxes.js';
import { json, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route } from '../route.js';
import { changedSchedule, changedScheduleTarget } from '../schedule-drafts.js';
import { judgeSchedule } from '../schedule-judgement.js';
import { askPeople, refusalOf, warningsOf } from '../schedule-saving.js';

export function createScheduleChangeRoutes(ports: ApiPorts): Route[] {
  return [change(ports)];
}

function change(ports: ApiPorts): Route {
  const { db, clock, changes } = ports;
  return defineRoute({
    method: 'patch',
    path: '/schedules/{scheduleId}',
    tag: 'schedules',
    summary:
      'Change when, where and how a schedule sounds; a time that keeps its id is moved, never played twice',
    action: 'schedule.write',
    params: z.object({ scheduleId: Id }),
    body: SchedulePatch,
    response: { status: 200, schema: SavedSchedule },
    target: ({ params, body }) => changedScheduleTarget(db, params.scheduleId, body),
    version: ({ updatedAt }) => updatedAt,
    async handle({ actor, body, subject: schedule }) {
      if (schedule.state === 'cancelled') {
        return problem(
          409,
          'cancelled',
          `Lịch “${schedule.name}” đã hủy nên không sửa được. Hãy lập lịch mới.`,
        );
      }
      const next = changedSchedule(ports, schedule, body);
      const now = clock.now();
      const judged = await judgeSchedule(db, { before: schedule, after: next }, now);
      const refused = refusalOf(judged, body.onOverlap);
      if (refused) return refused;
      const saved = await db.transaction().execute(async (trx) => {
        if (!(await updateSchedule(trx, next, schedule.updatedAt))) return false;
        await askPeople(trx, next, judged, now);
        await writeAudit(trx, {
          at: now,
          actor: actor.accountId,
          action: 'schedule.change',
          areaId: schedule.areaId,
          subject: schedule.id,
          detail: { ...body, before: beforeOf(schedule, body) },
        });
        return true;
      });
      if (!saved) return CHANGED_MEANWHILE;
      notifyPlans(changes, await boxesOfSchedules(db, [schedule, next]));
      return json({ schedule: next, warnings: warningsOf(judged), conflicts: judged.conflicts });
    },
  });
}

/** What the fields that were changed said before. */
function beforeOf(schedule: Record<string, unknown>, patch: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(patch).flatMap((key) => (key in schedule ? [[key, schedule[key]]] : [])),
  );
}

const CHANGED_MEANWHILE = problem(
  409,
  'changed_meanwhile',
  'Người khác vừa sửa hoặc hủy lịch này. Hãy tải lại trang rồi làm lại.',
);
