import { z } from 'zod';
import { Instant } from '../instant.js';
import { Role } from './role.js';

export const Health = z
  .object({
    ok: z.boolean(),
    database: z.enum(['ok', 'failing']),
    broker: z.enum(['ok', 'unreachable']),
    /** `wrong`: nothing is signed until it is set right. */
    clock: z.enum(['ok', 'wrong']),
    version: z.string(),
    now: Instant,
    /** A demonstration: pages, boxes and records say DEMO. */
    demo: z.boolean(),
    /** Only of a demonstration: which accounts to try, for the sign-in page. Their passwords are shown at the terminal alone. */
    demoAccounts: z.array(z.object({ login: z.string(), name: z.string(), role: Role })),
    /** Whether people open the pages over TLS. Where not, passkeys and the microphone work on the controller’s own machine alone. */
    secure: z.boolean(),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof Health>;
