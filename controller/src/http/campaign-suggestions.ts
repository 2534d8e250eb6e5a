import type { Campaign, SuggestedSlot } from '@loa/shared/api/campaigns';
import type { Instant } from '@loa/shared/instant';
import type { CampaignPlan } from '../db/campaign-plans.js';
import { campaignRecordings } from '../db/campaign-plays.js';
import type { Db } from '../db/database.js';
import { type SuggestPlace, suggestSlots } from '../planning/campaigns/suggest.js';
import { suggestPlace } from '../planning/campaigns/suggest-places.js';
import { type ClusterProgress, lacks, type Progress } from '../planning/campaigns/week-progress.js';
import { stretchToPlan, weeksTold } from '../planning/campaigns/weeks.js';
import type { SuspensionInput } from '../planning/inputs.js';
import { calendarRunsAt } from './calendar-runs.js';
import { audienceOf } from './schedule-places.js';

/** Suggestions are for people to read: those for the first clusters that lack something. */
const MAX_SUGGESTED_CLUSTERS = 200;

/** Times that would meet what a campaign still lacks, each to be accepted as a new schedule would be. */
export async function campaignSuggestions(
  db: Db,
  found: {
    campaign: Campaign;
    progress: Progress;
    bulletinIds: readonly string[];
    plans: readonly CampaignPlan[];
    suspensions: readonly SuspensionInput[];
  },
  now: Instant,
): Promise<SuggestedSlot[]> {
  const { campaign, bulletinIds, suspensions } = found;
  const lacking = lackingAhead(found, now).slice(0, MAX_SUGGESTED_CLUSTERS);
  if (lacking.length === 0) return [];
  const clusterIds = lacking.map(({ plan: { place } }) => place.clusterId);
  const audience = await audienceOf(db, { areaIds: [], clusterIds });
  const calendars = await calendarRunsAt(db, audience, { now, ...stretchOf(campaign, lacking, now) });
  const checked = new Map(audience.map((placed) => [placed.cluster.id, placed]));
  const variants = await campaignRecordings(db, { areaId: campaign.areaId, bulletinIds, now });
  const places = lacking.flatMap(({ plan: { place, civil, plan }, weeks }): SuggestPlace[] => {
    const placed = checked.get(place.clusterId);
    const runsOn = calendars.get(place.clusterId);
    if (!placed || !runsOn) return [];
    const { hours, limits } = placed;
    const { sessions } = plan.content;
    const asked = { checked: { hours, limits, runsOn }, suspensions, variants, weeks };
    return [suggestPlace({ place, civil, sessions, ...asked })];
  });
  return suggestSlots({ campaign, places, now });
}

/** The days that any of them is asked about. */
function stretchOf(campaign: Campaign, lacking: readonly Lacking[], now: Instant) {
  const stretches = lacking.flatMap(({ plan }) => stretchToPlan(campaign, plan.civil, now) ?? []);
  return {
    from: Math.min(...stretches.map(({ from }) => from)),
    until: Math.max(...stretches.map(({ until }) => until)),
  };
}

interface Lacking {
  plan: CampaignPlan;
  /** Those that are not over. */
  weeks: ClusterProgress['weeks'];
}

/** The clusters that somebody hears and that lack something in a week that is not over. */
function lackingAhead(
  { campaign, progress, plans }: { campaign: Campaign; progress: Progress; plans: readonly CampaignPlan[] },
  now: Instant,
): Lacking[] {
  const planOf = new Map<string, CampaignPlan>();
  // All boxes of a cluster hear the same, but one that is muted hears nothing.
  for (const plan of plans) {
    const { clusterId, settings } = plan.place;
    if (!planOf.has(clusterId) || settings.hours.length > 0) planOf.set(clusterId, plan);
  }
  return progress.clusters.flatMap(({ clusterId, weeks }): Lacking[] => {
    const plan = planOf.get(clusterId);
    if (!plan) return [];
    const told = weeksTold(campaign, plan.civil, now).filter(({ endsAt }) => endsAt > now);
    const ahead = weeks.filter(({ week }) => told.some((window) => window.week === week));
    const lacking = ahead.map(lacks).some(({ plays, minutes }) => plays > 0 || minutes > 0);
    return lacking ? [{ plan, weeks: ahead }] : [];
  });
}
