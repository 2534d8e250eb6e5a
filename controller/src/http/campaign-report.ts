import type { Campaign, CampaignProgress } from '@loa/shared/api/campaigns';
import type { Instant } from '@loa/shared/instant';
import { campaignPlans } from '../db/campaign-plans.js';
import { campaignBulletins, campaignPlaybacks, campaignScope, campaignSpan } from '../db/campaign-plays.js';
import type { Db } from '../db/database.js';
import { playbacksAhead } from '../planning/campaigns/playbacks-ahead.js';
import { campaignProgress } from '../planning/campaigns/progress.js';
import { campaignSuggestions } from './campaign-suggestions.js';

/** How far a campaign has come, with times that would meet what it still lacks. */
export async function campaignReport(db: Db, campaign: Campaign, now: Instant): Promise<CampaignProgress> {
  const { clusters, villages } = await campaignScope(db, campaign);
  const clusterIds = clusters.map(({ clusterId }) => clusterId);
  const bulletinIds = await campaignBulletins(db, campaign);
  const logged = await campaignPlaybacks(db, { clusterIds, bulletinIds, ...campaignSpan(campaign) });
  const { plans, suspensions } = await campaignPlans(db, campaign, { clusterIds, now });
  const known = new Set(bulletinIds);
  const ahead = plans.flatMap(({ place: { clusterId }, plan, loggedUntil }) =>
    playbacksAhead(plan, { clusterId, bulletinIds: known, from: loggedUntil }),
  );
  const progress = campaignProgress({ campaign, clusters, villages, playbacks: [...logged, ...ahead], now });
  if (campaign.cancelledAt !== null) return { ...progress, suggestions: [] };
  const found = { campaign, progress, bulletinIds, plans, suspensions };
  return { ...progress, suggestions: await campaignSuggestions(db, found, now) };
}
