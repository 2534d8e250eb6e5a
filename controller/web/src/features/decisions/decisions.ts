import { PriorityDecision } from '@loa/shared/api/conflicts';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';

/** Pairs of urgent schedules that meet; those that wait come first. */
export const decisionsQuery = queryOptions({
  queryKey: [KEYS.schedules, 'decisions'],
  queryFn: ({ signal }) =>
    ask('GET', '/priority-decisions', z.object({ items: z.array(PriorityDecision) }), { signal }),
});

export function useDecide(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { winner: string; reason?: string }) =>
      ask('POST', `/priority-decisions/${id}/decide`, PriorityDecision, { body }),
    onSuccess() {
      for (const key of [KEYS.schedules, KEYS.outlook]) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
