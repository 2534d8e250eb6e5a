import { Programme } from '@loa/shared/api/programmes';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ask } from './api.js';
import { KEYS } from './keys.js';

/** The programmes of one's area, for lists and pickers. */
export const programmesQuery = queryOptions({
  queryKey: [KEYS.programmes, 'list'],
  queryFn: ({ signal }) => ask('GET', '/programmes', z.object({ items: z.array(Programme) }), { signal }),
});
