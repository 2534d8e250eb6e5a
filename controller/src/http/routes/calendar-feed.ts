import { AreaId } from '@loa/shared/ids';
import { z } from 'zod';
import { findArea } from '../../db/areas.js';
import { calendarOf } from '../../db/outlook-calendar.js';
import { notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route, target } from '../route.js';

const CONTENT_TYPE = 'text/calendar; charset=utf-8';

/** An area's sessions for calendar programs, which bring an API token as bearer. */
export function createCalendarFeedRoutes({ db, clock }: ApiPorts): Route[] {
  return [
    defineRoute({
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
        if (area.level === 'province') {
          return problem(422, 'too_wide', 'Lịch của cả tỉnh quá dài. Hãy chọn một xã hoặc một thôn, làng.');
        }
        const body = await calendarOf(db, area, { now: clock.now(), days: query.days });
        return { kind: 'text', contentType: CONTENT_TYPE, body };
      },
    }),
  ];
}
