import { Station } from '@loa/shared/api/stations';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ask } from './api.js';
import { KEYS } from './keys.js';

/** The stations of one's area, for lists and pickers. */
export const stationsQuery = queryOptions({
  queryKey: [KEYS.stations, 'list'],
  queryFn: ({ signal }) => ask('GET', '/stations', z.object({ items: z.array(Station) }), { signal }),
});
