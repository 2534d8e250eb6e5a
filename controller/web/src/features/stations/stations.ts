import { FinishedStationApproval, PreparedApproval } from '@loa/shared/api/passkey-approval';
import { type NewStation, Station } from '@loa/shared/api/stations';
import { Sha256 } from '@loa/shared/ids';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { ask, Nothing } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { keysKnown } from '../../lib/keys-here.js';
import { itemQuery } from '../../lib/paged-query.js';
import { signWithPasskey } from '../../lib/passkey.js';
import { ProblemError } from '../../lib/problem-error.js';
import { STATIONS } from '../../lib/stations.js';
import { changesOf } from './station-draft.js';

export const stationQuery = (id: string) => itemQuery(STATIONS, id);

/** Nobody waits for what is read again: what was shown may be gone by then, and its words with it. */
function useInvalidate() {
  const client = useQueryClient();
  return () => {
    for (const key of [KEYS.stations, KEYS.programmes, KEYS.outlook])
      void client.invalidateQueries({ queryKey: [key] });
  };
}

/** Null: a new one. `readAt`: the version of which what is wanted is a change. */
export function useSaveStation(before: Station | null, readAt?: number) {
  return useMutation({
    mutationFn(wanted: NewStation): Promise<Station> {
      if (before === null) return ask('POST', '/stations', Station, { body: wanted });
      return ask('PATCH', `/stations/${before.id}`, Station, { body: changesOf(before, wanted), readAt });
    },
    // Also where it failed: somebody may have changed it meanwhile.
    onSettled: useInvalidate(),
  });
}

export function useRemoveStation(id: string) {
  return useMutation({
    mutationFn: () => ask('DELETE', `/stations/${id}`, Nothing),
    onSuccess: useInvalidate(),
  });
}

export function useWithdrawStation(id: string) {
  return useMutation({
    mutationFn: () => ask('POST', `/stations/${id}/withdraw`, Station),
    onSuccess: useInvalidate(),
  });
}

/** An approval of a station as it was read. */
export interface Asked {
  until: number | null;
  updatedAt: number;
}

/** What is to be signed, so that it stands on the page before anybody signs. */
export function usePrepare(id: string) {
  return useMutation({
    mutationFn: ({ until }: Asked) =>
      ask('POST', `/stations/${id}/approval/prepare`, PreparedApproval, {
        body: { ...keysKnown(), ...(until === null ? {} : { until }) },
      }),
  });
}

const Unheard = z.object({ variantId: z.string(), sha256: Sha256 });
export type Unheard = z.infer<typeof Unheard>;

/** The fallback, where it must be heard before the station may be approved. */
export function unheardIn(error: unknown): Unheard | null {
  if (!(error instanceof ProblemError) || error.code !== 'not_heard') return null;
  return Unheard.safeParse(error.details).data ?? null;
}

/** Finger, face or screen lock signs it. */
export function useSign(id: string) {
  return useMutation({
    async mutationFn(prepared: PreparedApproval) {
      const credential = await signWithPasskey(prepared);
      const body = { draftId: prepared.draftId, credential };
      return ask('POST', `/stations/${id}/approval/finish`, FinishedStationApproval, { body });
    },
    // Also where it failed: somebody may have changed the station, or the answer alone was lost.
    onSettled: useInvalidate(),
  });
}
