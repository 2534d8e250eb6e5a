import { EditPreview } from '@loa/shared/api/edit-preview';
import { HolidayCalendar, PutHolidayCalendar } from '@loa/shared/api/holiday-calendars';
import { listQuery, pageOf } from '@loa/shared/api/page';
import { fold } from '@loa/shared/fold';
import { AreaId, Id } from '@loa/shared/ids';
import { z } from 'zod';
import { findArea, idsAround } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import { boxIdsAt } from '../../db/boxes.js';
import type { Db } from '../../db/database.js';
import {
  BUILT_IN_CALENDARS,
  findCalendar,
  listCalendars,
  type OwnCalendar,
  putCalendar,
} from '../../db/holiday-calendars.js';
import { inOrderOf } from '../../db/list-page.js';
import { schedulesWithCalendar } from '../../db/schedules.js';
import { audienceAmong, boxesOfSchedules, notifyPlans } from '../affected-boxes.js';
import { json, notFound, type ProblemAnswer, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { changedSince } from '../changed-since.js';
import { editPreview } from '../edit-preview.js';
import { wholeListAnswer } from '../list-answer.js';
import { defineRoute, type Route, type Target, target } from '../route.js';

export function createHolidayCalendarRoutes(ports: ApiPorts): Route[] {
  return [list(ports), put(ports), preview(ports)];
}

function list({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/holiday-calendars',
    tag: 'holiday-calendars',
    summary: "List the calendars of the areas above and below by name, then the country's",
    action: 'calendar.read',
    query: z.strictObject({ area: AreaId.optional(), id: Id.optional(), ...listQuery }),
    response: { status: 200, schema: pageOf(HolidayCalendar) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    async handle({ actor, query: { area, id, ...page } }) {
      const seen = await idsAround(db, area ?? actor.areaId);
      const own = (await listCalendars(db)).filter(({ areaId }) => seen.has(areaId));
      const all = [...own, ...BUILT_IN_CALENDARS].filter((each) => id === undefined || each.id === id);
      return wholeListAnswer(page, inOrderOf(all, calendarKey), calendarKey);
    },
  });
}

const calendarKey = ({ id, areaId, name }: HolidayCalendar) => ({
  key: `${areaId === null ? 1 : 0}${fold(name)}`,
  id,
});

function put({ db, clock, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'put',
    path: '/holiday-calendars/{calendarId}',
    tag: 'holiday-calendars',
    summary: 'Create or replace a calendar of named days that timetables may skip or keep to',
    action: 'calendar.write',
    params: z.object({ calendarId: Id }),
    body: PutHolidayCalendar,
    response: { status: 200, schema: HolidayCalendar },
    target: ({ params, body }) => putTarget(db, params.calendarId, body),
    version: (before) => before?.updatedAt ?? null,
    async handle({ actor, params, body, ifMatch }) {
      if (isBuiltIn(params.calendarId)) return BUILT_IN;
      const calendar = { ...body, id: params.calendarId, updatedAt: clock.now() };
      const overtaken = await db.transaction().execute(async (trx) => {
        const before = await findCalendar(trx, calendar.id);
        const meanwhile = changedSince(ifMatch, before?.updatedAt ?? null);
        if (meanwhile) return meanwhile;
        await putCalendar(trx, calendar);
        await writeAudit(trx, {
          at: calendar.updatedAt,
          actor: actor.accountId,
          action: 'calendar.put',
          areaId: calendar.areaId,
          subject: calendar.id,
          detail: { name: calendar.name, days: calendar.holidays.map(({ name }) => name) },
        });
        return null;
      });
      if (overtaken) return overtaken;
      notifyPlans(changes, await boxesOfSchedules(db, await schedulesWithCalendar(db, calendar.id)));
      return json(calendar);
    },
  });
}

function preview({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/holiday-calendars/{calendarId}/preview',
    tag: 'holiday-calendars',
    summary: 'Which runs other days of a calendar would leave out or bring back, without saving it',
    action: 'calendar.write',
    params: z.object({ calendarId: Id }),
    body: PutHolidayCalendar,
    response: { status: 200, schema: EditPreview },
    target: ({ params, body }) => putTarget(db, params.calendarId, body),
    async handle({ params, body }) {
      if (isBuiltIn(params.calendarId)) return BUILT_IN;
      const where = audienceAmong(await schedulesWithCalendar(db, params.calendarId));
      const after = { calendars: [{ id: params.calendarId, holidays: body.holidays }] };
      const boxIds = await boxIdsAt(db, where);
      return json(await editPreview(db, { after, boxIds, where, now: clock.now() }));
    },
  });
}

/** Where a calendar is of, and where it would be. */
async function putTarget(
  db: Db,
  calendarId: string,
  { areaId }: PutHolidayCalendar,
): Promise<Target<OwnCalendar | null> | ProblemAnswer> {
  const area = await findArea(db, areaId);
  if (!area) return notFound('địa bàn');
  const before = await findCalendar(db, calendarId);
  return target(before ? [before.areaId, area.id] : [area.id], before);
}

function isBuiltIn(calendarId: string): boolean {
  return BUILT_IN_CALENDARS.some(({ id }) => id === calendarId);
}

const BUILT_IN = problem(
  409,
  'built_in',
  'Lịch nghỉ của cả nước là lịch có sẵn, không sửa được. Hãy lập lịch riêng của xã.',
);
