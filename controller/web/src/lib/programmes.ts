import { Programme } from '@loa/shared/api/programmes';
import { KEYS } from './keys.js';
import type { ServedList } from './paged-query.js';

/** The programmes of one's area, for lists and pickers. */
export const PROGRAMMES: ServedList<Programme> = {
  key: KEYS.programmes,
  path: '/programmes',
  item: Programme,
};
