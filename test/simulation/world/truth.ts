import type { Lateness, Resume } from '@loa/shared/messages/plan';
import type { Priority } from '@loa/shared/messages/use';

/** Hours of the day in minutes since midnight, commune time; one stretch. */
export interface Hours {
  from: number;
  to: number;
}

export interface TrueGrant {
  grantId: string;
  sha256: string;
  areas: readonly string[];
  /** Unix, milliseconds; the end is excluded. */
  validFrom: number;
  validUntil: number;
  personId: string;
}

export interface TrueBulletin {
  id: string;
  variantId: string;
  title: string;
  sha256: string;
  durationMs: number;
  validUntil: number | null;
  /** The grant in force; null once withdrawn. */
  grantId: string | null;
}

export interface TrueSchedule {
  id: string;
  bulletinId: string;
  /** Null: the whole commune. */
  village: string | null;
  /** Minutes since midnight, commune time, every day. */
  minute: number;
  priority: Priority;
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

/** What people decided and the controller was told: it goes back in time with the controller's database. */
export interface Decisions {
  bulletins: Map<string, TrueBulletin>;
  schedules: Map<string, TrueSchedule>;
  stops: Map<string, TrueStop>;
  rosterVersion: number;
}

export interface TrueRoster {
  version: number;
  hours: Hours;
  revoked: ReadonlySet<string>;
}

/**
 * What is so in a world, whatever its machines believe. The rules judge by it, and nothing of the code under test
 * writes into it.
 */
export interface Truth {
  decisions: Decisions;
  /** What people signed can never be unsigned. */
  grants: Map<string, TrueGrant>;
  rosters: Map<number, TrueRoster>;
  recordings: Map<string, number>;
}

export function createTruth(): Truth {
  return {
    decisions: { bulletins: new Map(), schedules: new Map(), stops: new Map(), rosterVersion: 0 },
    grants: new Map(),
    rosters: new Map(),
    recordings: new Map(),
  };
}

/** As a backup keeps it. */
export function copyOf(decisions: Decisions): Decisions {
  return structuredClone(decisions);
}
