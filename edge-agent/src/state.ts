import { AreaId, BoxId, Id, PlaybackId } from '@loa/shared/ids';
import { DurationMs, Instant } from '@loa/shared/instant';
import type { Grant } from '@loa/shared/messages/grant';
import type { Override } from '@loa/shared/messages/override';
import { Item, type Plan, RecordingSource, RelaySource } from '@loa/shared/messages/plan';
import { Delivered } from '@loa/shared/messages/report';
import type { Roster } from '@loa/shared/messages/roster';
import { Priority } from '@loa/shared/messages/use';
import { EndState, OpenState, Reason } from '@loa/shared/playback';
import type { Refusal } from '@loa/shared/trust/refusal';
import { z } from 'zod';

/** Why an item may not start: the end state that it gets if nothing changes before its latest start. */
export const Blocked = z.object({ state: EndState, reason: Reason, detail: z.string().max(500).optional() });
export type Blocked = z.infer<typeof Blocked>;

/** Speech from a microphone. A higher epoch is a new stream of the same speech. */
const LiveSource = z.object({
  kind: z.literal('live'),
  liveId: Id,
  epoch: z.int().min(0),
  /** How long after it was spoken all boxes sound it. */
  delayMs: DurationMs,
  durationMs: DurationMs,
});

/** An item as plans name it, or what the box makes of an override. */
const BoxItem = z.object({
  ...Item.shape,
  source: z.discriminatedUnion('kind', [RecordingSource, RelaySource, LiveSource]),
});
export type BoxItem = z.infer<typeof BoxItem>;

/** Which part of which override a playback is. */
export const OverridePart = z.object({
  overrideId: Id,
  kind: z.enum(['emergency', 'live', 'test']),
  createdAt: Instant,
  repeat: z.int().min(0),
  /** Position among the recordings of one repetition. */
  part: z.int().min(0),
});
export type OverridePart = z.infer<typeof OverridePart>;

/** All that the box knows of one playback; it outlives the plan that named it, so that its end can be told. */
export const PlaybackRecord = z.object({
  playbackId: PlaybackId,
  sessionId: Id,
  state: z.enum([...OpenState.options, ...EndState.options]),
  priority: Priority,
  /** The newest plan that named it before it was claimed. */
  planRevision: z.int().min(0),
  /** Set where an override asked for it, and no plan. */
  override: OverridePart.optional(),
  item: BoxItem,
  endsBy: Instant,
  /** When the first plan that named it was issued, by the controller's clock. */
  issuedAt: Instant,
  /** When the box accepted that plan; absent if the box could not know the time. */
  listedAt: Instant.optional(),
  /** The last thing that kept it from starting once its start had come. */
  blocked: Blocked.optional(),
  claimedAt: Instant.optional(),
  /** The instant its first sample was asked for. */
  startAt: Instant.optional(),
  startedAt: Instant.optional(),
  startErrorMs: z.number().optional(),
  /** Where in the recording the present (or next) stretch of sound begins. */
  offsetMs: DurationMs,
  /** Sound of all stretches that have ended, or a checkpoint of the running one. */
  delivered: Delivered,
  output: z.string().max(200).optional(),
  endedAt: Instant.optional(),
});
export type PlaybackRecord = z.infer<typeof PlaybackRecord>;

/** A stop that was accepted: it holds until its own end, whatever becomes of the document that brought it. */
export const Stop = z.object({
  overrideId: Id,
  areaId: AreaId,
  createdAt: Instant,
  startsAt: Instant,
  until: Instant,
  areas: z.array(AreaId).min(1),
  boxes: z.array(BoxId).optional(),
});
export type Stop = z.infer<typeof Stop>;

/** What was handed to the player: armed until its first sample, stopping once it was told to end. */
export interface Channel {
  playbackId: string;
  phase: 'armed' | 'sounding' | 'stopping';
  /** When it will be over if nothing comes between, unix ms. */
  endsAt: number;
  /** Which stream of a live speech it is. */
  epoch?: number;
}

/** An override that is meant for this box, with the life of the document that names it. */
export interface OverrideInForce {
  override: Override;
  areaId: string;
  issuedAt: number;
  /** When its document ends unless it is renewed. */
  expiresAt: number;
}

export type ObjectState = { ready: true } | { ready: false; reason: Reason; detail: string };

/** A grant judged against the roster in force; its validity in time is judged when it is used. */
export type GrantState = { ok: true; grant: Grant } | Refusal;

/** One look at everything that decides what sounds. */
export interface ReconcileInput {
  boxId: string;
  /** From the outermost area to the village; the home commune alone while there is no plan. */
  areaChain: readonly string[];
  /** The box's own idea of the instant (unix ms); meaningless for schedules unless `trusted`. */
  now: number;
  trusted: boolean;
  /** Since when, in this run, the box has known the time. */
  trustedSince: number;
  /** When this run of the agent began. */
  bootAt: number;
  plan: Plan | null;
  roster: Roster | null;
  grants: { get(grantId: string): GrantState | undefined };
  objects: { get(sha256: string): ObjectState | undefined };
  stops: readonly Stop[];
  /** By their ids; stops stand apart, for they outlive their documents. */
  overrides: ReadonlyMap<string, OverrideInForce>;
  /** Whether live speech could be asked for now: it needs the box's token. */
  liveReady: boolean;
  playbacks: ReadonlyMap<string, PlaybackRecord>;
  /** Those of them that have not ended: a few among the many of forty days. */
  open: ReadonlyMap<string, PlaybackRecord>;
  channels: readonly Channel[];
  /** When the last sound of this run ended, whichever it was; null when there was none. */
  lastSoundEnd: number | null;
  /** Whether there is room to keep the record of one more playback. */
  diskFull: boolean;
  /** What an earlier run did is not known, for the card takes no writes: what began before this run may have been heard. */
  forgetful: boolean;
}

/** Sound that comes over the network while it plays, and cannot be had again. */
export function isStream({ source }: BoxItem): boolean {
  return source.kind !== 'recording';
}

export const NOTHING_DELIVERED: Delivered = { deliveredMs: 0, underruns: 0 };
