import {
  Account,
  type AccountPatch,
  CreatedAccount,
  HandedOver,
  type NewAccount,
  OneTimeLink,
} from '@loa/shared/api/accounts';
import { SessionInfo } from '@loa/shared/api/session';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { ask, Nothing } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { itemQuery, type ServedList } from '../../lib/paged-query.js';

/** Everybody at or below one's own area, those who left too. */
export const ACCOUNTS: ServedList<Account> = { key: KEYS.accounts, path: '/accounts', item: Account };

export const accountQuery = (id: string) => itemQuery(ACCOUNTS, id);

export const accountSessionsQuery = (id: string) =>
  queryOptions({
    queryKey: [KEYS.accounts, 'one', id, 'sessions'],
    queryFn: async ({ signal }) =>
      (await ask('GET', `/accounts/${id}/sessions`, z.object({ items: z.array(SessionInfo) }), { signal }))
        .items,
    staleTime: 0,
  });

/** One change of an account; lists and pages are read again. */
export function useAccountChange<In, Out>(change: (input: In) => Promise<Out>, onDone?: (out: Out) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    async onSuccess(out) {
      onDone?.(out);
      await client.invalidateQueries({ queryKey: [KEYS.accounts] });
    },
  });
}

export const createAccount = (body: NewAccount) => ask('POST', '/accounts', CreatedAccount, { body });
export const patchAccount = (id: string) => (body: z.infer<typeof AccountPatch>) =>
  ask('PATCH', `/accounts/${id}`, Account, { body });
export const disableAccount = (id: string) => ask('POST', `/accounts/${id}/disable`, Account);
export const enableAccount = (id: string) => ask('POST', `/accounts/${id}/enable`, Account);
export const makeLink = (id: string) => ask('POST', `/accounts/${id}/link`, OneTimeLink);
export const resetSecondFactor = (id: string) => ask('POST', `/accounts/${id}/second-factor/reset`, Nothing);
export const endSessions = (id: string) => ask('POST', `/accounts/${id}/sessions/end`, Nothing);
export const handOver = (id: string) => (body: { to: string; reason?: string }) =>
  ask('POST', `/accounts/${id}/handover`, HandedOver, { body });
