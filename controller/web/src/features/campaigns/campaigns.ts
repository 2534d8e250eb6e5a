import { Campaign, type CampaignPatch, CampaignProgress, type NewCampaign } from '@loa/shared/api/campaigns';
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

function useCampaignChange<In>(send: (value: In) => Promise<Campaign>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => client.invalidateQueries({ queryKey: [KEYS.campaigns] }),
  });
}

export const useBeginCampaign = () =>
  useCampaignChange((body: NewCampaign) => ask('POST', '/campaigns', Campaign, { body }));

export const usePatchCampaign = (id: string) =>
  useCampaignChange((body: CampaignPatch) => ask('PATCH', `/campaigns/${id}`, Campaign, { body }));

export const useCancelCampaign = (id: string) =>
  useCampaignChange(() => ask('POST', `/campaigns/${id}/cancel`, Campaign));
