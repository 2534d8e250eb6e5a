import type { Area } from '@loa/shared/api/areas';
import { CalendarAddress, IssuedCalendarAddress } from '@loa/shared/api/calendar-address';
import { AreaId } from '@loa/shared/ids';
import type { Instant } from '@loa/shared/instant';
import { z } from 'zod';
import { findArea } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import {
  calendarAddressSince,
  putCalendarAddress,
  removeCalendarAddress,
} from '../../db/calendar-addresses.js';
import { empty, json, notFound } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { CALENDAR_TOO_WIDE } from '../calendar-too-wide.js';
import { mergedAway } from '../merged-away.js';
import { defineRoute, type Route, target } from '../route.js';
import { newToken, tokenHash } from '../tokens.js';

const params = z.object({ areaId: AreaId });

/** Addresses by which phones follow the week of an area: given out and taken back by those who set its schedules. */
export function createCalendarAddressRoutes(ports: ApiPorts): Route[] {
  return [since(ports), issue(ports), revoke(ports)];
}

interface Addressed {
  area: Area;
  since: Instant | null;
}

const areaTarget =
  ({ db }: ApiPorts) =>
  async ({ params }: { params: { areaId: string } }) => {
    const area = await findArea(db, params.areaId);
    if (!area) return notFound('địa bàn');
    return target<Addressed>([area.id], { area, since: await calendarAddressSince(db, area.id) });
  };

function since(ports: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/areas/{areaId}/calendar-address',
    tag: 'answers',
    summary: 'Since when phones can follow the week of an area by a secret address',
    action: 'schedule.read',
    params,
    response: { status: 200, schema: CalendarAddress },
    target: areaTarget(ports),
    handle: ({ subject }) => json({ createdAt: subject.since }),
  });
}

function issue(ports: ApiPorts): Route {
  const { db, clock, random } = ports;
  return defineRoute({
    method: 'post',
    path: '/areas/{areaId}/calendar-address',
    tag: 'answers',
    summary: 'Make the secret address of an area’s calendar; it is shown this once, and the one before ends',
    action: 'schedule.write',
    params,
    response: { status: 201, schema: IssuedCalendarAddress },
    target: areaTarget(ports),
    // Two people who each make one: else the first would give out an address that has ended already.
    version: ({ since: made }: Addressed) => made,
    async handle({ actor, subject: { area, since: before } }) {
      if (area.level === 'province') return CALENDAR_TOO_WIDE;
      if (area.mergedInto !== null) return mergedAway(area);
      const secret = newToken(random);
      const at = clock.now();
      await db.transaction().execute(async (trx) => {
        const address = { areaId: area.id, hash: tokenHash(secret), by: actor.accountId, at };
        await putCalendarAddress(trx, address);
        await writeAudit(trx, {
          ...{ at, actor: actor.accountId, action: 'calendarAddress.issue' },
          ...{ areaId: area.id, subject: area.id, detail: { replaced: before !== null } },
        });
      });
      return json({ path: `/api/calendar/${secret}.ics`, createdAt: at }, 201);
    },
  });
}

function revoke(ports: ApiPorts): Route {
  const { db, clock } = ports;
  return defineRoute({
    method: 'delete',
    path: '/areas/{areaId}/calendar-address',
    tag: 'answers',
    summary: 'Take back the secret address of an area’s calendar: phones that follow it learn nothing more',
    action: 'schedule.write',
    params,
    response: { status: 204 },
    target: areaTarget(ports),
    async handle({ actor, subject: { area } }) {
      const done = await db.transaction().execute(async (trx) => {
        if (!(await removeCalendarAddress(trx, area.id))) return false;
        await writeAudit(trx, {
          ...{ at: clock.now(), actor: actor.accountId, action: 'calendarAddress.revoke' },
          ...{ areaId: area.id, subject: area.id },
        });
        return true;
      });
      return done ? empty : notFound('địa chỉ lịch');
    },
  });
}
