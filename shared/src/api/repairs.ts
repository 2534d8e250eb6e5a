import { z } from 'zod';
import { Instant } from '../instant.js';
import { Line } from './text.js';

/** A loudspeaker that somebody was given to mend. */
export const Repair = z
  .object({
    /** A technician's name, or whoever the commune calls: an electrician often has no account. */
    assignee: z.string(),
    note: z.string().nullable(),
    at: Instant,
    byName: z.string(),
  })
  .meta({ id: 'Repair' });
export type Repair = z.infer<typeof Repair>;

export const PutRepair = z
  .strictObject({ assignee: Line(120), note: Line(300).nullable().default(null) })
  .meta({ id: 'PutRepair' });

/** Null: nobody has it. */
export const BoxRepair = z
  .object({ repair: Repair.nullable(), technicians: z.array(z.string()) })
  .meta({ id: 'BoxRepair' });
export type BoxRepair = z.infer<typeof BoxRepair>;
