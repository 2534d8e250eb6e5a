import { z } from 'zod';
import { AreaId, BoxId, Id } from '../ids.js';
import { Instant } from '../instant.js';

/** Silence for everything below an area, until `until` or until it is lifted. */
export const Stop = z
  .object({
    id: Id,
    areaId: AreaId,
    boxIds: z.array(BoxId).nullable(),
    createdAt: Instant,
    until: Instant,
    liftedAt: Instant.nullable(),
    createdBy: z.string(),
  })
  .meta({ id: 'Stop' });
export type Stop = z.infer<typeof Stop>;

export const NewStop = z
  .strictObject({
    areaId: AreaId,
    /** Only these; all below the area where absent. */
    boxIds: z.array(BoxId).min(1).max(1000).optional(),
    /** At most 7 days ahead; where absent, 7 days ("until it is lifted"). */
    until: Instant.optional(),
  })
  .meta({ id: 'NewStop' });
export type NewStop = z.infer<typeof NewStop>;
