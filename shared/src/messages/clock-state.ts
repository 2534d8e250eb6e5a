import { z } from 'zod';

/** What a box knows of the time when it wrote something down. */
export const ClockQuality = z.object({
  state: z.enum(['untrusted', 'bounded', 'synced']),
  /** Half-width of the interval that holds the true time, milliseconds; absent while untrusted. */
  uncertaintyMs: z.number().min(0).optional(),
});
export type ClockQuality = z.infer<typeof ClockQuality>;
