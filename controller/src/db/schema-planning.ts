/* The tables that planning added, as Kysely sees them; see schema.ts. */

import type { Generated } from 'kysely';

/** Where a schedule sounds: the same as its `area_ids` and `cluster_ids`, to be asked by place. One of the two stands. */
export interface SchedulePlaceTable {
  schedule_id: string;
  area_id: string | null;
  cluster_id: string | null;
}

export interface ProgrammeTable {
  id: string;
  area_id: string;
  name: string;
  /** The name as lists are searched and sorted by. */
  folded: Generated<string>;
  /** JSON ProgrammeSlot[]. */
  slots: string;
  max_minutes: number | null;
  overflow: string;
  later_runs: string;
  created_by: string;
  /** Who looks after it since a handover; null: whoever made it. */
  owner_id: string | null;
  created_at: number;
  updated_at: number;
  archived_at: number | null;
}

/** What a programme's slots name: a bulletin's id, a column's name, a station's id. */
export interface ProgrammePartTable {
  programme_id: string;
  kind: 'bulletin' | 'column' | 'station';
  part: string;
}

export interface StationTable {
  id: string;
  area_id: string;
  name: string;
  /** The name as lists are searched and sorted by. */
  folded: Generated<string>;
  url: string;
  /** JSON {from, to}[]. */
  hours: string;
  fallback_bulletin_id: string | null;
  grant_id: string | null;
  created_by: string;
  /** Who looks after it since a handover; null: whoever made it. */
  owner_id: string | null;
  created_at: number;
  updated_at: number;
}

export interface SuspensionTable {
  id: string;
  name: string;
  /** JSON string[]. */
  area_ids: string;
  from_date: string;
  until_date: string;
  music: number;
  /** JSON string[]. */
  column_names: string;
  everything: number;
  created_by: string;
  created_at: number;
  cancelled_at: number | null;
}

export interface HolidayCalendarTable {
  id: string;
  area_id: string;
  name: string;
  /** JSON HolidayRule[]. */
  holidays: string;
  updated_at: number;
}

export interface PriorityDecisionTable {
  id: string;
  /** The commune where the two first meet. */
  area_id: string;
  elder_id: string;
  younger_id: string;
  first_at: number;
  winner: string | null;
  decided_by: string | null;
  decided_at: number | null;
  /** JSON of what was said before, the newest first: {scheduleId, decidedAt}[]. */
  earlier_words: Generated<string>;
  created_at: number;
}

export interface CampaignTable {
  id: string;
  area_id: string;
  name: string;
  /** The name as lists are searched and sorted by. */
  folded: Generated<string>;
  from_date: string;
  until_date: string;
  /** JSON string[]. */
  topics: string;
  /** JSON string[]. */
  column_names: string;
  /** JSON string[]. */
  area_ids: string;
  /** JSON Quotas. */
  quotas: string;
  created_by: string;
  /** Who looks after it since a handover; null: whoever made it. */
  owner_id: string | null;
  created_at: number;
  cancelled_at: number | null;
}
