import type { Campaign, Quotas } from '@loa/shared/api/campaigns';
import { type Instant, MINUTE } from '@loa/shared/instant';
import { groupBy } from '../answers/group-by.js';
import { type CivilTime, civilTime } from '../calendar/civil-time.js';
import { type CampaignPlay, type CampaignPlayback, countPlays } from './count-plays.js';
import { progressText } from './progress-text.js';
import {
  type CampaignVillage,
  type ClusterProgress,
  meets,
  type Progress,
  type WeekProgress,
} from './week-progress.js';
import { quotaOf, type WeekWindow, weeksTold } from './weeks.js';

export interface CampaignCluster {
  clusterId: string;
  name: string;
  areaId: string;
  zone: string;
}

export interface ProgressInput {
  campaign: Pick<Campaign, 'id' | 'from' | 'until' | 'quotas'>;
  clusters: readonly CampaignCluster[];
  villages: readonly CampaignVillage[];
  playbacks: readonly CampaignPlayback[];
  now: Instant;
}

/**
 * How far a campaign has come: for each cluster every week of it that has begun, and the one after. A village counts
 * as reached when every cluster of it met the quotas in every week that is over (in the current one, while none is
 * over); a village without loudspeakers is never reached, and its people are part of the whole. Weeks that the
 * campaign's dates cut have smaller quotas in proportion, rounded up.
 */
export function campaignProgress(input: ProgressInput): Progress {
  const { campaign, now } = input;
  const zones = new Map<string, ZoneWeeks>();
  const zoneOf = (zone: string) => {
    const known = zones.get(zone) ?? zoneWeeks(campaign, civilTime(zone), now);
    zones.set(zone, known);
    return known;
  };
  const plays = groupBy(countPlays(input.playbacks, now), ({ clusterId }) => clusterId);
  const villages = new Map(input.villages.map((village) => [village.areaId, village]));
  const met = new Set<string>();
  const missed = new Set<string>();
  let current: string | null = null;
  const clusters = input.clusters.map((cluster): ClusterProgress => {
    const zone = zoneOf(cluster.zone);
    current ??= zone.current;
    const own = plays.get(cluster.clusterId) ?? [];
    const weeks = zone.shown.map((window) => weekOf(window, own, campaign.quotas));
    const judged = weeks.filter(({ week }) => zone.judged.has(week));
    (judged.length > 0 && judged.every(meets) ? met : missed).add(cluster.areaId);
    const village = villages.get(cluster.areaId)?.name ?? '';
    return { clusterId: cluster.clusterId, name: cluster.name, village, weeks };
  });
  const reached = input.villages.filter(({ areaId }) => met.has(areaId) && !missed.has(areaId));
  const coverage = {
    reached: people(reached),
    population: people(input.villages),
    wanted: campaign.quotas.populationCoverage,
  };
  const text = progressText({ campaign, clusters, coverage, current, villages: input.villages });
  return { campaignId: campaign.id, at: now, clusters, coverage, text };
}

interface ZoneWeeks {
  shown: WeekWindow[];
  /** The Mondays of the weeks by which villages are judged. */
  judged: ReadonlySet<string>;
  /** The Monday of the week that runs, or of the campaign's last one; null before it begins. */
  current: string | null;
}

function zoneWeeks(campaign: { from: string; until: string }, civil: CivilTime, now: Instant): ZoneWeeks {
  const shown = weeksTold(campaign, civil, now);
  const begun = shown.filter(({ startsAt }) => startsAt <= now);
  const over = begun.filter(({ endsAt }) => endsAt <= now);
  const judged = new Set((over.length > 0 ? over : begun).map(({ week }) => week));
  return { shown, judged, current: begun.at(-1)?.week ?? null };
}

function weekOf(window: WeekWindow, plays: readonly CampaignPlay[], quotas: Quotas): WeekProgress {
  const inside = plays.filter(({ at }) => at >= window.startsAt && at < window.endsAt);
  const heard = inside.filter(({ kind }) => kind === 'heard');
  const planned = inside.filter(({ kind }) => kind === 'planned');
  return {
    week: window.week,
    plays: heard.length,
    playsWanted: quotaOf(quotas.playsPerWeek, window.days),
    minutes: minutesOf(heard),
    minutesWanted: quotaOf(quotas.minutesPerWeek, window.days),
    plannedPlays: planned.length,
    plannedMinutes: minutesOf(planned),
  };
}

/** To a tenth of a minute: what a report shows, and enough to add up. */
function minutesOf(plays: readonly CampaignPlay[]): number {
  const ms = plays.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return Math.round((ms / MINUTE) * 10) / 10;
}

function people(villages: readonly CampaignVillage[]): number {
  return villages.reduce((sum, { population }) => sum + (population ?? 0), 0);
}
