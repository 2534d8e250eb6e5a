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

/** As many as one grant may cover. */
export const MOST_TOGETHER = 100;

/** What waits of which somebody may make a set: the most urgent of all, or of what stands in a programme. */
export function waitingTogetherQuery(programme: string | null) {
  return queryOptions({
    queryKey: [KEYS.approvals, 'list', { programme }],
    queryFn: ({ signal }) =>
      ask('GET', '/approvals', ApprovalInbox, { signal, query: { programme, limit: MOST_TOGETHER } }),
  });
}

/** Those of a set that wait, wherever they stand in the inbox. */
export function waitingSetQuery(variantIds: readonly string[]) {
  return queryOptions({
    queryKey: [KEYS.approvals, 'list', { variantIds }],
    enabled: variantIds.length > 0,
    queryFn: ({ signal }) =>
      ask('GET', '/approvals', ApprovalInbox, {
        signal,
        query: { variant: variantIds.slice(0, MOST_TOGETHER).join(), limit: MOST_TOGETHER },
      }),
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
