import { CalendarAddress, IssuedCalendarAddress } from '@loa/shared/api/calendar-address';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { ask, Nothing } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';

const pathOf = (areaId: string) => `/areas/${areaId}/calendar-address`;
const keyOf = (areaId: string) => [KEYS.settings, 'calendarAddress', areaId];

/** Since when phones can follow the week of an area. */
export function addressQuery(areaId: string) {
  return queryOptions({
    queryKey: keyOf(areaId),
    queryFn: ({ signal }) => ask('GET', pathOf(areaId), CalendarAddress, { signal }),
  });
}

/** `readAt`: since when there is one as the page shows it, 0 for none: a colleague's is not ended unseen. */
export function useIssueAddress(areaId: string, onDone: (issued: IssuedCalendarAddress) => void) {
  const change = (readAt: number) => ask('POST', pathOf(areaId), IssuedCalendarAddress, { readAt });
  return useAddressChange(areaId, change, ({ createdAt }) => createdAt, onDone);
}

export function useRevokeAddress(areaId: string, onDone: () => void) {
  const change = (_: undefined) => ask('DELETE', pathOf(areaId), Nothing);
  return useAddressChange(areaId, change, () => null, onDone);
}

function useAddressChange<In, Out>(
  areaId: string,
  change: (value: In) => Promise<Out>,
  sinceOf: (result: Out) => CalendarAddress['createdAt'],
  onDone: (result: Out) => void,
) {
  const client = useQueryClient();
  const queryKey = keyOf(areaId);
  return useMutation({
    mutationFn: change,
    onSuccess(result) {
      client.setQueryData<CalendarAddress>(queryKey, { createdAt: sinceOf(result) });
      onDone(result);
    },
    // A colleague was quicker: the page shows it.
    onError: () => client.invalidateQueries({ queryKey }),
  });
}

/** A calendar's address as programs are given it (`url`), and as phones open it in their calendar (`webcal`). Pure. */
export function addressesOf(path: string, origin: string): { url: string; webcal: string } {
  const { href } = new URL(path, origin);
  return { url: href, webcal: href.replace(/^https?:/, 'webcal:') };
}
