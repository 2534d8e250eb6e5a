import type { CampaignProgress } from '@loa/shared/api/campaigns';
import { dayOf } from '../../lib/format.js';

export type Week = CampaignProgress['clusters'][number]['weeks'][number];

export interface WeekFigure {
  /** The Monday, `2026-10-05`. */
  week: string;
  /** Places that have met the goals of this week, and all of them. */
  met: number;
  places: number;
  /** Of all places together; wanted 0: no such goal. */
  plays: { done: number; planned: number; wanted: number };
  minutes: { done: number; planned: number; wanted: number };
}

export function hasMet({ plays, playsWanted, minutes, minutesWanted }: Week): boolean {
  return plays >= (playsWanted ?? 0) && minutes >= (minutesWanted ?? 0);
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Of one place's weeks, in their order, the one that something can still be done about at an instant (unix milliseconds): that which
 * contains it, before the campaign the first, after it the last. Pure.
 */
export function weekThatCounts(weeks: readonly Week[], at: number): Week | undefined {
  return weeks.find(({ week }) => at < dayOf(week).from + WEEK_MS) ?? weeks.at(-1);
}

/**
 * Whether a place will miss the goals of a week that is not over at an instant (unix milliseconds), also when everything in the
 * calendar is heard.
 */
export function lacksAhead(weeks: readonly Week[], at: number): boolean {
  return weeks.some(
    ({ week, plays, plannedPlays, playsWanted, minutes, plannedMinutes, minutesWanted }) =>
      at < dayOf(week).from + WEEK_MS &&
      (plays + plannedPlays < (playsWanted ?? 0) || minutes + plannedMinutes < (minutesWanted ?? 0)),
  );
}

/** The weeks of a campaign over all its places. What is done beyond one place's goal does not help another. */
export function weekFigures(clusters: CampaignProgress['clusters']): WeekFigure[] {
  const found = new Map<string, WeekFigure>();
  for (const each of clusters.flatMap(({ weeks }) => weeks)) {
    const figure = found.get(each.week) ?? {
      ...{ week: each.week, met: 0, places: 0 },
      plays: { done: 0, planned: 0, wanted: 0 },
      minutes: { done: 0, planned: 0, wanted: 0 },
    };
    figure.places += 1;
    if (hasMet(each)) figure.met += 1;
    add(figure.plays, { done: each.plays, planned: each.plannedPlays, wanted: each.playsWanted });
    add(figure.minutes, { done: each.minutes, planned: each.plannedMinutes, wanted: each.minutesWanted });
    found.set(each.week, figure);
  }
  return [...found.values()].sort((a, b) => (a.week < b.week ? -1 : 1));
}

function add(
  sum: WeekFigure['plays'],
  { done, planned, wanted }: { done: number; planned: number; wanted: number | null },
): void {
  const most = wanted ?? 0;
  const counted = Math.min(done, most);
  sum.done += counted;
  sum.planned += Math.min(planned, most - counted);
  sum.wanted += most;
}
