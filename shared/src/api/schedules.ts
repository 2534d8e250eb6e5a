import { z } from 'zod';
import { AreaId, Id, Language } from '../ids.js';
import { CivilDate, DurationMs, Instant } from '../instant.js';
import { Lateness, Resume } from '../messages/plan.js';
import { Priority } from '../messages/use.js';
import { GainDb } from '../sound-window.js';
import { ExtraDay, Timetable, TimetableTime } from '../timetable.js';
import { PlanDiff } from './answers.js';
import { Conflict } from './conflicts.js';
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

const fields = {
  areaIds: z.array(AreaId).max(200),
  clusterIds: z.array(Id).max(1000),
  priority: z.enum(['normal', 'priority']),
  lateness: Lateness,
  /** How late an item may still begin, minutes; null: as its lateness policy has it. */
  latestStartMinutes: z.int().min(0).max(240).nullable(),
  resume: Resume,
  gainDb: GainDb,
};

/** A bulletin or a programme × areas × timetable: exactly one of `bulletinId` and `programmeId` stands. */
export const Schedule = z
  .object({
    id: Id,
    /** Of what it plays. */
    areaId: AreaId,
    bulletinId: Id.nullable(),
    programmeId: Id.nullable(),
    name: z.string(),
    ...fields,
    priority: Priority,
    timetable: Timetable,
    state: ScheduleState,
    cancelledAt: Instant.nullable(),
    cancelledBy: z.string().nullable(),
    createdBy: z.string(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Schedule' });
export type Schedule = z.infer<typeof Schedule>;

/** What to do when it would meet another schedule of the same rank: refuse and say so, or let one wait for the other. */
export const OnOverlap = z.enum(['refuse', 'queue']).meta({ id: 'OnOverlap' });

export const NewSchedule = z
  .strictObject({
    /** Made by the sender, so that sending again after a lost answer makes nothing twice. */
    id: Id.regex(/^schedule_[a-z2-7]{16}$/).optional(),
    bulletinId: Id.nullable().default(null),
    programmeId: Id.nullable().default(null),
    /** The bulletin's title or the programme's name where absent. */
    name: Line(300).optional(),
    ...fields,
    areaIds: fields.areaIds.default([]),
    clusterIds: fields.clusterIds.default([]),
    timetable: AskedTimetable,
    priority: fields.priority.default('normal'),
    lateness: Lateness.optional(),
    latestStartMinutes: fields.latestStartMinutes.default(null),
    resume: Resume.default('resume'),
    gainDb: GainDb.default(0),
    onOverlap: OnOverlap.default('refuse'),
  })
  .refine((asked) => (asked.bulletinId === null) !== (asked.programmeId === null), {
    error: 'Lịch phát một bản tin hoặc một chương trình: hãy chọn đúng một trong hai.',
  })
  .meta({ id: 'NewSchedule' });
export type NewSchedule = z.infer<typeof NewSchedule>;

/** What it plays stays; times that keep their occurrenceId are moved, never played twice. */
export const SchedulePatch = z
  .strictObject({ name: Line(300), ...fields, timetable: AskedTimetable })
  .partial()
  .extend({ onOverlap: OnOverlap.default('refuse') })
  .meta({ id: 'SchedulePatch' });
export type SchedulePatch = z.infer<typeof SchedulePatch>;

/** Something worth knowing about a schedule, in Vietnamese. */
export const ScheduleNote = z
  .object({ code: z.string(), message: z.string(), details: z.unknown().optional() })
  .meta({ id: 'ScheduleNote' });
export type ScheduleNote = z.infer<typeof ScheduleNote>;

export const SavedSchedule = z
  .object({ schedule: Schedule, warnings: z.array(ScheduleNote), conflicts: z.array(Conflict) })
  .meta({ id: 'SavedSchedule' });

/** What would become of a schedule or an edit of one, without saving it. */
export const SchedulePreview = z
  .object({
    /** The timetable as people say it. */
    sentence: z.string(),
    /** The next days on which it sounds, where it recurs: up to five. */
    nextDates: z.array(CivilDate),
    name: z.string(),
    /** Up to five villages by name, and how many clusters in all. */
    villages: z.array(z.string()),
    clusters: z.int(),
    /** Of one run where it lasts longest. */
    durationMs: DurationMs,
    /** Of a bulletin: the languages that it can be heard in, as its first listeners prefer them. */
    languages: z.array(Language),
    refusals: z.array(ScheduleNote),
    warnings: z.array(ScheduleNote),
    conflicts: z.array(Conflict),
    /** Enrolled ones where it would be heard. */
    boxes: z.int(),
    diff: PlanDiff,
  })
  .meta({ id: 'SchedulePreview' });
export type SchedulePreview = z.infer<typeof SchedulePreview>;
