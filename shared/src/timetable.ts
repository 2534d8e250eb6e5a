import { z } from 'zod';
import { Id } from './ids.js';
import { CivilDate, Instant, TimeOfDay } from './instant.js';

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export const Weekday = z.int().min(1).max(7);

/** A time of a timetable. Its id lasts: moving the time keeps the id, so a moved occurrence is never played twice. */
export const TimetableTime = z.object({ occurrenceId: Id, time: TimeOfDay });
export type TimetableTime = z.infer<typeof TimetableTime>;

/** When a schedule sounds: civil times in the schedule's zone, except `now`, which is an instant. */
export const Timetable = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('once'), date: CivilDate, time: TimeOfDay }),
    z.object({
      kind: z.literal('weekly'),
      days: z.array(Weekday).min(1).max(7),
      times: z.array(TimetableTime).min(1).max(48),
      /** First and last civil date, both included. */
      from: CivilDate.optional(),
      until: CivilDate.optional(),
    }),
    z.object({ kind: z.literal('now'), at: Instant }),
  ])
  .meta({ id: 'Timetable' });
export type Timetable = z.infer<typeof Timetable>;
