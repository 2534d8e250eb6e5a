import type { Instant } from '@loa/shared/instant';
import type { BuiltPlan } from '../plan/built-plan.js';
import type { CampaignPlayback } from './count-plays.js';

/**
 * What a box is going to be asked of these bulletins from `from` on, as the log will have it: the log itself has only
 * what stands in the box's plan, which ends some days ahead.
 */
export function playbacksAhead(
  plan: Pick<BuiltPlan, 'playbacks'>,
  asked: { clusterId: string; bulletinIds: ReadonlySet<string>; from: Instant },
): CampaignPlayback[] {
  return plan.playbacks.flatMap((playback): CampaignPlayback[] => {
    const { sessionId, bulletinId, variantId, plannedAt, latestStartAt, durationMs } = playback;
    if (bulletinId === null || !asked.bulletinIds.has(bulletinId) || plannedAt < asked.from) return [];
    const { clusterId } = asked;
    const about = { clusterId, sessionId, bulletinId, variantId, plannedAt, latestStartAt, durationMs };
    return [{ ...about, startedAt: null, deliveredMs: null, state: 'planned' }];
  });
}
