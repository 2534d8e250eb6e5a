import { ApprovalRule } from '@loa/shared/api/accounts';
import { Area, type AreaPatch } from '@loa/shared/api/areas';
import { SignInPolicy } from '@loa/shared/api/session';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';

export const approvalRuleQuery = (communeId: string) =>
  queryOptions({
    queryKey: [KEYS.settings, 'one', 'approval', communeId],
    queryFn: ({ signal }) => ask('GET', `/areas/${communeId}/approval-rule`, ApprovalRule, { signal }),
  });
export const policyQuery = queryOptions({
  queryKey: [KEYS.settings, 'one', 'policy'],
  queryFn: ({ signal }) => ask('GET', '/sign-in-policy', SignInPolicy, { signal }),
});

export const putApprovalRule = (communeId: string) => (body: { authorMayApprove: boolean; reason: string }) =>
  ask('PUT', `/areas/${communeId}/approval-rule`, ApprovalRule, { body });
export const putPolicy = (body: SignInPolicy) => ask('PUT', '/sign-in-policy', SignInPolicy, { body });
export const patchArea = (areaId: string) => (body: AreaPatch) =>
  ask('PATCH', `/areas/${areaId}`, Area, { body });

/** One change of the settings; whatever shows them, or places, is read again. */
export function useSettingChange<In, Out>(change: (input: In) => Promise<Out>, onDone?: (out: Out) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    async onSuccess(out) {
      onDone?.(out);
      await Promise.all([
        client.invalidateQueries({ queryKey: [KEYS.settings] }),
        client.invalidateQueries({ queryKey: [KEYS.areas] }),
      ]);
    },
  });
}
