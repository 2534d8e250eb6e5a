import type { Instant } from '@loa/shared/instant';
import type { Lateness, PlanSettings, RecordingSource, Resume } from '@loa/shared/messages/plan';
import type { Roster } from '@loa/shared/messages/roster';
import type { Priority } from '@loa/shared/messages/use';
import type { Timetable } from '@loa/shared/timetable';

/** What planning needs of a person's approval; its signatures were checked when it was stored. */
export interface GrantInput {
  grantId: string;
  areas: readonly string[];
  validFrom: Instant;
  validUntil: Instant;
  signedAt: Instant;
}

/** One language of a bulletin. Without a recording or a grant it cannot sound. */
export interface VariantInput {
  variantId: string;
  language: string;
  recording: Omit<RecordingSource, 'kind'> | null;
  grant: GrantInput | null;
}

export interface BulletinInput {
  bulletinId: string;
  title: string;
  /** It sounds only when started in [validFrom, validUntil). */
  validFrom: Instant | null;
  validUntil: Instant | null;
  variants: readonly VariantInput[];
}

/** One place in a schedule's queue. `slot` lasts, like an occurrence's id. */
export interface SlotInput {
  slot: string;
  content: { kind: 'bulletin'; bulletinId: string };
}

export interface ScheduleInput {
  scheduleId: string;
  title: string;
  /** It sounds at every box whose chain of areas holds one of these … */
  areas: readonly string[];
  /** … and at every box of these clusters. */
  clusters: readonly string[];
  /** Its civil times are those of the place that hears it. */
  timetable: Timetable;
  priority: Priority;
  lateness: Lateness;
  /** How late an item may still start, milliseconds; the policy's own where null. */
  latestStartMs: number | null;
  resume: Resume;
  gainDb: number;
  slots: readonly SlotInput[];
  /** Occurrences before this instant never were planned: the schedule did not exist yet. */
  notBefore: Instant;
}

/** Which variants of a bulletin a cluster hears: the first it can, or every one of its languages in turn. */
export type LanguagePolicy = 'firstAvailable' | 'eachInTurn';

/** The box a plan is for and the place where it stands. */
export interface PlaceInput {
  boxId: string;
  clusterId: string;
  /** From the outermost area to the village. */
  areaChain: readonly string[];
  /** The strictest hours and caps of areas and cluster, languages in the cluster's order. */
  settings: PlanSettings;
  languagePolicy: LanguagePolicy;
  /** Areas that were merged into another: old id → new id. */
  successors: Roster['successors'];
  /** Since when the box serves this cluster. */
  since: Instant;
}
