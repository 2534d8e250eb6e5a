import { z } from 'zod';
import { AreaId, Id } from '../ids.js';
import { Instant } from '../instant.js';
import { Line } from './text.js';

/** A recurring heading. `id` null: nobody registered it, but bulletins bear the name. */
export const Column = z
  .object({
    id: Id.nullable(),
    areaId: AreaId.nullable(),
    name: z.string(),
    description: z.string().nullable(),
    /** Bulletins at or below the asked area that bear it. */
    bulletins: z.int(),
    newestAt: Instant.nullable(),
    archivedAt: Instant.nullable(),
  })
  .meta({ id: 'Column' });
export type Column = z.infer<typeof Column>;

export const NewColumn = z
  .strictObject({ areaId: AreaId, name: Line(120), description: Line(300).nullable().default(null) })
  .meta({ id: 'NewColumn' });

/** A new name is not put on bulletins that bear the old one; `archived` hides it from pickers. */
export const ColumnPatch = z
  .strictObject({ name: Line(120), description: Line(300).nullable(), archived: z.boolean() })
  .partial()
  .meta({ id: 'ColumnPatch' });

const Word = z.object({ text: z.string(), count: z.int() });

/** What bulletins of an area are filled in with, the most used first, for pickers. */
export const Vocabulary = z
  .object({
    columns: z.array(Word),
    topics: z.array(Word),
    audiences: z.array(Word),
    sourceUnits: z.array(Word),
    fieldCodes: z.array(z.object({ code: z.string(), name: z.string() })),
    taskRefs: z.array(Word),
  })
  .meta({ id: 'Vocabulary' });
export type Vocabulary = z.infer<typeof Vocabulary>;
