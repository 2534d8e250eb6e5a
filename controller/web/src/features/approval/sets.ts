import { FinishedSetApproval, PreparedApproval } from '@loa/shared/api/passkey-approval';
import { ApprovedSet, WaitingSet } from '@loa/shared/api/sets';
import { queryOptions, useMutation } from '@tanstack/react-query';
import type { z } from 'zod';
import { ask, Nothing } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { keysKnown } from '../../lib/keys-here.js';
import type { ServedList } from '../../lib/paged-query.js';
import { signWithPasskey } from '../../lib/passkey.js';
import { useInvalidate } from './approvals.js';

/** What was approved together. */
export const SETS: ServedList<ApprovedSet> = { key: KEYS.approvals, path: '/sets', item: ApprovedSet };

/** What somebody has signed and waits for others. */
export const WAITING_SETS: ServedList<WaitingSet> = {
  key: KEYS.approvals,
  path: '/sets/waiting',
  item: WaitingSet,
};

export interface AskedSet {
  variantIds: readonly string[];
  title: string;
  /** Null: nobody listened along. */
  listener: string | null;
}

/** As preparing one alone (approvals.ts). */
export function preparedSetQuery({ variantIds, title, listener }: AskedSet, ready: boolean) {
  return queryOptions({
    queryKey: [KEYS.approvals, 'prepared', 'set', variantIds, title, listener],
    enabled: ready,
    retry: false,
    staleTime: 0,
    gcTime: 0,
    refetchOnMount: 'always',
    queryFn: ({ signal }) =>
      ask('POST', '/sets/approval/prepare', PreparedApproval, {
        signal,
        body: {
          ...{ ...keysKnown(), variantIds, title, noStateSecret: true },
          ...(listener === null ? {} : { listener: { name: listener } }),
        },
      }),
  });
}

/** Finger, face or screen lock signs all of it at once. */
export function useSignSet(
  variantIds: readonly string[],
  onSigned: (finished: z.infer<typeof FinishedSetApproval>, signed: PreparedApproval) => void,
) {
  const invalidate = useInvalidate();
  return useMutation({
    async mutationFn(prepared: PreparedApproval) {
      const credential = await signWithPasskey(prepared);
      const body = { draftId: prepared.draftId, credential, variantIds };
      return ask('POST', '/sets/approval/finish', FinishedSetApproval, { body });
    },
    onSuccess(finished, signed) {
      onSigned(finished, signed);
      return invalidate();
    },
  });
}

/** Takes all of a set back at once. */
export function useWithdrawSet(grantId: string) {
  const invalidate = useInvalidate();
  return useMutation({
    mutationFn: () => ask('POST', `/grants/${grantId}/withdraw`, Nothing),
    onSuccess: invalidate,
  });
}
