import type { LaterRuns, Overflow, ProgrammeSlot } from '@loa/shared/api/programmes';
import type { Lateness, Resume } from '@loa/shared/messages/plan';
import type { LanguagePolicy } from '@loa/shared/place-rules';
import type { DayRule } from '@loa/shared/timetable';

/** Hours of the day in minutes since midnight, commune time; one stretch. */
export interface Hours {
  from: number;
  to: number;
}

export interface TrueGrant {
  grantId: string;
  /** What it lets sound: a recording's hash, or a station's address. */
  subject: string;
  /** What may sound while a station is away; of stations alone. */
  fallback?: string;
  areas: readonly string[];
  /** Unix, milliseconds; the end is excluded. */
  validFrom: number;
  validUntil: number;
  personId: string;
}

export interface TrueVariant {
  id: string;
  language: string;
  sha256: string;
  durationMs: number;
  /** The grant in force; null once withdrawn, or while nobody has approved it. */
  grantId: string | null;
}

export interface TrueBulletin {
  id: string;
  title: string;
  column: string | null;
  music: boolean;
  validUntil: number | null;
  variants: TrueVariant[];
}

export interface TrueStation {
  id: string;
  url: string;
  hours: Hours;
  /** The recording that sounds while it is away. */
  fallback: { bulletinId: string; sha256: string } | null;
  grantId: string | null;
}

export interface TrueProgramme {
  id: string;
  slots: ProgrammeSlot[];
  maxMinutes: number | null;
  overflow: Overflow;
  laterRuns: LaterRuns;
  archived: boolean;
}

/** When a schedule sounds, commune time. Times have lasting places in the list, which name their occurrences. */
export interface TrueTimes {
  days: DayRule[];
  /** Minutes since midnight. */
  minutes: number[];
  /** Civil dates, `YYYY-MM-DD`. */
  except: string[];
  extra: string[];
  holidays: { calendarId: string; on: 'skip' | 'only' }[];
}

/** Of a bulletin or of a programme, at areas and everything below them, and at single clusters. */
export interface TrueSchedule {
  id: string;
  bulletinId: string | null;
  programmeId: string | null;
  areas: string[];
  clusters: string[];
  times: TrueTimes;
  priority: 'normal' | 'priority';
  lateness: Lateness;
  resume: Resume;
  createdAt: number;
  cancelled: boolean;
}

export interface TrueStop {
  id: string;
  areaId: string;
  from: number;
  until: number;
  lifted: boolean;
}

export interface TrueSuspension {
  id: string;
  areas: string[];
  /** First and last civil date. */
  from: string;
  until: string;
  music: boolean;
  columns: string[];
  everything: boolean;
  declaredAt: number;
  ended: boolean;
}

/** Silence in local time, on some weekdays (1 is Monday) or on all; never over midnight here. */
export interface TrueQuiet extends Hours {
  days: number[] | null;
}

/** What a village says of itself; null: nothing. */
export interface TrueArea {
  hours: Hours | null;
  quiet: TrueQuiet[];
  maxSessionMinutes: number | null;
  maxDayMinutes: number | null;
  maxSessionsPerDay: number | null;
  repeatInEvening: boolean | null;
  /** What a neighbour bears, dB. */
  maxGainDb: number | null;
  mergedInto: string | null;
}

export interface TrueCluster {
  areaId: string;
  /** What villages said that it lay in and that became part of others, the first of them last. */
  kept: TrueArea[];
  languages: string[];
  policy: LanguagePolicy;
}

/** What people decided and the controller was told: it goes back in time with the controller's database. */
export interface Decisions {
  bulletins: Map<string, TrueBulletin>;
  stations: Map<string, TrueStation>;
  programmes: Map<string, TrueProgramme>;
  schedules: Map<string, TrueSchedule>;
  stops: Map<string, TrueStop>;
  suspensions: Map<string, TrueSuspension>;
  /** Who goes first of two priority schedules; their ids in order, with a bar between. */
  winners: Map<string, string>;
  /** Calendar → its holidays as civil dates. */
  calendars: Map<string, string[]>;
  areas: Map<string, TrueArea>;
  clusters: Map<string, TrueCluster>;
  rosterVersion: number;
}

export interface TrueRoster {
  version: number;
  hours: Hours;
  revoked: ReadonlySet<string>;
  /** Areas that became part of others, as boxes are told. */
  successors: Readonly<Record<string, string>>;
}

/**
 * What is so in a world, whatever its machines believe. The rules judge by it, and nothing of the code under test
 * writes into it.
 */
export interface Truth {
  decisions: Decisions;
  /** When people last decided anything, unix, milliseconds, by the controller's clock. */
  decidedAt: number;
  /** What people signed can never be unsigned. */
  grants: Map<string, TrueGrant>;
  rosters: Map<number, TrueRoster>;
  recordings: Map<string, number>;
}

export function createTruth(): Truth {
  const decisions: Decisions = {
    ...{ bulletins: new Map(), stations: new Map(), programmes: new Map(), schedules: new Map() },
    ...{ stops: new Map(), suspensions: new Map(), winners: new Map(), calendars: new Map() },
    ...{ areas: new Map(), clusters: new Map(), rosterVersion: 0 },
  };
  return { decisions, decidedAt: 0, grants: new Map(), rosters: new Map(), recordings: new Map() };
}

/** As a backup keeps it. */
export function copyOf(decisions: Decisions): Decisions {
  return structuredClone(decisions);
}

/** The name of two schedules, whichever is named first. */
export function pairOf(a: string, b: string): string {
  return a < b ? `${a}|${b}` : `${b}|${a}`;
}
