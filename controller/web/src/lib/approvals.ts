import { ApprovalInbox } from '@loa/shared/api/approvals';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask } from './api.js';
import { KEYS } from './keys.js';

/** How long is left changes with the minute, milliseconds. */
const FRESH_MS = 60_000;

/** A page of what waits for approval, the most urgent first; null: in all of one's own area, from the first on. */
export function inboxQuery(asked: { area: string | null; cursor: string | null }) {
  return queryOptions({
    queryKey: [KEYS.approvals, 'list', asked],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask('GET', '/approvals', ApprovalInbox, { signal, query: asked }),
    refetchInterval: FRESH_MS,
  });
}

/** All that waits of which somebody may make a set: everything, or what stands in a programme; at most a hundred. */
export function waitingTogetherQuery(programme: string | null) {
  return queryOptions({
    queryKey: [KEYS.approvals, 'list', { programme }],
    queryFn: ({ signal }) =>
      ask('GET', '/approvals', ApprovalInbox, { signal, query: { programme, limit: 100 } }),
  });
}

/** One that waits; its list is empty once it does not wait any more. */
export function waitingQuery(variantId: string) {
  return queryOptions({
    queryKey: [KEYS.approvals, 'list', { variantId }],
    queryFn: ({ signal }) =>
      ask('GET', '/approvals', ApprovalInbox, { signal, query: { variant: variantId } }),
    refetchInterval: FRESH_MS,
  });
}
