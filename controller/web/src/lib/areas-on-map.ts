import { AreasOnMap } from '@loa/shared/api/outlines';
import { queryOptions } from '@tanstack/react-query';
import { ask } from './api.js';
import { FRESH_MS } from './areas.js';
import { KEYS } from './keys.js';

/** Where they stand and end; those that are part of others are not among them. */
export const areasOnMapQuery = queryOptions({
  queryKey: [KEYS.areas, 'map'],
  queryFn: ({ signal }) => ask('GET', '/map/areas', AreasOnMap, { signal }),
  staleTime: FRESH_MS,
});
