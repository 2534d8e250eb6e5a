import type { Campaign, CampaignProgress, SuggestedSlot } from '@loa/shared/api/campaigns';
import { DAY, type Instant, MINUTE } from '@loa/shared/instant';
import {
  campaignBulletins,
  campaignPlaybacks,
  campaignScope,
  campaignSpan,
  oneBoxEach,
} from '../db/campaign-plays.js';
import type { Db } from '../db/database.js';
import { planningWorld } from '../db/planning-world.js';
import { campaignProgress } from '../planning/campaigns/progress.js';
import { suggestSlots } from '../planning/campaigns/suggest.js';
import { suggestPlace } from '../planning/campaigns/suggest-places.js';
import { type ClusterProgress, lacks } from '../planning/campaigns/week-progress.js';
import { buildPlan } from '../planning/plan/build-plan.js';
import { prepareWorld } from '../planning/plan/prepare-world.js';

/** This week and the next: further ahead nobody knows yet what else is planned. */
const HORIZON_MS = 14 * DAY;
/** Suggestions are for people to read: those for the first clusters that lack something. */
const MAX_SUGGESTED_CLUSTERS = 200;
/** One play where no bulletin of the campaign has a recording yet. */
const USUAL_MS = 5 * MINUTE;

/** How far a campaign has come, with times that would meet what it still lacks. */
export async function campaignReport(db: Db, campaign: Campaign, now: Instant): Promise<CampaignProgress> {
  const { clusters, villages } = await campaignScope(db, campaign);
  const bulletins = await campaignBulletins(db, campaign);
  const playbacks = await campaignPlaybacks(db, {
    clusterIds: clusters.map(({ clusterId }) => clusterId),
    bulletinIds: bulletins.map(({ id }) => id),
    ...campaignSpan(campaign),
  });
  const progress = campaignProgress({ campaign, clusters, villages, playbacks, now });
  if (campaign.cancelledAt !== null) return { ...progress, suggestions: [] };
  const lengths = bulletins.map(({ durationMs }) => durationMs).filter((ms) => ms > 0);
  const usualMs = lengths.length === 0 ? USUAL_MS : lengths.reduce((sum, ms) => sum + ms, 0) / lengths.length;
  const lacking = progress.clusters.filter(isLacking).slice(0, MAX_SUGGESTED_CLUSTERS);
  return { ...progress, suggestions: await suggestionsFor(db, { campaign, lacking, usualMs, now }) };
}

function isLacking({ weeks }: ClusterProgress): boolean {
  return weeks.slice(-2).some((week) => lacks(week).plays > 0 || lacks(week).minutes > 0);
}

async function suggestionsFor(
  db: Db,
  ask: { campaign: Campaign; lacking: readonly ClusterProgress[]; usualMs: number; now: Instant },
): Promise<SuggestedSlot[]> {
  const { campaign, lacking, usualMs, now } = ask;
  if (lacking.length === 0) return [];
  const boxIds = await oneBoxEach(
    db,
    lacking.map(({ clusterId }) => clusterId),
  );
  const { places, world } = await planningWorld(db, boxIds, now);
  const prepared = prepareWorld(world);
  const weeks = new Map(lacking.map((cluster) => [cluster.clusterId, cluster.weeks]));
  return suggestSlots({
    ...{ campaign, usualMs, now },
    places: places.map((place) => {
      const plan = buildPlan({ place, world: prepared, hold: [], from: now, until: now + HORIZON_MS, now });
      return suggestPlace({
        place,
        civil: prepared.civil(place.settings.zone),
        sessions: plan.content.sessions,
        suspensions: world.suspensions,
        weeks: weeks.get(place.clusterId) ?? [],
      });
    }),
  });
}
