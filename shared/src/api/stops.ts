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

/** A stop that was lifted, and what holds its loudspeakers silent all the same. */
export const LiftedStop = Stop.extend({
  /** Other stops in force over any of its loudspeakers, the one that ends last first; at most 100. */
  still: z.array(Stop),
  /** Whether those leave none of its loudspeakers to sound. */
  allSilent: z.boolean(),
}).meta({ id: 'LiftedStop' });
export type LiftedStop = z.infer<typeof LiftedStop>;

/** "Đến khi mở lại": a stop never lasts longer than this, minutes. */
export const LONGEST_STOP_MINUTES = 7 * 24 * 60;

export const NewStop = z
  .strictObject({
    areaId: AreaId,
    /** Only these; all below the area where absent. */
    boxIds: z.array(BoxId).min(1).max(1000).optional(),
    /** At most 7 days ahead; with neither this nor `forMinutes`, 7 days ("until it is lifted"). */
    until: Instant.optional(),
    /** So long from when the controller has it: whoever sends it need not know what time it is. */
    forMinutes: z.int().min(1).max(LONGEST_STOP_MINUTES).optional(),
  })
  .refine(({ until, forMinutes }) => until === undefined || forMinutes === undefined, {
    path: ['forMinutes'],
    error: 'Chỉ ghi giờ mở lại hoặc số phút, không ghi cả hai',
  })
  .meta({ id: 'NewStop' });
export type NewStop = z.infer<typeof NewStop>;
