import { z } from 'zod';
import { Instant } from '../instant.js';

export const Health = z
  .object({
    ok: z.boolean(),
    database: z.enum(['ok', 'failing']),
    broker: z.enum(['ok', 'unreachable']),
    version: z.string(),
    now: Instant,
    /** A demonstration: pages, boxes and records say DEMO. */
    demo: z.boolean(),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof Health>;
