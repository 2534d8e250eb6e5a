import { ScheduleWeek } from '@loa/shared/api/schedule-week';
import { AreaId } from '@loa/shared/ids';
import { CivilDate } from '@loa/shared/instant';
import { z } from 'zod';
import { findArea } from '../../db/areas.js';
import { weekOf } from '../../db/schedule-week.js';
import { json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { authorise } from '../authorise.js';
import { defineRoute, type Route, target } from '../route.js';

const MOST_DAYS = 14;

/** The calendar of a commune or a village, for its board. */
export function createScheduleWeekRoutes({ db }: ApiPorts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/areas/{areaId}/week',
      tag: 'schedules',
      summary: 'Every run of some days in a commune or a village, by the timetables, and who may move it',
      action: 'schedule.read',
      params: z.object({ areaId: AreaId }),
      query: z.strictObject({
        from: CivilDate,
        days: z.coerce.number().int().min(1).max(MOST_DAYS).default(7),
      }),
      response: { status: 200, schema: ScheduleWeek },
      async target({ params }) {
        const area = await findArea(db, params.areaId);
        return area ? target([area.id], area) : notFound('địa bàn');
      },
      async handle({ actor, query, subject: area }) {
        if (area.level === 'province') {
          return problem(
            422,
            'too_wide',
            'Lịch tuần của cả tỉnh quá dài. Hãy chọn một xã hoặc một thôn, làng.',
          );
        }
        const { schedules, ...week } = await weekOf(db, area, query);
        return json({
          ...week,
          schedules: schedules.map(({ schedule, chains }) => ({
            ...schedule,
            mayChange: authorise(actor, 'schedule.write', { places: chains }).ok,
          })),
        });
      },
    }),
  ];
}
