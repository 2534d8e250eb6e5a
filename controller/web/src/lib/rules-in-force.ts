import { PlaceRulesInForce } from '@loa/shared/api/rules-in-force';
import { queryOptions } from '@tanstack/react-query';
import { ask } from './api.js';
import { KEYS } from './keys.js';

/** What holds at a place, and what would without its own hours and rules. */
export const rulesInForceQuery = (place: `/areas/${string}` | `/clusters/${string}`) =>
  queryOptions({
    queryKey: [KEYS.settings, 'one', 'rules', place],
    queryFn: ({ signal }) => ask('GET', `${place}/rules-in-force`, PlaceRulesInForce, { signal }),
  });
