import { pageOf, pageQuery } from '@loa/shared/api/page';
import { NewSchedule, SavedSchedule, Schedule, ScheduleState } from '@loa/shared/api/schedules';
import { AreaId, Id } from '@loa/shared/ids';
import { z } from 'zod';
import { writeAudit } from '../../db/audit.js';
import { boxIdsAt } from '../../db/boxes.js';
import type { Db } from '../../db/database.js';
import { cancelSchedule, findSchedule, insertSchedule, listSchedules } from '../../db/schedules.js';
import { json, notFound } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { timedListAnswer } from '../list-answer.js';
import { defineRoute, type Route, target } from '../route.js';
import { savedBefore } from '../schedule-again.js';
import { draftSchedule, newScheduleTarget } from '../schedule-drafts.js';
import { judgeSchedule, type ScheduleJudgement } from '../schedule-judgement.js';
import { touchedAreas } from '../schedule-places.js';
import { askPeople, refusalOf, warningsOf } from '../schedule-saving.js';
import type { SentBefore } from '../sent-before.js';

const ScheduleParams = z.object({ scheduleId: Id });

export function createScheduleRoutes(ports: ApiPorts): Route[] {
  return [create(ports), list(ports), read(ports), cancel(ports)];
}

function create(ports: ApiPorts): Route {
  const { db, clock, changes } = ports;
  return defineRoute({
    method: 'post',
    path: '/schedules',
    tag: 'schedules',
    summary: 'Schedule a bulletin or a programme: by rules of days, once, or now',
    action: 'schedule.write',
    body: NewSchedule,
    response: { status: 201, schema: SavedSchedule },
    target: ({ actor, body }) => newScheduleTarget(db, body, actor),
    async handle({ actor, body, subject: played }) {
      const now = clock.now();
      const schedule = draftSchedule(ports, body, { played, by: actor.accountId });
      const before = await savedBefore(db, body, schedule);
      if (before) return sentAgain(db, before, now);
      const judged = await judgeSchedule(db, { before: null, after: schedule }, now);
      const refused = refusalOf(judged, body.onOverlap);
      if (refused) return refused;
      const { bulletinId, programmeId, areaIds, clusterIds, timetable } = schedule;
      const meanwhile = await db.transaction().execute(async (trx) => {
        // Two sendings may be under way at once.
        const twin = await savedBefore(trx, body, schedule);
        if (twin) return twin;
        await insertSchedule(trx, schedule);
        await askPeople(trx, schedule, judged, now);
        await writeAudit(trx, {
          at: now,
          actor: actor.accountId,
          action: 'schedule.create',
          areaId: schedule.areaId,
          subject: schedule.id,
          detail: { bulletinId, programmeId, areaIds, clusterIds, timetable },
        });
        return null;
      });
      if (meanwhile) return sentAgain(db, meanwhile, now);
      changes.notify({ kind: 'plans', boxIds: judged.boxIds });
      return json(savedOf(schedule, judged), 201);
    },
  });
}

/** Answered as the first time, as far as it is still true. */
async function sentAgain(db: Db, before: SentBefore<Schedule>, now: number) {
  if (before.kind === 'problem') return before;
  const { saved: schedule } = before;
  return json(savedOf(schedule, await judgeSchedule(db, { before: null, after: schedule }, now)), 201);
}

function savedOf(schedule: Schedule, judged: ScheduleJudgement): z.infer<typeof SavedSchedule> {
  return { schedule, warnings: warningsOf(judged), conflicts: judged.conflicts };
}

function list({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/schedules',
    tag: 'schedules',
    summary: 'List the schedules of what belongs at or below an area, newest first',
    action: 'schedule.read',
    query: z.strictObject({ area: AreaId.optional(), state: ScheduleState.optional(), ...pageQuery }),
    response: { status: 200, schema: pageOf(Schedule) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    handle: ({ actor, query: { area, state, ...page } }) =>
      timedListAnswer(
        page,
        (rows) => listSchedules(db, { root: area ?? actor.areaId, state }, rows),
        ({ createdAt, id }) => ({ at: createdAt, id }),
      ),
  });
}

function read({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/schedules/{scheduleId}',
    tag: 'schedules',
    summary: 'One schedule',
    action: 'schedule.read',
    params: ScheduleParams,
    response: { status: 200, schema: Schedule },
    target: ({ params }) => scheduleTarget(db, params.scheduleId),
    handle: ({ subject }) => json(subject),
  });
}

function cancel({ db, clock, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/schedules/{scheduleId}/cancel',
    tag: 'schedules',
    summary: 'Cancel a schedule: what has not begun does not sound; what sounds is cut',
    action: 'schedule.write',
    params: ScheduleParams,
    response: { status: 200, schema: Schedule },
    target: ({ params }) => scheduleTarget(db, params.scheduleId),
    async handle({ actor, subject: schedule }) {
      const now = clock.now();
      const cancelled = await db.transaction().execute(async (trx) => {
        if (await cancelSchedule(trx, schedule.id, actor.accountId, now)) {
          await writeAudit(trx, {
            at: now,
            actor: actor.accountId,
            action: 'schedule.cancel',
            areaId: schedule.areaId,
            subject: schedule.id,
          });
        }
        return findSchedule(trx, schedule.id);
      });
      changes.notify({ kind: 'plans', boxIds: await boxIdsAt(db, schedule) });
      return json(cancelled ?? schedule);
    },
  });
}

async function scheduleTarget(db: Db, id: string) {
  const schedule = await findSchedule(db, id);
  if (!schedule) return notFound('lịch phát');
  return target((await touchedAreas(db, schedule)) ?? [], schedule);
}
