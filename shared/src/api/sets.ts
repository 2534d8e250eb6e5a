import { z } from 'zod';
import { AreaId, Id, Language, Sha256 } from '../ids.js';
import { DurationMs, Instant } from '../instant.js';
import { SignedSoFar } from './approvals.js';

/** Many short recordings (tunes, idents, fillers) that one grant approves. */
export const ApprovedSet = z
  .object({
    grantId: Sha256,
    title: z.string(),
    /** Of all its bulletins. */
    areaId: AreaId,
    /** Where it may sound, in words. */
    where: z.array(z.string()),
    signedAt: Instant,
    validUntil: Instant,
    /** Names of who signed it. */
    signers: z.array(z.string()),
    /** Those that stand under it still: another recording, text or title has left it. */
    items: z.array(
      z.object({
        variantId: Id,
        bulletinId: Id,
        title: z.string(),
        language: Language,
        durationMs: DurationMs.nullable(),
      }),
    ),
  })
  .meta({ id: 'ApprovedSet' });
export type ApprovedSet = z.infer<typeof ApprovedSet>;

/** A set that somebody has signed and that waits for others. */
export const WaitingSet = z
  .object({
    draftId: Id,
    title: z.string(),
    areaId: AreaId,
    /** Where it may sound, in words. */
    where: z.array(z.string()),
    variantIds: z.array(Id),
    createdAt: Instant,
    /** Signed by then, or all sign anew. */
    expiresAt: Instant,
    /** Set when this person may not sign it, and why, in words. */
    notByYou: z.string().nullable(),
    signed: SignedSoFar,
  })
  .meta({ id: 'WaitingSet' });
export type WaitingSet = z.infer<typeof WaitingSet>;
