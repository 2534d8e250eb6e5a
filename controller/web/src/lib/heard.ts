import { Heard } from '@loa/shared/api/passkey-approval';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from './api.js';
import { KEYS } from './keys.js';

/** What one has heard of a recording so far, by the controller's own reckoning. */
export function heardQuery(variantId: string) {
  return queryOptions({
    queryKey: [KEYS.approvals, 'heard', variantId],
    // Another recording or text makes it unheard again.
    refetchOnMount: 'always',
    queryFn: ({ signal }) => ask('GET', `/variants/${variantId}/heard`, Heard, { signal }),
  });
}

/** Reports what was heard of a recording; one report at a time, so that each is measured by the time since the last. */
export function useReportHeard(variantId: string) {
  const client = useQueryClient();
  return useMutation({
    scope: { id: `heard ${variantId}` },
    mutationFn: (ms: number) => ask('POST', `/variants/${variantId}/heard`, Heard, { body: { ms } }),
    onSuccess: (heard) => client.setQueryData(heardQuery(variantId).queryKey, heard),
  });
}
