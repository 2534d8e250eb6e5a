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

/** The weeks that progress tells of: those that have begun, and the one after. */
export function weeksTold(
  campaign: { from: string; until: string },
  civil: CivilTime,
  now: Instant,
): WeekWindow[] {
  const weeks = campaignWeeks(campaign, civil);
  return weeks.slice(0, weeks.filter(({ startsAt }) => startsAt <= now).length + 1);
}

/** What programmes choose depends on what they chose before: so many days of it tell enough. */
const CHOSEN_BEFORE_DAYS = 14;

/**
 * The whole days to plan so as to know what is still to come in those weeks: from today on, or from some time before a
 * week that lies further ahead. Null: they are all over.
 */
export function stretchToPlan(
  campaign: { from: string; until: string },
  civil: CivilTime,
  now: Instant,
): { from: Instant; until: Instant } | null {
  const ahead = weeksTold(campaign, civil, now).filter(({ endsAt }) => endsAt > now);
  const [first, last] = [ahead[0], ahead.at(-1)];
  if (!first || !last) return null;
  const before = civil.startOfDay(addDays(first.from, -CHOSEN_BEFORE_DAYS));
  return { from: Math.max(civil.startOfDay(civil.dateOf(now)), before), until: last.endsAt };
}

/**
 * A weekly quota for a week of `days` days: in proportion, rounded up, so that a cut week never asks for less than
 * its share (5 plays a week are 3 in a week of 4 days). Null: no such quota.
 */
export function quotaOf(perWeek: number | null, days: number): number | null {
  return perWeek === null ? null : Math.ceil((perWeek * days) / 7);
}
