import { Box } from '@loa/shared/api/boxes';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ask } from './api.js';
import { KEYS } from './keys.js';

const Boxes = z.object({ items: z.array(Box) });

/** Every receiver at or below an area; null: one's own area. Events keep it right. */
export function boxesQuery(area: string | null = null) {
  return queryOptions({
    queryKey: [KEYS.boxes, 'list', { area }],
    queryFn: ({ signal }) => ask('GET', '/boxes', Boxes, { signal, query: { area } }),
  });
}
