import { z } from 'zod';
import { AreaId, BoxId, Id, Language, PlaybackId, Sha256 } from '../ids.js';
import { DurationMs, Instant, Zone } from '../instant.js';
import { GainDb, OutputSettings, SoundWindow } from '../sound-window.js';
import { Priority } from './use.js';

/** What happens to an item whose start was missed: dropped, joined where it would be by now, or begun late. */
export const Lateness = z.enum(['skip', 'joinMidway', 'fromStart']);
export type Lateness = z.infer<typeof Lateness>;

/** What happens after something of higher priority interrupted an item. */
export const Resume = z.enum(['resume', 'restart', 'drop']);
export type Resume = z.infer<typeof Resume>;

export const RecordingSource = z.object({
  kind: z.literal('recording'),
  sha256: Sha256,
  bytes: z.int().min(1),
  durationMs: DurationMs,
});
export type RecordingSource = z.infer<typeof RecordingSource>;

export const RelaySource = z.object({
  kind: z.literal('relay'),
  url: z.url().max(2000),
  durationMs: DurationMs,
  fallback: Sha256.optional(),
});

export const Source = z.discriminatedUnion('kind', [RecordingSource, RelaySource]);
export type Source = z.infer<typeof Source>;

/** One item of a session. It starts at max(startsAt, end of the item before) if that is ≤ latestStartAt. */
export const Item = z
  .object({
    playbackId: PlaybackId,
    source: Source,
    startsAt: Instant,
    latestStartAt: Instant,
    gainDb: GainDb,
    lateness: Lateness,
    resume: Resume,
    grantId: Sha256,
  })
  .refine((item) => item.startsAt <= item.latestStartAt, { error: 'latestStartAt is not before startsAt' })
  .meta({ id: 'Item' });
export type Item = z.infer<typeof Item>;

/** An ordered queue of items; whatever still sounds at `endsBy` is cut. */
export const Session = z
  .object({
    sessionId: Id,
    priority: Priority,
    startsAt: Instant,
    endsBy: Instant,
    items: z.array(Item).min(1).max(200),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

/** What the controller wants of a box; a box takes the stricter of this and the roster's limits. */
export const PlanSettings = z.object({
  zone: Zone,
  /** Hours in which the cluster may sound. Their `maxGainDb` is the volume cap at that time of day. */
  hours: z.array(SoundWindow).max(48),
  /** The cluster's own gain cap at any hour. */
  maxGainDb: GainDb,
  languages: z.array(Language).max(8),
  /** Addresses and credentials of outputs live only in the box's own settings. */
  outputs: OutputSettings,
});
export type PlanSettings = z.infer<typeof PlanSettings>;

/** Everything one box is to play until `coversUntil`. What is absent is cancelled up to then, unknown beyond. */
export const Plan = z
  .object({
    boxId: BoxId,
    /** From the outermost area to the village; contains the box's home commune. */
    areaChain: z.array(AreaId).min(1).max(12),
    revision: z.int().min(1),
    issuedAt: Instant,
    coversUntil: Instant,
    /** Equal to `coversUntil`. */
    expiresAt: Instant,
    settings: PlanSettings,
    /** Templates, chimes and fallbacks that stay on the box and are never evicted. */
    hold: z
      .array(
        z.object({
          sha256: Sha256,
          bytes: z.int().min(1),
          grantId: Sha256,
          /** Where it is told, the box checks that it decodes to this length. */
          durationMs: DurationMs.optional(),
        }),
      )
      .max(200),
    sessions: z.array(Session).max(2000),
  })
  .refine((plan) => plan.expiresAt === plan.coversUntil, { error: 'expiresAt equals coversUntil' })
  .meta({ id: 'Plan' });
export type Plan = z.infer<typeof Plan>;
