import { type NewStop, Stop } from '@loa/shared/api/stops';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { pagedQuery, type ServedList } from '../../lib/paged-query.js';

const STOPS: ServedList<Stop> = { key: KEYS.stops, path: '/stops', item: Stop };

/** Stops in force in one's area, the newest first. */
export const stopsQuery = (limit: number) => pagedQuery(STOPS, { limit });

/** So many are told of at once above a page. */
export const firstStopsQuery = stopsQuery(5);

export function useStop(onDone: (stop: Stop) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewStop) => ask('POST', '/stops', Stop, { body }),
    onSuccess(stop) {
      void client.invalidateQueries({ queryKey: [KEYS.stops] });
      onDone(stop);
    },
  });
}

/** A new stop first, the old one lifted after it: nothing sounds in between, and a lost line leaves silence. */
export function useKeepStopped(onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    async mutationFn({ id, areaId, boxIds }: Stop) {
      await ask('POST', '/stops', Stop, { body: { areaId, ...(boxIds === null ? {} : { boxIds }) } });
      return ask('POST', `/stops/${id}/lift`, Stop);
    },
    onSuccess: onDone,
    onSettled: () => client.invalidateQueries({ queryKey: [KEYS.stops] }),
  });
}
