import { z } from 'zod';
import { BoxId, Id, PlaybackId, Sha256 } from '../ids.js';
import { DurationMs, Instant } from '../instant.js';
import { EndState, Reason } from '../playback.js';
import { ClockQuality } from './clock-state.js';

const stamped = {
  /** Position in the box's journal, from 1, without gaps. */
  seq: z.int().min(1),
  /** The box's best idea of the instant; judge it by `clock`. */
  at: Instant,
  clock: ClockQuality,
};

/** What the box learned of a playback from its plan, so that the log stands by itself. */
const planned = {
  playbackId: PlaybackId,
  /** Of an override: its own id. */
  sessionId: Id,
  /** 0 for what no plan named. */
  planRevision: z.int().min(0),
  /** The override that asked for it, where one did. */
  overrideId: Id.optional(),
  scheduledAt: Instant,
  sha256: Sha256.optional(),
  grantId: Sha256.optional(),
};

/** Sound handed to the output so far. */
export const Delivered = z.object({
  deliveredMs: DurationMs,
  /** RMS level of the samples handed to the output, dB below full scale; absent for digital silence. */
  rmsDbfs: z.number().max(0).optional(),
  peakDbfs: z.number().max(0).optional(),
  underruns: z.int().min(0),
  /** How like the sound that went out is what the box heard of it through a microphone, where it has one; 1 is the same. */
  heard: z.number().min(0).max(1).optional(),
});
export type Delivered = z.infer<typeof Delivered>;

export const JournalEntry = z
  .discriminatedUnion('kind', [
    z.object({ ...stamped, kind: z.literal('ready'), ...planned }),
    z.object({ ...stamped, kind: z.literal('claimed'), ...planned }),
    z.object({
      ...stamped,
      kind: z.literal('started'),
      ...planned,
      startedAt: Instant,
      /** First sample's instant minus the planned one, milliseconds. */
      startErrorMs: z.number(),
      /** Where in the recording it began, for late joins. */
      offsetMs: DurationMs,
      output: z.string().max(200),
    }),
    z.object({
      ...stamped,
      kind: z.literal('suspended'),
      ...planned,
      by: z.string().max(100),
      ...Delivered.shape,
    }),
    z.object({ ...stamped, kind: z.literal('resumed'), ...planned, offsetMs: DurationMs }),
    z.object({
      ...stamped,
      kind: z.literal('ended'),
      ...planned,
      state: EndState,
      reason: Reason.optional(),
      detail: z.string().max(500).optional(),
      startedAt: Instant.optional(),
      endedAt: Instant,
      startErrorMs: z.number().optional(),
      ...Delivered.shape,
    }),
    /** A document that the box would not follow: who sent what, and why not. */
    z.object({
      ...stamped,
      kind: z.literal('refused'),
      document: z.string().max(40),
      reason: z.string().max(40),
      detail: z.string().max(500),
      documentSha256: Sha256,
    }),
    z.object({
      ...stamped,
      kind: z.literal('accepted'),
      document: z.string().max(40),
      counter: z.int().min(0),
    }),
    z.object({
      ...stamped,
      kind: z.literal('boot'),
      version: z.string().max(40),
      bootId: z.string().max(64),
    }),
    z.object({ ...stamped, kind: z.literal('clock'), detail: z.string().max(200) }),
    z.object({
      ...stamped,
      kind: z.literal('trouble'),
      reason: z.string().max(40),
      detail: z.string().max(500),
    }),
  ])
  .meta({ id: 'JournalEntry' });
export type JournalEntry = z.infer<typeof JournalEntry>;

/**
 * Up to 50 journal entries in order. `entries[i]` has seq `firstSeq + i`; one that cannot be read is stored raw
 * as rejected and receipted like the others, so that it never blocks the outbox.
 */
export const Report = z
  .object({
    boxId: BoxId,
    journalId: Id,
    firstSeq: z.int().min(1),
    /** sha256 of the bytes of the report message before in this journal, null for the first. */
    prev: Sha256.nullable(),
    issuedAt: Instant,
    entries: z.array(z.unknown()).min(1).max(50),
  })
  .meta({ id: 'Report', description: 'entries hold JournalEntry objects; each is parsed by itself' });
export type Report = z.infer<typeof Report>;

export const MAX_ENTRIES_PER_REPORT = 50;
