import type { Instant } from '@loa/shared/instant';
import { addDays, type CivilTime, weekdayOf } from '../calendar/civil-time.js';

/** One week of a campaign, Monday to Sunday, cut by the campaign's first and last date. */
export interface WeekWindow {
  /** The Monday, also where the campaign begins later in that week. */
  week: string;
  /** First and last date that count, both included. */
  from: string;
  until: string;
  /** 1..7; below 7 the quotas are smaller in proportion. */
  days: number;
  startsAt: Instant;
  /** Exclusive. */
  endsAt: Instant;
}

/** The weeks of [from, until] (civil dates, both included) in a zone. */
export function campaignWeeks(campaign: { from: string; until: string }, civil: CivilTime): WeekWindow[] {
  const weeks: WeekWindow[] = [];
  let monday = addDays(campaign.from, 1 - weekdayOf(campaign.from));
  while (monday <= campaign.until) {
    const sunday = addDays(monday, 6);
    const from = monday > campaign.from ? monday : campaign.from;
    const until = sunday < campaign.until ? sunday : campaign.until;
    const days = weekdayOf(until) - weekdayOf(from) + 1;
    const endsAt = civil.startOfDay(addDays(until, 1));
    weeks.push({ week: monday, from, until, days, startsAt: civil.startOfDay(from), endsAt });
    monday = addDays(monday, 7);
  }
  return weeks;
}

/**
 * A weekly quota for a week of `days` days: in proportion, rounded up, so that a cut week never asks for less than
 * its share (5 plays a week are 3 in a week of 4 days). Null: no such quota.
 */
export function quotaOf(perWeek: number | null, days: number): number | null {
  return perWeek === null ? null : Math.ceil((perWeek * days) / 7);
}
