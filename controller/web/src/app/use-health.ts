import { Health } from '@loa/shared/api/health';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { ask } from '../lib/api.js';
import { KEYS } from '../lib/keys.js';

/** Asked rarely: what matters at once arrives by itself, milliseconds. */
const EVERY_MS = 10 * 60_000;

export const healthQuery = queryOptions({
  queryKey: [KEYS.health],
  queryFn: ({ signal }) => ask('GET', '/health', Health, { signal }),
  staleTime: EVERY_MS,
  refetchInterval: EVERY_MS,
  retry: false,
});

export function useHealth(): Health | undefined {
  return useQuery(healthQuery).data;
}
