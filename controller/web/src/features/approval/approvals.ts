import { Variant } from '@loa/shared/api/bulletins';
import { Passkey } from '@loa/shared/api/keys';
import { FinishedVariantApproval, PreparedApproval } from '@loa/shared/api/passkey-approval';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { keysKnown } from '../../lib/keys-here.js';
import { signWithPasskey } from '../../lib/passkey.js';

export const passkeysQuery = queryOptions({
  queryKey: [KEYS.me, 'passkeys'],
  queryFn: ({ signal }) => ask('GET', '/passkeys', z.object({ items: z.array(Passkey) }), { signal }),
});

/** Prepared once the boxes are ticked, so that areas stand on the page before anybody signs; used up by signing. */
export function preparedQuery(variantId: string, listener: string | null, ready: boolean) {
  return queryOptions({
    queryKey: [KEYS.approvals, 'prepared', variantId, listener],
    enabled: ready,
    retry: false,
    staleTime: 0,
    gcTime: 0,
    refetchOnMount: 'always',
    queryFn: ({ signal }) =>
      ask('POST', `/variants/${variantId}/approval/prepare`, PreparedApproval, {
        signal,
        body: {
          ...keysKnown(),
          noStateSecret: true,
          ...(listener === null ? {} : { listener: { name: listener } }),
        },
      }),
  });
}

export function useInvalidate() {
  const client = useQueryClient();
  return () =>
    Promise.all(
      [KEYS.approvals, KEYS.bulletins, KEYS.today, KEYS.outlook].map((key) =>
        client.invalidateQueries({ queryKey: [key] }),
      ),
    );
}

/** Finger, face or screen lock signs what was prepared. `onSigned` is called though the item has left the inbox meanwhile. */
export function useSign(
  variantId: string,
  onSigned: (finished: z.infer<typeof FinishedVariantApproval>) => void,
) {
  const invalidate = useInvalidate();
  return useMutation({
    async mutationFn(prepared: PreparedApproval) {
      const credential = await signWithPasskey(prepared);
      const body = { draftId: prepared.draftId, credential };
      return ask('POST', `/variants/${variantId}/approval/finish`, FinishedVariantApproval, { body });
    },
    onSuccess(finished) {
      onSigned(finished);
      return invalidate();
    },
  });
}

/** `updatedAt`: of what was heard and read; another text that came to stand there meanwhile is not returned unseen. */
export function useReturn({ id, updatedAt }: Pick<Variant, 'id' | 'updatedAt'>, onReturned: () => void) {
  const invalidate = useInvalidate();
  return useMutation({
    mutationFn: (reason: string) =>
      ask('POST', `/variants/${id}/reject`, Variant, { body: { reason }, readAt: updatedAt }),
    onSuccess() {
      onReturned();
      return invalidate();
    },
  });
}
