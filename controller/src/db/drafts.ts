import type { Area } from '@loa/shared/api/areas';
import type { Cluster } from '@loa/shared/api/clusters';
import type { HolidayCalendar } from '@loa/shared/api/holiday-calendars';
import type { Programme } from '@loa/shared/api/programmes';
import type { Schedule } from '@loa/shared/api/schedules';
import type { Suspension } from '@loa/shared/api/suspensions';

/** A suspension that nobody made yet. */
export type SuspensionDraft = Omit<Suspension, 'createdBy' | 'createdAt' | 'cancelledAt'>;

/** What an edit would make of what is stored: each of these is read in place of the stored one of its id. */
export interface Drafts {
  schedules: readonly Schedule[];
  suspensions: readonly SuspensionDraft[];
  programmes: readonly Programme[];
  areas: readonly Area[];
  clusters: readonly Cluster[];
  calendars: readonly Pick<HolidayCalendar, 'id' | 'holidays'>[];
}

export const NO_DRAFTS: Drafts = {
  ...{ schedules: [], suspensions: [], programmes: [], areas: [], clusters: [], calendars: [] },
};

/** What is stored, by its id, with the drafts in its place. */
export function withDrafts<T extends { id: string }>(
  stored: ReadonlyMap<string, T>,
  drafts: readonly T[],
): Map<string, T> {
  return new Map([...stored, ...drafts.map((draft) => [draft.id, draft] as const)]);
}
