import { z } from 'zod';
import { BoxId } from '../ids.js';
import { Instant } from '../instant.js';
import { Plan } from '../messages/plan.js';

/** The plan that a box was last sent, as it was signed. */
export const BoxPlan = z
  .object({
    boxId: BoxId,
    revision: z.int(),
    issuedAt: Instant,
    coversUntil: Instant,
    plan: Plan,
  })
  .meta({ id: 'BoxPlan' });
