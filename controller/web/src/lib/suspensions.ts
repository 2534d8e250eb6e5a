import { Suspension } from '@loa/shared/api/suspensions';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ask } from './api.js';
import { KEYS } from './keys.js';

/** All that touch an area, from above or below; one's own where none is named. */
export function suspensionsQuery(area?: string) {
  return queryOptions({
    queryKey: [KEYS.suspensions, 'list', area ?? null],
    queryFn: ({ signal }) =>
      ask('GET', '/suspensions', z.object({ items: z.array(Suspension) }), {
        signal,
        query: area === undefined ? {} : { area },
      }),
  });
}
