import { z } from 'zod';
import { AreaId, Id } from '../ids.js';
import { Instant } from '../instant.js';
import { GainDb, Lateness, Resume } from '../messages/plan.js';
import { Priority } from '../messages/use.js';
import { ExtraDay, Timetable, TimetableTime } from '../timetable.js';
import { Line } from './text.js';

const [, Once, Recurring] = Timetable.options;
const AskedTime = TimetableTime.extend({ occurrenceId: Id.optional() });
const AskedExtraDay = ExtraDay.extend({ times: z.array(AskedTime).min(1).max(48).optional() });

/** A timetable as it is asked for: the controller turns `now` into an instant and names times that have no id. */
export const AskedTimetable = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('now') }),
    Once,
    Recurring.extend({
      times: z.array(AskedTime).min(1).max(48),
      extra: z.array(AskedExtraDay).max(400).default([]),
    }),
  ])
  .meta({ id: 'AskedTimetable' });
export type AskedTimetable = z.infer<typeof AskedTimetable>;

export const ScheduleState = z.enum(['active', 'cancelled']).meta({ id: 'ScheduleState' });

export const Schedule = z
  .object({
    id: Id,
    bulletinId: Id,
    name: z.string(),
    areaIds: z.array(AreaId),
    clusterIds: z.array(Id),
    timetable: Timetable,
    priority: Priority,
    lateness: Lateness,
    resume: Resume,
    gainDb: GainDb,
    state: ScheduleState,
    cancelledAt: Instant.nullable(),
    cancelledBy: z.string().nullable(),
    createdBy: z.string(),
    createdAt: Instant,
  })
  .meta({ id: 'Schedule' });
export type Schedule = z.infer<typeof Schedule>;

export const NewSchedule = z
  .strictObject({
    bulletinId: Id,
    /** The bulletin's title where absent. */
    name: Line(300).optional(),
    areaIds: z.array(AreaId).max(200).default([]),
    clusterIds: z.array(Id).max(1000).default([]),
    timetable: AskedTimetable,
    priority: z.enum(['normal', 'priority']).default('normal'),
    lateness: Lateness.optional(),
    resume: Resume.default('resume'),
    gainDb: GainDb.default(0),
  })
  .meta({ id: 'NewSchedule' });
export type NewSchedule = z.infer<typeof NewSchedule>;

/** Something worth knowing about a schedule, in Vietnamese. */
export const ScheduleNote = z
  .object({ code: z.string(), message: z.string(), details: z.unknown().optional() })
  .meta({ id: 'ScheduleNote' });
export type ScheduleNote = z.infer<typeof ScheduleNote>;

export const CreatedSchedule = z
  .object({ schedule: Schedule, warnings: z.array(ScheduleNote) })
  .meta({ id: 'CreatedSchedule' });

/** What would become of a schedule, without creating it. */
export const SchedulePreview = z
  .object({ refusals: z.array(ScheduleNote), warnings: z.array(ScheduleNote), boxes: z.int() })
  .meta({ id: 'SchedulePreview' });
