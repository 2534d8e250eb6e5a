import { type NewSuspension, Suspension, SuspensionPreview } from '@loa/shared/api/suspensions';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';

/** What would fall silent; null: nothing to ask about yet. */
export function silencedQuery(asked: NewSuspension | null) {
  return queryOptions({
    queryKey: [KEYS.suspensions, 'preview', asked],
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      ask('POST', '/suspensions/preview', SuspensionPreview, { signal, body: asked ?? undefined }),
  });
}

/** Nobody waits for what is read again: what was shown may be gone by then, and its words with it. */
function useInvalidate() {
  const client = useQueryClient();
  return () => {
    for (const key of [KEYS.suspensions, KEYS.schedules, KEYS.outlook, KEYS.today])
      void client.invalidateQueries({ queryKey: [key] });
  };
}

export function useSuspend() {
  return useMutation({
    mutationFn: (body: NewSuspension) => ask('POST', '/suspensions', Suspension, { body }),
    onSuccess: useInvalidate(),
  });
}

export function useEnd(id: string) {
  return useMutation({
    mutationFn: () => ask('POST', `/suspensions/${id}/cancel`, Suspension),
    onSuccess: useInvalidate(),
  });
}
