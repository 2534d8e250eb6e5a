import { z } from 'zod';
import { BoxId, Id } from '../ids.js';
import { Instant } from '../instant.js';

/**
 * Says that the controller has committed every entry of `journalId` up to `storedThrough`, gap-free (0 for none).
 * Only this lets a box forget entries. A newer receipt with a lower number asks for them again.
 */
export const Receipt = z
  .object({
    boxId: BoxId,
    journalId: Id,
    storedThrough: z.int().min(0),
    revision: z.int().min(1),
    issuedAt: Instant,
  })
  .meta({ id: 'Receipt' });
export type Receipt = z.infer<typeof Receipt>;
