import { z } from 'zod';
import { Sha256 } from '../ids.js';
import { DurationMs, Instant } from '../instant.js';

/** One canonical recording: what loudspeakers play, named by its bytes. */
export const Recording = z
  .object({
    sha256: Sha256,
    bytes: z.int(),
    durationMs: DurationMs,
    /** Integrated loudness, LUFS. */
    lufs: z.number().nullable(),
    /** True peak, dBTP. */
    peakDb: z.number().nullable(),
    createdAt: Instant,
    createdBy: z.string(),
  })
  .meta({ id: 'Recording' });
export type Recording = z.infer<typeof Recording>;

/** `known`: the same original had been uploaded before; nothing was added. */
export const ImportedRecording = Recording.extend({ known: z.boolean(), originalName: z.string() }).meta({
  id: 'ImportedRecording',
});
