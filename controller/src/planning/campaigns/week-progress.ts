import type { CampaignProgress } from '@loa/shared/api/campaigns';

/** A village of the campaign's areas, with loudspeakers or without. */
export interface CampaignVillage {
  areaId: string;
  name: string;
  /** Null: nobody wrote it down; it counts as 0 and the text says so. */
  population: number | null;
}

export type Progress = Omit<CampaignProgress, 'suggestions'>;
export type ClusterProgress = Progress['clusters'][number];
export type WeekProgress = ClusterProgress['weeks'][number];

/** Whether a week reached its quotas by what was heard alone. */
export function meets(week: WeekProgress): boolean {
  return week.plays >= (week.playsWanted ?? 0) && week.minutes >= (week.minutesWanted ?? 0);
}

/** What a week still lacks beyond what is planned; both 0 where nothing. */
export function lacks(week: WeekProgress): { plays: number; minutes: number } {
  const plays = (week.playsWanted ?? 0) - week.plays - week.plannedPlays;
  const minutes = (week.minutesWanted ?? 0) - week.minutes - week.plannedMinutes;
  return { plays: Math.max(0, plays), minutes: Math.max(0, Math.ceil(minutes)) };
}
