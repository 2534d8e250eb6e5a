import { Box } from '@loa/shared/api/boxes';
import { placePath } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { KEYS } from './keys.js';
import { pagedQuery, type ServedList } from './paged-query.js';

/** The receivers at or below an area by village and name. Events keep what is shown right. */
export const BOXES: ServedList<Box> = { key: KEYS.boxes, path: '/boxes', item: Box };

/** How many receivers are asked for by name at once; no page of a log tells of more. */
const MOST_NAMED = 100;

/** "Ơi Briu · Bộ thu 1" by the receiver's id; undefined until they are known. */
export function useBoxNames(ids: readonly string[]): ReadonlyMap<string, string> | undefined {
  const asked = [...new Set(ids)].sort().slice(0, MOST_NAMED);
  const { data } = useQuery({
    ...pagedQuery(BOXES, { id: asked.join(','), limit: MOST_NAMED }),
    enabled: asked.length > 0,
  });
  return data && new Map(data.items.map(({ id, areaName, name }) => [id, placePath(areaName, name)]));
}
