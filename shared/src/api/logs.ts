import { z } from 'zod';
import { AreaId, BoxId } from '../ids.js';
import { Instant } from '../instant.js';

/** One trouble that the controller noticed. */
export const Incident = z
  .object({
    id: z.int(),
    at: Instant,
    boxId: BoxId.nullable(),
    kind: z.string(),
    /** In Vietnamese, for people; `detail` is English, for the log. */
    text: z.string(),
    detail: z.string(),
  })
  .meta({ id: 'Incident' });
export type Incident = z.infer<typeof Incident>;

/** Who changed what. */
export const AuditEntry = z
  .object({
    id: z.int(),
    at: Instant,
    /** An account's id, `system` or `cli`. */
    actor: z.string(),
    action: z.string(),
    areaId: AreaId.nullable(),
    subject: z.string(),
    detail: z.unknown(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;
