import { z } from 'zod';
import { AreaId, Id } from '../ids.js';
import { CivilDate, DurationMs, Instant, TimeOfDay } from '../instant.js';
import { Schedule } from './schedules.js';

/** A schedule that sounds in a week, with what a board has to know of it. */
export const WeekSchedule = Schedule.extend({
  /** Whether whoever asks may change it: by role, and because all its places are theirs. */
  mayChange: z.boolean(),
  /** One run, before anybody knows what it will be filled with; 0: nothing is recorded yet. */
  durationMs: DurationMs,
  /** Clusters of the area asked about that hear it. */
  clusters: z.int(),
  /** Their villages, in words; the first ten. */
  villages: z.array(z.string()).max(10),
  /** False: a bulletin none of whose languages is approved, so that no loudspeaker plays it. */
  approved: z.boolean(),
}).meta({ id: 'WeekSchedule' });
export type WeekSchedule = z.infer<typeof WeekSchedule>;

/** One run of a schedule on one day. */
export const WeekRun = z
  .object({
    scheduleId: Id,
    /** Lasts: a run that is moved keeps it. */
    occurrenceId: Id,
    /** The civil date it is meant for, and its civil time there. */
    date: CivilDate,
    time: TimeOfDay,
    startsAt: Instant,
  })
  .meta({ id: 'WeekRun' });
export type WeekRun = z.infer<typeof WeekRun>;

/** Every run of some days in an area, by the timetables: also what is over, and what waits for approval. */
export const ScheduleWeek = z
  .object({
    areaId: AreaId,
    zone: z.string(),
    from: CivilDate,
    days: z.int(),
    schedules: z.array(WeekSchedule),
    runs: z.array(WeekRun),
    /** Runs beyond those listed: nobody reads so many. */
    more: z.int(),
  })
  .meta({ id: 'ScheduleWeek' });
export type ScheduleWeek = z.infer<typeof ScheduleWeek>;
