import { z } from 'zod';
import { AreaId } from '../ids.js';
import { Instant } from '../instant.js';

/** Something of a commune that nobody looked through for twelve months: rosters and accounts do not end by themselves. */
export const DueReview = z
  .object({
    /** `roster`: who may approve, with their keys; a new version of it is the review. `accounts`: who may sign in as what. */
    kind: z.enum(['roster', 'accounts']),
    areaId: AreaId,
    areaName: z.string(),
    /** When it was looked through last. */
    since: Instant,
  })
  .meta({ id: 'DueReview' });
export type DueReview = z.infer<typeof DueReview>;

export const DueReviews = z.object({ items: z.array(DueReview) }).meta({ id: 'DueReviews' });
