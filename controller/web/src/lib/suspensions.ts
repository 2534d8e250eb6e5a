import { Suspension } from '@loa/shared/api/suspensions';
import { KEYS } from './keys.js';
import { pagedQuery, type ServedList } from './paged-query.js';

export const SUSPENSIONS: ServedList<Suspension> = {
  key: KEYS.suspensions,
  path: '/suspensions',
  item: Suspension,
};

/** Those in force in these days (civil dates, both included) that touch an area, from above or below. */
export const suspensionsIn = (area: string, { from, until }: { from: string; until: string }) =>
  pagedQuery(SUSPENSIONS, { area, from, until, cancelled: 'false', limit: 100 });
