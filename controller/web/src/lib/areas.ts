import { Area } from '@loa/shared/api/areas';
import { placeName } from '@loa/shared/place-name';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ask } from './api.js';
import { KEYS } from './keys.js';

/** Places change a few times a year, milliseconds. */
export const FRESH_MS = 10 * 60_000;

export type Areas = readonly Area[];

/** Every area at or below one's own, merged ones too (history names them): one answer for trees, pickers and names. */
export const areasQuery = queryOptions({
  queryKey: [KEYS.areas],
  queryFn: async ({ signal }): Promise<Areas> =>
    (await ask('GET', '/areas/tree', z.object({ items: z.array(Area) }), { signal })).items,
  staleTime: FRESH_MS,
});

/** "làng Ơi Briu"; null: not one of ours. */
export function placeNameOf(areas: Areas | undefined, id: string): string | null {
  const area = areas?.find((each) => each.id === id);
  return area ? placeName(area) : null;
}
