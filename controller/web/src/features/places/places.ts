import { Area, type AreaPatch, MergedArea, MergePreview, type NewArea } from '@loa/shared/api/areas';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';

export function usePlaceChange<In, Out>(change: (value: In) => Promise<Out>, onDone: (result: Out) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    async onSuccess(result) {
      for (const key of [KEYS.clusters, KEYS.boxes, KEYS.fleet, KEYS.outlook, KEYS.schedules])
        void client.invalidateQueries({ queryKey: [key] });
      // The next page names the place.
      await client.invalidateQueries({ queryKey: [KEYS.areas] });
      onDone(result);
    },
  });
}

export const useCreatePlace = (onDone: (area: Area) => void) =>
  usePlaceChange((body: z.input<typeof NewArea>) => ask('POST', '/areas', Area, { body }), onDone);

export const usePatchPlace = (id: string, onDone: (saved: Area) => void) =>
  usePlaceChange((body: AreaPatch) => ask('PATCH', `/areas/${id}`, Area, { body }), onDone);

export const mergeQuery = (id: string, into: string) =>
  queryOptions({
    queryKey: [KEYS.areas, 'merge', { id, into }],
    queryFn: ({ signal }) => ask('GET', `/areas/${id}/merge`, MergePreview, { signal, query: { into } }),
    // Others change schedules and stops meanwhile: each look is a new one.
    staleTime: 0,
  });

export const useMerge = (id: string, onDone: (merged: z.infer<typeof MergedArea>) => void) =>
  usePlaceChange((into: string) => ask('POST', `/areas/${id}/merge`, MergedArea, { body: { into } }), onDone);
