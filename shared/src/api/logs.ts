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

/** What a change was about, to choose by. */
export const AuditKind = z
  .enum(['bulletin', 'approval', 'schedule', 'sound', 'place', 'people', 'rules'])
  .meta({ id: 'AuditKind' });
export type AuditKind = z.infer<typeof AuditKind>;

/** Who changed what. */
export const AuditEntry = z
  .object({
    id: z.int(),
    at: Instant,
    /** An account's id, `system` or `cli`. */
    actor: z.string(),
    actorName: z.string(),
    action: z.string(),
    /** The action in Vietnamese, for people: `sửa lịch phát`. */
    what: z.string(),
    areaId: AreaId.nullable(),
    subject: z.string(),
    /** What it is called, where that is known still. */
    subjectName: z.string().nullable(),
    /** Why, where somebody said so. */
    reason: z.string().nullable(),
    detail: z.unknown(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;

/** Whose changes may be chosen: accounts of the place, by name. */
export const AuditActor = z.object({ id: z.string(), name: z.string() }).meta({ id: 'AuditActor' });
export type AuditActor = z.infer<typeof AuditActor>;

/** Whether the audit log stands as it was written, as far as it was walked since the controller started. */
export const AuditChain = z
  .discriminatedUnion('state', [
    /** Ask again: each request walks a part. */
    z.object({ state: z.literal('checking'), rows: z.int(), total: z.int() }),
    z.object({
      state: z.literal('whole'),
      rows: z.int(),
      /** When the last row that stands was written; null: nothing was. */
      until: Instant.nullable(),
      /** The newest head that the controller signed. */
      signedAt: Instant.nullable(),
      checkedAt: Instant,
    }),
    z.object({
      state: z.literal('broken'),
      /** The first row that cannot be believed. */
      row: z.int(),
      kind: z.enum(['missing', 'order', 'changed', 'rewritten', 'cut', 'unsigned']),
      /** Up to when it stands. */
      until: Instant.nullable(),
      checkedAt: Instant,
    }),
  ])
  .meta({ id: 'AuditChain' });
export type AuditChain = z.infer<typeof AuditChain>;
