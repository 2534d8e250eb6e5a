import type { Campaign } from '@loa/shared/api/campaigns';
import type { Tone } from '../../lib/words.js';

export type CampaignWhen = 'cancelled' | 'ahead' | 'running' | 'over';

export const WHEN_TONES: Readonly<Record<CampaignWhen, Tone>> = {
  cancelled: 'calm',
  ahead: 'calm',
  running: 'busy',
  over: 'calm',
};

/** Where a campaign stands on a civil date. */
export function whenOf(
  { cancelledAt, from, until }: Pick<Campaign, 'cancelledAt' | 'from' | 'until'>,
  today: string,
): CampaignWhen {
  if (cancelledAt !== null) return 'cancelled';
  if (today < from) return 'ahead';
  return today > until ? 'over' : 'running';
}
