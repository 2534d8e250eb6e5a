import { z } from 'zod';
import { AreaId, Id } from '../ids.js';
import { DurationMs, Instant, TimeOfDay } from '../instant.js';
import { Line } from './text.js';

const common = {
  /** Lasts: playbacks are named by it, so a slot that is moved or refilled keeps it. */
  slot: Id,
  /** What goes first when a programme is too long: the lowest. */
  weight: z.int().min(1).max(9).default(5),
  /** What sounds instead when nothing of this slot may; null: the slot is left out. */
  fallbackBulletinId: Id.nullable().default(null),
};

/**
 * One place in a programme. A tune (nhạc hiệu), a station ident (lời xướng) and filler music are bulletins like any
 * other: recorded in languages, approved by a person.
 */
export const ProgrammeSlot = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('tune'), bulletinId: Id, ...common }),
    z.object({ kind: z.literal('ident'), bulletinId: Id, ...common }),
    z.object({ kind: z.literal('bulletin'), bulletinId: Id, ...common }),
    /** The newest approved bulletin of a column that the cluster has not heard in the last `notWithinDays` days. */
    z.object({
      kind: z.literal('newest'),
      column: Line(120),
      notWithinDays: z.int().min(1).max(365).default(30),
      ...common,
    }),
    z.object({ kind: z.literal('relay'), stationId: Id, minutes: z.int().min(1).max(240), ...common }),
    /** Whole pieces of music, in order, as many as fit; what follows then begins at that time exactly. */
    z.object({
      kind: z.literal('filler'),
      bulletinIds: z.array(Id).min(1).max(50),
      /** Local time, or the next full hour. */
      until: z.union([TimeOfDay, z.literal('nextHour')]).default('nextHour'),
      ...common,
    }),
  ])
  .meta({ id: 'ProgrammeSlot' });
export type ProgrammeSlot = z.infer<typeof ProgrammeSlot>;

/** What happens to a run that is longer than the programme, the place or the hours allow. */
export const Overflow = z.enum(['dropLowest', 'refuse']).meta({ id: 'Overflow' });
export type Overflow = z.infer<typeof Overflow>;

/** Whether later runs of a day repeat what its first one chose, or choose anew; `asPlace`: as the place's custom is. */
export const LaterRuns = z.enum(['asPlace', 'repeat', 'anew']).meta({ id: 'LaterRuns' });
export type LaterRuns = z.infer<typeof LaterRuns>;

const fields = {
  name: Line(300),
  slots: z
    .array(ProgrammeSlot)
    .min(1)
    .max(40)
    .refine((slots) => new Set(slots.map(({ slot }) => slot)).size === slots.length, {
      error: 'Hai mục của chương trình trùng mã. Mỗi mục cần mã riêng.',
    }),
  maxMinutes: z.int().min(1).max(1440).nullable(),
  overflow: Overflow,
  laterRuns: LaterRuns,
};

/** An ordered template that schedules fill anew each time (chương trình). */
export const Programme = z
  .object({
    id: Id,
    areaId: AreaId,
    ...fields,
    name: z.string(),
    createdBy: z.string(),
    createdAt: Instant,
    updatedAt: Instant,
    archivedAt: Instant.nullable(),
  })
  .meta({ id: 'Programme' });
export type Programme = z.infer<typeof Programme>;

export const NewProgramme = z
  .strictObject({
    /** Made by the sender, so that sending again after a lost answer makes nothing twice. */
    id: Id.regex(/^programme_[a-z2-7]{16}$/).optional(),
    areaId: AreaId,
    ...fields,
    maxMinutes: fields.maxMinutes.default(null),
    overflow: Overflow.default('dropLowest'),
    laterRuns: LaterRuns.default('asPlace'),
  })
  .meta({ id: 'NewProgramme' });
export type NewProgramme = z.infer<typeof NewProgramme>;

export const ProgrammePatch = z.strictObject(fields).partial().meta({ id: 'ProgrammePatch' });
export type ProgrammePatch = z.infer<typeof ProgrammePatch>;

/** The slots of a programme that is being written. */
export const AskedSlots = z.strictObject({ areaId: AreaId, slots: fields.slots }).meta({ id: 'AskedSlots' });

/** What is known of a programme before it is saved or filled. */
export const ProgrammePreview = z
  .object({
    slots: z.array(
      z.object({
        slot: Id,
        /** What it names: a bulletin's title, a column, a station. */
        title: z.string(),
        /** Null: as long as there is time left (fillers). 0: nothing is recorded yet. */
        durationMs: DurationMs.nullable(),
        /** Whether something approved stands for it now. */
        ready: z.boolean(),
      }),
    ),
    totalMs: DurationMs,
  })
  .meta({ id: 'ProgrammePreview' });
export type ProgrammePreview = z.infer<typeof ProgrammePreview>;
