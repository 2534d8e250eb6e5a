import type { LaterRuns, Overflow } from '@loa/shared/api/programmes';
import type { Instant } from '@loa/shared/instant';
import type { Lateness, PlanSettings, RecordingSource, Resume } from '@loa/shared/messages/plan';
import type { Roster } from '@loa/shared/messages/roster';
import type { Priority } from '@loa/shared/messages/use';
import type { LanguagePolicy, QuietTime } from '@loa/shared/place-rules';
import type { HolidayRule, Timetable } from '@loa/shared/timetable';

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
  column: string | null;
  sound: 'speech' | 'music';
  /** It sounds only when started in [validFrom, validUntil). */
  validFrom: Instant | null;
  validUntil: Instant | null;
  variants: readonly VariantInput[];
}

/** Another station, with the approval that stands for it as it is now. */
export interface StationInput {
  stationId: string;
  name: string;
  url: string;
  /** Local hours, `HH:MM`. */
  hours: readonly { from: string; to: string }[];
  /** The recording that its approval names for when the stream fails. */
  fallback: { sha256: string; bytes: number; durationMs: number } | null;
  grant: GrantInput | null;
}

export type SlotContent =
  | { kind: 'tune' | 'ident' | 'bulletin'; bulletinId: string }
  | { kind: 'newest'; column: string; notWithinDays: number }
  | { kind: 'relay'; stationId: string; durationMs: number }
  | { kind: 'filler'; bulletinIds: readonly string[]; until: string | 'nextHour' };

/** One place in a schedule's queue. `slot` lasts, like an occurrence's id. */
export interface SlotInput {
  slot: string;
  /** When a run is too long, the lowest goes first; of equals the later one. */
  weight: number;
  fallbackBulletinId: string | null;
  content: SlotContent;
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
  /** The longest that a run may last, milliseconds; null: as the place allows. */
  maxMs: number | null;
  overflow: Overflow;
  laterRuns: LaterRuns;
  /** Occurrences before this instant never were planned: the schedule did not exist yet. */
  notBefore: Instant;
  /** When it was set; of two that nobody has decided between, the younger waits. */
  createdAt: Instant;
}

/** Limits of a place beyond its hours, all layers taken together. */
export interface PlaceLimits {
  quiet: readonly QuietTime[];
  maxSessionMs: number | null;
  maxDayMs: number | null;
  maxSessionsPerDay: number | null;
}

/** The box a plan is for and the place where it stands. */
export interface PlaceInput {
  boxId: string;
  clusterId: string;
  /** From the outermost area to the village. */
  areaChain: readonly string[];
  /** The strictest hours and caps of areas and cluster, languages in the cluster's order. */
  settings: PlanSettings;
  languagePolicy: LanguagePolicy;
  repeatInEvening: boolean;
  limits: PlaceLimits;
  /** Areas that were merged into another as the roster says it: old id → new id. Boxes believe only these. */
  successors: Roster['successors'];
  /** The same as staff recorded it, for suspensions that still name an old area; schedules were rewritten then. */
  merged: Roster['successors'];
  /** Since when the box serves this cluster. */
  since: Instant;
  memory: RotationMemory;
}

/** What a cluster has heard, for choosing what is new there. The same for all of its boxes. */
export interface RotationMemory {
  /**
   * bulletinId → when it last sounded there, or was planned and nobody has said yet that it did not. What is still to
   * come does not belong here: planning chooses it anew each time.
   */
  heard: ReadonlyMap<string, Instant>;
  /** What was chosen for runs that have begun, or begin too soon to change: `sessionId|slot` → bulletinId. */
  chosen: ReadonlyMap<string, string>;
  /**
   * The sessions of planned runs that have begun: a slot of theirs for which nothing was chosen stays empty, and any other
   * run that is over by now was never planned. Undefined where that is not known.
   */
  begun?: ReadonlySet<string>;
}

export interface SuspensionInput {
  suspensionId: string;
  name: string;
  areas: readonly string[];
  /** First and last civil date, both included. */
  from: string;
  until: string;
  music: boolean;
  columns: readonly string[];
  everything: boolean;
}

/** All that schedules draw from, the same for every box. */
export interface PlanningWorld {
  schedules: readonly ScheduleInput[];
  bulletins: ReadonlyMap<string, BulletinInput>;
  stations: ReadonlyMap<string, StationInput>;
  suspensions: readonly SuspensionInput[];
  holidays: ReadonlyMap<string, readonly HolidayRule[]>;
  /** Who goes first of two priority schedules, by `pairKey`; a pair that is absent is undecided. */
  winners: ReadonlyMap<string, Winner>;
}

/** A person's word on which of two priority schedules goes first. It says nothing of runs that had begun by then. */
export interface Word {
  scheduleId: string;
  decidedAt: Instant;
}

export interface Winner extends Word {
  /** What was said before, the newest first: what had begun by then goes on by it. */
  earlier?: readonly Word[];
}

/** The name of an unordered pair of schedules. */
export function pairKey(a: string, b: string): string {
  return a < b ? `${a}|${b}` : `${b}|${a}`;
}
