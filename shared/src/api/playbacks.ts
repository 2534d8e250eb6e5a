import { z } from 'zod';
import { AreaId, BoxId, Id, Language, PlaybackId, Sha256 } from '../ids.js';
import { Instant } from '../instant.js';
import { Priority } from '../messages/use.js';
import { PlaybackState, Reason } from '../playback.js';
import { pageQuery } from './page.js';

/** One item on one box: what was planned, and what the box proved of it. */
export const Playback = z
  .object({
    id: PlaybackId,
    boxId: BoxId,
    clusterId: Id,
    areaId: AreaId,
    scheduleId: Id.nullable(),
    bulletinId: Id.nullable(),
    variantId: Id.nullable(),
    sessionId: Id,
    title: z.string(),
    language: z.string(),
    plannedAt: Instant,
    latestStartAt: Instant,
    endsBy: Instant,
    durationMs: z.int(),
    priority: z.string(),
    state: PlaybackState,
    reason: Reason.nullable(),
    detail: z.string().nullable(),
    /** A guess of the controller that a late report may replace. */
    provisional: z.boolean(),
    withdrawnAt: Instant.nullable(),
    startedAt: Instant.nullable(),
    endedAt: Instant.nullable(),
    startErrorMs: z.number().nullable(),
    deliveredMs: z.int().nullable(),
    rmsDbfs: z.number().nullable(),
    peakDbfs: z.number().nullable(),
    underruns: z.int().nullable(),
    clockState: z.string().nullable(),
    clockUncertaintyMs: z.number().nullable(),
    sha256: Sha256.nullable(),
    grantId: Sha256.nullable(),
    planRevision: z.int().nullable(),
    output: z.string().nullable(),
    updatedAt: Instant,
  })
  .meta({ id: 'Playback' });
export type Playback = z.infer<typeof Playback>;

/** All filters together must hold. `area` takes in everything below it. Newest planned first. */
export const PlaybackQuery = z.strictObject({
  area: AreaId.optional(),
  cluster: Id.optional(),
  box: BoxId.optional(),
  schedule: Id.optional(),
  bulletin: Id.optional(),
  language: Language.optional(),
  /** One state, or several separated by commas. */
  state: z
    .string()
    .max(200)
    .transform((text) => text.split(','))
    .pipe(z.array(PlaybackState).min(1).max(12))
    .optional(),
  priority: Priority.optional(),
  /** from ≤ plannedAt < to, unix milliseconds. */
  from: z.coerce.number().pipe(Instant).optional(),
  to: z.coerce.number().pipe(Instant).optional(),
  ...pageQuery,
});
export type PlaybackQuery = z.infer<typeof PlaybackQuery>;

/** One journal entry of the box about a playback, as received. */
export const EvidenceEntry = z
  .object({
    journalId: Id,
    seq: z.int(),
    at: Instant,
    kind: z.string(),
    body: z.unknown(),
    rejected: z.boolean(),
    receivedAt: Instant,
  })
  .meta({ id: 'EvidenceEntry' });
export type EvidenceEntry = z.infer<typeof EvidenceEntry>;

export const PlaybackWithEvidence = Playback.extend({ evidence: z.array(EvidenceEntry) }).meta({
  id: 'PlaybackWithEvidence',
});
