import type { Campaign } from '@loa/shared/api/campaigns';
import type { Instant } from '@loa/shared/instant';
import type { CivilTime } from '../planning/calendar/civil-time.js';
import { stretchToPlan } from '../planning/campaigns/weeks.js';
import type { SuspensionInput } from '../planning/inputs.js';
import { buildPlan } from '../planning/plan/build-plan.js';
import type { BuiltPlan } from '../planning/plan/built-plan.js';
import { prepareWorld } from '../planning/plan/prepare-world.js';
import { boxesOfClusters, campaignSpan } from './campaign-plays.js';
import type { Db } from './database.js';
import { type LoadedPlace, planningWorld } from './planning-world.js';
import { planHeads } from './plans.js';
import { turn } from './turn.js';

/** What a box is to play in the weeks of a campaign that are still to be told of, as it would be planned now. */
export interface CampaignPlan {
  place: LoadedPlace;
  civil: CivilTime;
  plan: BuiltPlan;
  /** The end of the plan that the box was given, and so of what the log knows; 0 where it has none yet. */
  loggedUntil: Instant;
}

/** The plans of all enrolled boxes of these clusters; none when the campaign is over. */
export async function campaignPlans(
  db: Db,
  campaign: Pick<Campaign, 'from' | 'until'>,
  { clusterIds, now }: { clusterIds: readonly string[]; now: Instant },
): Promise<{ plans: CampaignPlan[]; suspensions: readonly SuspensionInput[] }> {
  if (campaignSpan(campaign).until <= now) return { plans: [], suspensions: [] };
  const boxIds = await boxesOfClusters(db, clusterIds);
  const heads = await planHeads(db, boxIds);
  const { places, world } = await planningWorld(db, boxIds, now);
  const prepared = prepareWorld(world);
  const plans: CampaignPlan[] = [];
  for (const place of places) {
    const civil = prepared.civil(place.settings.zone);
    const stretch = stretchToPlan(campaign, civil, now);
    if (!stretch) continue;
    const plan = buildPlan({ place, world: prepared, hold: [], ...stretch, now });
    plans.push({ place, civil, plan, loggedUntil: heads.get(place.boxId)?.coversUntil ?? 0 });
    // A province has thousands of boxes, and others wait for this thread.
    await turn();
  }
  return { plans, suspensions: world.suspensions };
}
