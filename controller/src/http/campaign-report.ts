import type { Campaign, CampaignProgress, SuggestedSlot } from '@loa/shared/api/campaigns';
import { type Instant, MINUTE } from '@loa/shared/instant';
import { type CampaignPlan, campaignPlans } from '../db/campaign-plans.js';
import { campaignBulletins, campaignPlaybacks, campaignScope, campaignSpan } from '../db/campaign-plays.js';
import type { Db } from '../db/database.js';
import { playbacksAhead } from '../planning/campaigns/playbacks-ahead.js';
import { campaignProgress } from '../planning/campaigns/progress.js';
import { suggestSlots } from '../planning/campaigns/suggest.js';
import { suggestPlace } from '../planning/campaigns/suggest-places.js';
import { type ClusterProgress, lacks } from '../planning/campaigns/week-progress.js';
import type { SuspensionInput } from '../planning/inputs.js';

/** Suggestions are for people to read: those for the first clusters that lack something. */
const MAX_SUGGESTED_CLUSTERS = 200;
/** One play where no bulletin of the campaign has a recording yet. */
const USUAL_MS = 5 * MINUTE;

/** How far a campaign has come, with times that would meet what it still lacks. */
export async function campaignReport(db: Db, campaign: Campaign, now: Instant): Promise<CampaignProgress> {
  const { clusters, villages } = await campaignScope(db, campaign);
  const clusterIds = clusters.map(({ clusterId }) => clusterId);
  const bulletins = await campaignBulletins(db, campaign);
  const bulletinIds = new Set(bulletins.map(({ id }) => id));
  const ahead = await campaignPlans(db, campaign, { clusterIds, now });
  const playbacks = [
    ...(await campaignPlaybacks(db, {
      ...{ clusterIds, bulletinIds: [...bulletinIds] },
      ...campaignSpan(campaign),
    })),
    ...ahead.plans.flatMap(({ place: { clusterId }, plan, loggedUntil }) =>
      playbacksAhead(plan, { clusterId, bulletinIds, from: loggedUntil }),
    ),
  ];
  const progress = campaignProgress({ campaign, clusters, villages, playbacks, now });
  if (campaign.cancelledAt !== null) return { ...progress, suggestions: [] };
  const lengths = bulletins.map(({ durationMs }) => durationMs).filter((ms) => ms > 0);
  const usualMs = lengths.length === 0 ? USUAL_MS : lengths.reduce((sum, ms) => sum + ms, 0) / lengths.length;
  const lacking = progress.clusters.filter(isLacking).slice(0, MAX_SUGGESTED_CLUSTERS);
  return { ...progress, suggestions: suggestionsFor({ campaign, lacking, usualMs, now }, ahead) };
}

function isLacking({ weeks }: ClusterProgress): boolean {
  return weeks.slice(-2).some((week) => lacks(week).plays > 0 || lacks(week).minutes > 0);
}

function suggestionsFor(
  ask: { campaign: Campaign; lacking: readonly ClusterProgress[]; usualMs: number; now: Instant },
  ahead: { plans: readonly CampaignPlan[]; suspensions: readonly SuspensionInput[] },
): SuggestedSlot[] {
  const { campaign, lacking, usualMs, now } = ask;
  // Every box of a cluster plays the same.
  const plans = new Map(ahead.plans.map((plan) => [plan.place.clusterId, plan]));
  return suggestSlots({
    ...{ campaign, usualMs, now },
    places: lacking.flatMap(({ clusterId, weeks }) => {
      const found = plans.get(clusterId);
      if (!found) return [];
      const { place, civil, plan } = found;
      const { sessions } = plan.content;
      return [suggestPlace({ place, civil, sessions, suspensions: ahead.suspensions, weeks })];
    }),
  });
}
