import { FinishedStationApproval, Heard, PreparedApproval } from '@loa/shared/api/passkey-approval';
import { type NewStation, Station } from '@loa/shared/api/stations';
import { Sha256 } from '@loa/shared/ids';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { ask, Nothing } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { showPasskey } from '../../lib/passkey.js';
import { ProblemError } from '../../lib/problem-error.js';
import { changesOf } from './station-draft.js';

export function stationQuery(id: string) {
  return queryOptions({
    queryKey: [KEYS.stations, 'one', id],
    queryFn: ({ signal }) => ask('GET', `/stations/${id}`, Station, { signal }),
  });
}

/** Nobody waits for what is read again: what was shown may be gone by then, and its words with it. */
function useInvalidate() {
  const client = useQueryClient();
  return () => {
    for (const key of [KEYS.stations, KEYS.programmes, KEYS.outlook])
      void client.invalidateQueries({ queryKey: [key] });
  };
}

/** Null: a new one. */
export function useSaveStation(before: Station | null) {
  return useMutation({
    mutationFn(wanted: NewStation): Promise<Station> {
      if (before === null) return ask('POST', '/stations', Station, { body: wanted });
      return ask('PATCH', `/stations/${before.id}`, Station, { body: changesOf(before, wanted) });
    },
    onSuccess: useInvalidate(),
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
        body: until === null ? {} : { until },
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

/** What one has heard of the fallback so far, by the controller's own reckoning. */
export function heardQuery(variantId: string) {
  return queryOptions({
    queryKey: [KEYS.approvals, 'heard', variantId],
    // Another text makes it unheard again.
    refetchOnMount: 'always',
    queryFn: ({ signal }) => ask('GET', `/variants/${variantId}/heard`, Heard, { signal }),
  });
}

/** One report at a time, so that each is measured by the time since the last. */
export function useReportHeard(variantId: string) {
  const client = useQueryClient();
  return useMutation({
    scope: { id: `heard ${variantId}` },
    mutationFn: (ms: number) => ask('POST', `/variants/${variantId}/heard`, Heard, { body: { ms } }),
    onSuccess: (heard) => client.setQueryData(heardQuery(variantId).queryKey, heard),
  });
}

/** Finger, face or screen lock signs it. */
export function useSign(id: string) {
  return useMutation({
    async mutationFn({ draftId, options }: PreparedApproval) {
      const credential = await showPasskey(options);
      const body = { draftId, credential };
      return ask('POST', `/stations/${id}/approval/finish`, FinishedStationApproval, { body });
    },
    // Also where it failed: somebody may have changed the station, or the answer alone was lost.
    onSettled: useInvalidate(),
  });
}
