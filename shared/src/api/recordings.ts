import { z } from 'zod';
import { AreaId, Id, Language, Sha256 } from '../ids.js';
import { DurationMs, Instant } from '../instant.js';
import { VariantState } from './variant-state.js';

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

/** A bulletin, of those the asker may see, that already uses a recording. */
export const RecordingUse = z
  .object({
    bulletinId: Id,
    areaId: AreaId,
    title: z.string(),
    language: Language,
    state: VariantState,
    updatedAt: Instant,
  })
  .meta({ id: 'RecordingUse' });
export type RecordingUse = z.infer<typeof RecordingUse>;

/** `known`: the same original had been uploaded before; nothing was added. `sameAs`: who uses the same sound already. */
export const ImportedRecording = Recording.extend({
  known: z.boolean(),
  originalName: z.string(),
  sameAs: z.array(RecordingUse),
}).meta({ id: 'ImportedRecording' });
export type ImportedRecording = z.infer<typeof ImportedRecording>;

/** The loudest of each of `points.length` equal stretches, 0 (silence) to 100 (full scale), for drawing. */
export const Peaks = z
  .object({ sha256: Sha256, durationMs: DurationMs, points: z.array(z.int().min(0).max(100)) })
  .meta({ id: 'Peaks' });
export type Peaks = z.infer<typeof Peaks>;

/** Keeps [startMs, endMs) of a recording; where neither is given, what lies between its first and last sound. */
export const TrimRecording = z
  .strictObject({ startMs: DurationMs.optional(), endMs: DurationMs.optional() })
  .meta({ id: 'TrimRecording' });

/** `trimmedMs`: how much shorter; 0 when there was nothing to cut, and the recording is the same. */
export const TrimmedRecording = ImportedRecording.extend({ trimmedFrom: Sha256, trimmedMs: DurationMs }).meta(
  {
    id: 'TrimmedRecording',
  },
);
