import { notifyManager, QueryClient } from '@tanstack/react-query';
import { ProblemError } from './problem-error.js';

/** What was read this recently is not read again on coming back to a page, milliseconds. Events keep it right. */
const FRESH_MS = 30_000;

/** The cache of everything that was read. Answers of the controller that will not change by asking again are not repeated. */
export function createQueryClient(): QueryClient {
  // What a tap began is shown before the next tap: two quick ones on a slow phone would both find a button that is free.
  notifyManager.setScheduler((show) => (window.event ? queueMicrotask(show) : setTimeout(show, 0)));
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        // A request says itself that the line is down; waiting for "online" events keeps pages empty behind proxies.
        networkMode: 'always',
        retry: (count, error) => count < 2 && !(error instanceof ProblemError && error.status >= 400),
        refetchOnWindowFocus: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
