import { ApprovalInbox } from '@loa/shared/api/approvals';
import { queryOptions } from '@tanstack/react-query';
import { ask } from './api.js';
import { KEYS } from './keys.js';

/** How long is left changes with the minute, milliseconds. */
const FRESH_MS = 60_000;

/** What waits for approval in one's own area, the most urgent first. */
export const inboxQuery = queryOptions({
  queryKey: [KEYS.approvals, 'list'],
  queryFn: ({ signal }) => ask('GET', '/approvals', ApprovalInbox, { signal }),
  refetchInterval: FRESH_MS,
});
