import { z } from 'zod';
import { Instant } from '../instant.js';

export const BoxState = z.enum(['created', 'enrolled', 'revoked']).meta({ id: 'BoxState' });

/** How a box is, in one word; screens have the words for people. */
export const BoxCondition = z
  .object({
    kind: z.enum([
      'good',
      'notEnrolled',
      'revoked',
      'lost',
      'clockUntrusted',
      'diskFull',
      'noSound',
      'stopped',
      'noPlan',
    ]),
    /** Since when, where it is known. */
    since: Instant.nullable(),
  })
  .meta({ id: 'BoxCondition' });
export type BoxCondition = z.infer<typeof BoxCondition>;
