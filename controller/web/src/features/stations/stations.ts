import { FinishedStationApproval, PreparedApproval } from '@loa/shared/api/passkey-approval';
import { type NewStation, Station } from '@loa/shared/api/stations';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { ask, Nothing } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { showPasskey } from '../../lib/passkey.js';
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
