import { PriorityDecision } from '@loa/shared/api/conflicts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { pagedQuery, type ServedList } from '../../lib/paged-query.js';

const DECISIONS: ServedList<PriorityDecision> = {
  key: KEYS.schedules,
  path: '/priority-decisions',
  item: PriorityDecision,
};

/** Pairs of urgent schedules that meet; those that wait come first. */
export const decisionsQuery = (cursor: string | null) => pagedQuery(DECISIONS, { cursor });

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
