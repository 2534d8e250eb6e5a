import {
  type NewRosterRequest,
  PreparedRosterSignature,
  RosterRequest,
} from '@loa/shared/api/roster-requests';
import { StoredRosterAnswer } from '@loa/shared/api/rosters';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { keysKnown } from '../../lib/keys-here.js';
import { signWithPasskey } from '../../lib/passkey.js';
import { ProblemError } from '../../lib/problem-error.js';

/** Who may approve in a commune; null: nobody yet, the root has signed nothing. */
export const rosterQuery = (communeId: string) =>
  queryOptions({
    queryKey: [KEYS.settings, 'one', 'roster', communeId],
    queryFn: async ({ signal }) => {
      try {
        return await ask('GET', `/areas/${communeId}/roster`, StoredRosterAnswer, { signal });
      } catch (error) {
        if (error instanceof ProblemError && error.status === 404) return null;
        throw error;
      }
    },
    staleTime: 0,
  });

export const requestsQuery = (communeId: string) =>
  queryOptions({
    queryKey: [KEYS.settings, 'list', 'requests', communeId],
    queryFn: async ({ signal }) =>
      (
        await ask('GET', '/roster-requests', z.object({ items: z.array(RosterRequest) }), {
          signal,
          query: { commune: communeId },
        })
      ).items,
    staleTime: 0,
  });

export const createRequest = (body: z.infer<typeof NewRosterRequest>) =>
  ask('POST', '/roster-requests', RosterRequest, { body });
export const cancelRequest = (id: string) => ask('POST', `/roster-requests/${id}/cancel`, RosterRequest);

/** Signs the very bytes of the next list by passkey; with the last signature it is in force. */
export async function signRequest(id: string): Promise<RosterRequest> {
  const path = `/roster-requests/${id}/signature`;
  const prepared = await ask('POST', `${path}/prepare`, PreparedRosterSignature, { body: keysKnown() });
  const credential = await signWithPasskey(prepared);
  return ask('POST', `${path}/finish`, RosterRequest, { body: { credential } });
}
