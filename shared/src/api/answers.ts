import { z } from 'zod';
import { AreaId, BoxId, Id, PlaybackId } from '../ids.js';
import { CivilDate, DurationMs, Instant } from '../instant.js';
import { Priority } from '../messages/use.js';
import { PlaybackState } from '../playback.js';

/** Something that a person should know of a run before it is due, in Vietnamese. */
export const Warning = z.object({
  code: z.string(),
  text: z.string(),
  slot: z.string().optional(),
  /** The bulletin's version that it is about, so that what several languages lack may be said once. */
  about: z.object({ title: z.string(), language: z.string() }).optional(),
});
export type Warning = z.infer<typeof Warning>;

/** What an item is in its programme. */
export const ItemRole = z
  .enum(['tune', 'ident', 'bulletin', 'newest', 'relay', 'filler', 'fallback'])
  .meta({ id: 'ItemRole' });
export type ItemRole = z.infer<typeof ItemRole>;

export const OutlookItem = z.object({
  /** The programme's slot; a repeated piece of music adds its number. */
  slot: z.string(),
  role: ItemRole,
  title: z.string(),
  language: z.string(),
  startsAt: Instant,
  durationMs: DurationMs,
  bulletinId: Id.nullable(),
  /** Boxes of the cluster that have its sound ready, and all of them. */
  boxesReady: z.int(),
  boxes: z.int(),
  states: z.array(z.object({ boxId: BoxId, playbackId: PlaybackId, state: PlaybackState })),
});
export type OutlookItem = z.infer<typeof OutlookItem>;

/** One run at one cluster: what will sound, and what will not and why. */
export const OutlookRun = z.object({
  sessionId: Id,
  scheduleId: Id,
  name: z.string(),
  priority: Priority,
  date: CivilDate,
  startsAt: Instant,
  endsAt: Instant,
  /** `ready`: everything will sound; `partly`: something is left out or not there yet; `silent`: nothing will sound. */
  readiness: z.enum(['ready', 'partly', 'silent']),
  items: z.array(OutlookItem),
  warnings: z.array(Warning),
});
export type OutlookRun = z.infer<typeof OutlookRun>;

/** What a village will hear and whether it is ready, cluster by cluster. */
export const Outlook = z
  .object({
    areaId: AreaId,
    name: z.string(),
    zone: z.string(),
    from: Instant,
    until: Instant,
    clusters: z.array(
      z.object({ clusterId: Id, name: z.string(), boxes: z.int(), runs: z.array(OutlookRun) }),
    ),
  })
  .meta({ id: 'Outlook' });
export type Outlook = z.infer<typeof Outlook>;

/** One difference that an edit would make, the same at all the clusters it names. */
export const PlanChange = z.object({
  change: z.enum(['added', 'removed', 'moved', 'changed']),
  date: CivilDate,
  title: z.string(),
  language: z.string(),
  scheduleId: Id,
  before: Instant.nullable(),
  after: Instant.nullable(),
  villages: z.array(z.string()).max(10),
  clusters: z.int(),
});
export type PlanChange = z.infer<typeof PlanChange>;

/** What an edit would change in the next days, and for whom, before it is saved. */
export const PlanDiff = z
  .object({
    boxes: z.int(),
    clusters: z.int(),
    changes: z.array(PlanChange),
    /** Changes beyond those listed. */
    more: z.int(),
    /** One line: "Thêm 14 lượt ở 3 làng, bỏ 2 lượt ở làng Ơi Briu." */
    text: z.string(),
  })
  .meta({ id: 'PlanDiff' });
export type PlanDiff = z.infer<typeof PlanDiff>;

/** Somebody did something about it. */
export const Step = z.object({ at: Instant, who: z.string(), what: z.string() });
export type Step = z.infer<typeof Step>;

/** Why something did not sound: one sentence, one remedy, and what they rest on. */
export const WhySilent = z
  .object({
    text: z.string(),
    remedy: z.string(),
    playbackId: PlaybackId.nullable(),
    state: PlaybackState.nullable(),
    /** Who signed its approval, by name; also among `history`. */
    approved: z.array(Step),
    history: z.array(Step),
  })
  .meta({ id: 'WhySilent' });
export type WhySilent = z.infer<typeof WhySilent>;

/** One thing that sounded at a place and time: what, who set it, who approved it, who changed it. */
export const WhySounded = z
  .object({
    playbackId: PlaybackId,
    title: z.string(),
    language: z.string(),
    startedAt: Instant,
    endedAt: Instant.nullable(),
    text: z.string(),
    set: Step.nullable(),
    approved: z.array(Step),
    changed: z.array(Step),
  })
  .meta({ id: 'WhySounded' });
export type WhySounded = z.infer<typeof WhySounded>;

/** Everything that sounded at a cluster at one time, and a page to print. */
export const WhySoundedList = z
  .object({ clusterId: Id, at: Instant, items: z.array(WhySounded), text: z.string() })
  .meta({ id: 'WhySoundedList' });
export type WhySoundedList = z.infer<typeof WhySoundedList>;
