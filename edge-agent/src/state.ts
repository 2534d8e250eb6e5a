import { AreaId, BoxId, Id, PlaybackId } from '@loa/shared/ids';
import { DurationMs, Instant } from '@loa/shared/instant';
import type { Grant } from '@loa/shared/messages/grant';
import { Item, type Plan } from '@loa/shared/messages/plan';
import { Delivered } from '@loa/shared/messages/report';
import type { Roster } from '@loa/shared/messages/roster';
import { Priority } from '@loa/shared/messages/use';
import { EndState, OpenState, Reason } from '@loa/shared/playback';
import type { Refusal } from '@loa/shared/trust/refusal';
import { z } from 'zod';

/** Why an item may not start: the end state that it gets if nothing changes before its latest start. */
export const Blocked = z.object({ state: EndState, reason: Reason, detail: z.string().max(500).optional() });
export type Blocked = z.infer<typeof Blocked>;

/** All that the box knows of one playback; it outlives the plan that named it, so that its end can be told. */
export const PlaybackRecord = z.object({
  playbackId: PlaybackId,
  sessionId: Id,
  state: z.enum([...OpenState.options, ...EndState.options]),
  priority: Priority,
  /** The newest plan that named it before it was claimed. */
  planRevision: z.int().min(0),
  item: Item,
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

/** What holds the loudspeaker: armed until its first sample, stopping once it was told to end. */
export interface Channel {
  playbackId: string;
  phase: 'armed' | 'sounding' | 'stopping';
}

export type ObjectState = { ready: true } | { ready: false; reason: Reason; detail: string };

/** A grant judged against the roster in force; its validity in time is judged when it is used. */
export type GrantState = { ok: true; grant: Grant } | Refusal;

/** One look at everything that decides what sounds. */
export interface ReconcileInput {
  boxId: string;
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
  playbacks: ReadonlyMap<string, PlaybackRecord>;
  channel: Channel | null;
  /** When the last sound of this run ended, whichever it was; null when there was none. */
  lastSoundEnd: number | null;
  /** Whether there is room to keep the record of one more playback. */
  diskFull: boolean;
}

export const NOTHING_DELIVERED: Delivered = { deliveredMs: 0, underruns: 0 };
