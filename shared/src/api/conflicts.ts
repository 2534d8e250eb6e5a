import { z } from 'zod';
import { AreaId, Id } from '../ids.js';
import { CivilDate, Instant, TimeOfDay } from '../instant.js';
import { Priority } from '../messages/use.js';
import { Line } from './text.js';

/**
 * What an overlap means. `yields`: this schedule gives way to the other; `displaces`: the other gives way to it;
 * `queues`: of equal rank, one waits for the other and is left out when that takes too long; `undecided`: both are
 * priority and a person must say which goes first (TT 39/2020); until then the younger one waits.
 */
export const OverlapKind = z.enum(['yields', 'displaces', 'queues', 'undecided']);
export type OverlapKind = z.infer<typeof OverlapKind>;

/** A time that is free at every cluster of the overlap and inside every rule. */
export const Alternative = z.object({ date: CivilDate, time: TimeOfDay });
export type Alternative = z.infer<typeof Alternative>;

/** Where and when a schedule overlaps another, over the time looked at. */
export const Conflict = z
  .object({
    kind: OverlapKind,
    scheduleId: Id,
    name: z.string(),
    priority: Priority,
    /** The name of the account that set it. */
    setBy: z.string(),
    /** Villages, in words; all of them counted, the first ten named. */
    villages: z.array(z.string()).max(10),
    clusters: z.int(),
    occurrences: z.int(),
    /** The first overlap. */
    firstAt: Instant,
    /** The schedule's own time of day that overlaps first: an alternative takes its place. */
    time: TimeOfDay.nullable(),
    alternatives: z.array(Alternative).max(5),
    /** One sentence for the clerk: "Giờ này đã có tiếp âm VOV ở 3 làng. Dời sang 17:20?" */
    text: z.string(),
  })
  .meta({ id: 'Conflict' });
export type Conflict = z.infer<typeof Conflict>;

/** One of two schedules that meet, as a person has to know it to choose. */
export const DecisionSide = z.object({
  scheduleId: Id,
  name: z.string(),
  /** The name of the account that set it. */
  setBy: z.string(),
  /** Where it is heard, in words; the first ten. */
  places: z.array(z.string()).max(10),
  /** Its timetable as people say it. */
  sentence: z.string(),
  cancelled: z.boolean(),
});
export type DecisionSide = z.infer<typeof DecisionSide>;

/** Two priority schedules that meet, and what a person said of it. */
export const PriorityDecision = z
  .object({
    id: Id,
    areaId: AreaId,
    /** The elder and the younger. */
    scheduleIds: z.tuple([Id, Id]),
    names: z.tuple([z.string(), z.string()]),
    firstAt: Instant,
    /** The schedule that goes first; null while nobody decided. */
    winner: Id.nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: Instant.nullable(),
    /** Only in lists: the elder and the younger. */
    sides: z.array(DecisionSide).max(2).optional(),
  })
  .meta({ id: 'PriorityDecision' });
export type PriorityDecision = z.infer<typeof PriorityDecision>;

export const Decide = z
  .strictObject({
    winner: Id,
    /** Why, for whoever reads the log of changes. */
    reason: Line(500).optional(),
  })
  .meta({ id: 'Decide' });
