import type { Bulletin } from '@loa/shared/api/bulletins';
import { pageOf, pageQuery } from '@loa/shared/api/page';
import {
  NewSchedule,
  SavedSchedule,
  Schedule,
  SchedulePreview,
  ScheduleState,
} from '@loa/shared/api/schedules';
import { AreaId, Id, newId } from '@loa/shared/ids';
import { z } from 'zod';
import { writeAudit } from '../../db/audit.js';
import { boxIdsAt } from '../../db/boxes.js';
import { findBulletin } from '../../db/bulletins.js';
import type { Db } from '../../db/database.js';
import { cancelSchedule, findSchedule, insertSchedule, listSchedules } from '../../db/schedules.js';
import { json, notFound, type ProblemAnswer, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { pageFrom, readCursor } from '../cursor.js';
import { defineRoute, type Route, type Target, target } from '../route.js';
import { judgeSchedule, toTimetable } from '../schedule-judgement.js';
import { touchedAreas } from '../schedule-places.js';

const ScheduleParams = z.object({ scheduleId: Id });

export function createScheduleRoutes(ports: ApiPorts): Route[] {
  return [create(ports), preview(ports), list(ports), read(ports), cancel(ports)];
}

function create(ports: ApiPorts): Route {
  const { db, clock, random, changes, settings } = ports;
  return defineRoute({
    method: 'post',
    path: '/schedules',
    tag: 'schedules',
    summary: 'Schedule a bulletin: now, once, or again and again',
    action: 'schedule.write',
    body: NewSchedule,
    response: { status: 201, schema: SavedSchedule },
    target: ({ body }) => newScheduleTarget(db, body),
    async handle({ actor, body, subject: bulletin }) {
      const now = clock.now();
      const timetable = toTimetable(body.timetable, { now, leadMs: settings.nowLeadMs, random });
      const judged = await judgeSchedule(db, { asked: body, timetable, bulletin, now });
      const [refusal] = judged.refusals;
      if (refusal) {
        const status = refusal.code === 'not_approved' ? 409 : 422;
        return problem(status, refusal.code, refusal.message, { refusals: judged.refusals });
      }
      const schedule: Schedule = {
        id: newId('schedule', random),
        areaId: bulletin.areaId,
        bulletinId: bulletin.id,
        programmeId: null,
        name: body.name ?? bulletin.title,
        areaIds: body.areaIds,
        clusterIds: body.clusterIds,
        timetable,
        priority: body.priority,
        // What was asked for now should sound whole, even if it takes a moment to arrive.
        lateness: body.lateness ?? (timetable.kind === 'now' ? 'fromStart' : 'skip'),
        latestStartMinutes: body.latestStartMinutes,
        resume: body.resume,
        gainDb: body.gainDb,
        state: 'active',
        cancelledAt: null,
        cancelledBy: null,
        createdBy: actor.accountId,
        createdAt: now,
        updatedAt: now,
      };
      await db.transaction().execute(async (trx) => {
        await insertSchedule(trx, schedule);
        await writeAudit(trx, {
          at: now,
          actor: actor.accountId,
          action: 'schedule.create',
          areaId: bulletin.areaId,
          subject: schedule.id,
          detail: { bulletinId: bulletin.id, areaIds: body.areaIds, clusterIds: body.clusterIds, timetable },
        });
      });
      changes.notify({ kind: 'plans', boxIds: judged.boxIds });
      return json({ schedule, warnings: judged.warnings, conflicts: [] }, 201);
    },
  });
}

function preview({ db, clock, random, settings }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/schedules/preview',
    tag: 'schedules',
    summary: 'What would become of a schedule, without creating it',
    action: 'schedule.write',
    body: NewSchedule,
    response: { status: 200, schema: SchedulePreview },
    target: ({ body }) => newScheduleTarget(db, body),
    async handle({ body, subject: bulletin }) {
      const now = clock.now();
      const timetable = toTimetable(body.timetable, { now, leadMs: settings.nowLeadMs, random });
      const judged = await judgeSchedule(db, { asked: body, timetable, bulletin, now });
      return json({
        sentence: '',
        refusals: judged.refusals,
        warnings: judged.warnings,
        conflicts: [],
        boxes: judged.boxIds.length,
        diff: { boxes: 0, clusters: 0, changes: [], more: 0, text: '' },
      });
    },
  });
}

function list({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/schedules',
    tag: 'schedules',
    summary: 'List schedules of bulletins at or below an area, newest first',
    action: 'schedule.read',
    query: z.strictObject({ area: AreaId.optional(), state: ScheduleState.optional(), ...pageQuery }),
    response: { status: 200, schema: pageOf(Schedule) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    async handle({ actor, query }) {
      const read = readCursor(query.cursor);
      if (!read.ok) return read.problem;
      const rows = await listSchedules(db, {
        root: query.area ?? actor.areaId,
        state: query.state ?? null,
        before: read.cursor,
        limit: query.limit + 1,
      });
      return json(pageFrom(rows, query.limit, (row) => ({ at: row.createdAt, id: row.id })));
    },
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

/** A schedule touches every area it sounds in. One without any is the bulletin's, and refused later in words. */
async function newScheduleTarget(db: Db, asked: NewSchedule): Promise<Target<Bulletin> | ProblemAnswer> {
  const bulletin = asked.bulletinId === null ? null : await findBulletin(db, asked.bulletinId);
  if (!bulletin) return notFound('bản tin');
  const areas = await touchedAreas(db, asked);
  if (areas === null) return notFound('cụm loa');
  return target(areas.length > 0 ? areas : [bulletin.areaId], bulletin);
}

async function scheduleTarget(db: Db, id: string) {
  const schedule = await findSchedule(db, id);
  if (!schedule) return notFound('lịch phát');
  return target((await touchedAreas(db, schedule)) ?? [], schedule);
}
