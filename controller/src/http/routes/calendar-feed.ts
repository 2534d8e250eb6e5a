import { AreaId } from '@loa/shared/ids';
import { z } from 'zod';
import { findArea } from '../../db/areas.js';
import { areaOfCalendarAddress } from '../../db/calendar-addresses.js';
import { calendarOf } from '../../db/outlook-calendar.js';
import { notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { rememberCalendars } from '../calendar-memo.js';
import { CALENDAR_TOO_WIDE } from '../calendar-too-wide.js';
import { perMinute } from '../per-minute.js';
import { defineRoute, type Route, target } from '../route.js';
import { tokenHash } from '../tokens.js';

const CONTENT_TYPE = 'text/calendar; charset=utf-8';
/** Phones ask again every hour: what is further ahead comes in time. */
const PHONE_DAYS = 30;

/** An area's sessions for calendar programs. */
export function createCalendarFeedRoutes(ports: ApiPorts): Route[] {
  return [ofArea(ports), bySecret(ports)];
}

/** For pages, and for programs that bring an API token as bearer. */
function ofArea({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/areas/{areaId}/calendar.ics',
    tag: 'answers',
    summary: 'The sessions of a commune or a village as iCalendar',
    action: 'schedule.read',
    params: z.object({ areaId: AreaId }),
    query: z.strictObject({ days: z.coerce.number().int().min(1).max(90).default(60) }),
    response: { status: 200, contentType: CONTENT_TYPE },
    async target({ params }) {
      const area = await findArea(db, params.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    async handle({ query, subject: area }) {
      if (area.level === 'province') return CALENDAR_TOO_WIDE;
      const body = await calendarOf(db, area, { now: clock.now(), days: query.days, for: 'staff' });
      return { kind: 'text', contentType: CONTENT_TYPE, body };
    },
  });
}

/** For phones, which can send no token: whoever holds the address may read, until it is taken back. */
function bySecret({ db, clock }: ApiPorts): Route {
  const calendarFor = rememberCalendars(clock, (area, now) =>
    calendarOf(db, area, { now, days: PHONE_DAYS, for: 'everybody' }),
  );
  return defineRoute({
    method: 'get',
    path: '/calendar/{secret}.ics',
    tag: 'answers',
    summary: 'What will sound in an area, as iCalendar, for phones that were given its secret address',
    action: 'public.read',
    params: z.object({ secret: z.string().max(100) }),
    response: { status: 200, contentType: CONTENT_TYPE },
    guard: perMinute(120),
    target: () => target([], null),
    async handle({ params }) {
      const area = await areaOfCalendarAddress(db, tokenHash(params.secret));
      if (!area) return UNKNOWN;
      return { kind: 'text', contentType: CONTENT_TYPE, body: await calendarFor(area) };
    },
  });
}

const UNKNOWN = problem(
  404,
  'unknown_calendar',
  'Địa chỉ lịch này không đúng hoặc đã bị thu lại. Hãy xin cán bộ xã địa chỉ mới.',
);
