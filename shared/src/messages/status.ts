import { z } from 'zod';
import { BoxId, Id, PlaybackId } from '../ids.js';
import { Instant } from '../instant.js';
import { ClockQuality } from './clock-state.js';

/** Unsigned and advisory, never evidence. The last will is `{boxId, connected: false}`. */
export const Status = z
  .object({
    boxId: BoxId,
    connected: z.boolean(),
    at: Instant.optional(),
    version: z.string().max(40).optional(),
    clock: ClockQuality.optional(),
    planRevision: z.int().min(0).optional(),
    rosterVersion: z.int().min(0).optional(),
    /** Why the box is silent on purpose, if it is: no_plan, plan_expired, clock_untrusted, stopped, no_roster. */
    silent: z.string().max(40).optional(),
    playing: PlaybackId.optional(),
    /** What that is: which kind of sound, and of which override. */
    sound: z
      .object({
        kind: z.enum(['recording', 'relay', 'live', 'test']),
        rank: z.enum(['normal', 'priority', 'live', 'emergency']),
        overrideId: Id.optional(),
        startedAt: Instant.optional(),
      })
      .optional(),
    /** dB below full scale, of the last moment; only while playing. Told every second or two while watched. */
    levelDbfs: z.number().max(0).optional(),
    /** Somebody watches the levels of this box (an override `watch` is in force). */
    watched: z.boolean().optional(),
    /** Set while the card takes no writes: what happens is kept in memory alone, and why. */
    cardTrouble: z.string().max(200).optional(),
    readyItems: z.int().min(0).optional(),
    missingItems: z.int().min(0).optional(),
    pendingEntries: z.int().min(0).optional(),
    freeBytes: z.int().min(0).optional(),
    /** Bytes over the network this month (of the place), headers included, by what they were for. */
    data: z
      .object({
        month: z.string().max(7),
        control: z.int().min(0),
        audio: z.int().min(0),
        stream: z.int().min(0),
        /** What the box may carry in a month. */
        budgetBytes: z.int().min(0).optional(),
        /** It is used up: only what is due within a day is fetched. */
        over: z.boolean().optional(),
      })
      .optional(),
    outputs: z
      .array(z.object({ id: z.string().max(64), ok: z.boolean(), detail: z.string().max(200).optional() }))
      .max(16)
      .optional(),
    lastRefusal: z
      .object({ document: z.string().max(40), reason: z.string().max(40), at: Instant })
      .optional(),
  })
  .meta({ id: 'Status' });
export type Status = z.infer<typeof Status>;
