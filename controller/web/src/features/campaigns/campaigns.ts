import { Campaign, CampaignProgress, type NewCampaign } from '@loa/shared/api/campaigns';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { itemQuery, type ServedList } from '../../lib/paged-query.js';

export const CAMPAIGNS: ServedList<Campaign> = { key: KEYS.campaigns, path: '/campaigns', item: Campaign };

export const campaignQuery = (id: string) => itemQuery(CAMPAIGNS, id);

export function progressQuery(id: string) {
  return queryOptions({
    queryKey: [KEYS.campaigns, 'one', id, 'progress'],
    queryFn: ({ signal }) => ask('GET', `/campaigns/${id}/progress`, CampaignProgress, { signal }),
  });
}

/** Begins a campaign, or changes one that has an id. */
export function useSaveCampaign(id: string | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn({ areaId, ...fields }: NewCampaign): Promise<Campaign> {
      if (id === null) return ask('POST', '/campaigns', Campaign, { body: { areaId, ...fields } });
      return ask('PATCH', `/campaigns/${id}`, Campaign, { body: fields });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: [KEYS.campaigns] }),
  });
}

export function useCancelCampaign(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => ask('POST', `/campaigns/${id}/cancel`, Campaign),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEYS.campaigns] }),
  });
}
