import { z } from 'zod';
import { AreaId, BoxId, Id, Sha256 } from '../ids.js';
import { DurationMs, Instant } from '../instant.js';
import { GainDb } from '../sound-window.js';
import { RecordingSource } from './plan.js';

const common = {
  overrideId: Id,
  createdAt: Instant,
  startsAt: Instant,
  /** Its own end. A stop holds until here even after the document that brought it has expired. */
  until: Instant,
  areas: z.array(AreaId).min(1).max(200),
  /** Only these boxes, where given. */
  boxes: z.array(BoxId).min(1).max(1000).optional(),
};

const OverrideItem = z.object({ source: RecordingSource, gainDb: GainDb, grantId: Sha256 });

const Repeat = z.object({ times: z.int().min(1).max(100), everyMs: DurationMs });

/** Speech from a microphone: fetched from /agent/live/{overrideId}; a new `epoch` means a new stream to open. */
const LiveStream = z.object({
  liveId: Id,
  epoch: z.int().min(0),
  delayMs: DurationMs,
  gainDb: GainDb,
  grantId: Sha256,
});

export const Override = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('stop'), ...common }),
    z.object({ kind: z.literal('watch'), ...common }),
    z.object({ kind: z.literal('live'), live: LiveStream, ...common }),
    z.object({
      kind: z.literal('emergency'),
      items: z.array(OverrideItem).min(1).max(20),
      repeat: Repeat,
      ...common,
    }),
    z.object({ kind: z.literal('test'), items: z.array(OverrideItem).min(1).max(4), ...common }),
  ])
  .refine((o) => o.startsAt <= o.until, { error: 'until is not before startsAt' })
  .meta({ id: 'Override' });
export type Override = z.infer<typeof Override>;

/** All that overrides the plans of an area now. It lives ≤15 min and is renewed; an empty list lifts everything. */
export const OverrideDocument = z
  .object({
    areaId: AreaId,
    revision: z.int().min(1),
    issuedAt: Instant,
    expiresAt: Instant,
    overrides: z.array(Override).max(200),
    /** The final bytes (as text) of every grant that the overrides name. */
    grants: z.array(z.string().max(100_000)).max(200),
  })
  .meta({ id: 'OverrideDocument' });
export type OverrideDocument = z.infer<typeof OverrideDocument>;

/** How long an override document may live, milliseconds. */
export const OVERRIDE_DOCUMENT_LIFE_MS = 15 * 60_000;
