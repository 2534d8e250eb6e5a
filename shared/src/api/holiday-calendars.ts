import { z } from 'zod';
import { AreaId, Id } from '../ids.js';
import { Instant } from '../instant.js';
import { HolidayRule } from '../timetable.js';
import { Line } from './text.js';

/** Named days that timetables may skip or keep to. The country's own (`vietnam`) belongs to no area and is read-only. */
export const HolidayCalendar = z
  .object({
    id: Id,
    areaId: AreaId.nullable(),
    name: z.string(),
    holidays: z.array(HolidayRule),
    updatedAt: Instant,
  })
  .meta({ id: 'HolidayCalendar' });
export type HolidayCalendar = z.infer<typeof HolidayCalendar>;

export const PutHolidayCalendar = z
  .strictObject({ areaId: AreaId, name: Line(120), holidays: z.array(HolidayRule).max(200) })
  .meta({ id: 'PutHolidayCalendar' });
export type PutHolidayCalendar = z.infer<typeof PutHolidayCalendar>;
