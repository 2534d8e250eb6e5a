import { Box, ReplacedBox } from '@loa/shared/api/boxes';
import { BoxEvent, type PutSim, Sim, TestSound, Volume, type VolumePatch } from '@loa/shared/api/fleet';
import { BoxRepair } from '@loa/shared/api/repairs';
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { ask } from '../../lib/api.js';
import { BOXES } from '../../lib/boxes.js';
import { KEYS } from '../../lib/keys.js';
import { itemQuery } from '../../lib/paged-query.js';

export const boxQuery = (id: string) => itemQuery(BOXES, id);

const part = <T>(id: string, name: string, schema: z.ZodType<T>) =>
  queryOptions({
    queryKey: [KEYS.boxes, 'one', id, name],
    queryFn: ({ signal }) => ask('GET', `/boxes/${id}/${name}`, schema, { signal }),
  });

export const simQuery = (id: string) => part(id, 'sim', Sim);
export const volumeQuery = (id: string) => part(id, 'volume', Volume);
export const repairQuery = (id: string) => part(id, 'repair', BoxRepair);

const Events = z.object({ items: z.array(BoxEvent), next: z.int().nullable() });
const EVENTS_AT_ONCE = 15;

export const eventsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [KEYS.boxes, 'one', id, 'events'],
    queryFn: ({ signal, pageParam }) =>
      ask('GET', `/boxes/${id}/events`, Events, {
        signal,
        query: { limit: EVENTS_AT_ONCE, before: pageParam },
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  });

/** Something about one receiver: what is shown of it and of the fleet is read again afterwards. */
function useBoxChange<In, Out>(change: (value: In) => Promise<Out>, onDone: (result: Out) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    async onSuccess(result) {
      for (const key of [KEYS.boxes, KEYS.fleet, KEYS.today])
        void client.invalidateQueries({ queryKey: [key] });
      onDone(result);
    },
  });
}

export type SimFields = z.input<typeof PutSim>;

export const usePutSim = (id: string, onDone: () => void) =>
  useBoxChange((body: SimFields) => ask('PUT', `/boxes/${id}/sim`, Sim, { body }), onDone);

export const usePatchVolume = (id: string, onDone: () => void) =>
  useBoxChange((body: VolumePatch) => ask('PATCH', `/boxes/${id}/volume`, Volume, { body }), onDone);

export const useTest = (id: string, onDone: (test: TestSound) => void) =>
  useBoxChange(() => ask('POST', `/boxes/${id}/test`, TestSound), onDone);

export const useReplace = (id: string, onDone: (made: z.infer<typeof ReplacedBox>) => void) =>
  useBoxChange(() => ask('POST', `/boxes/${id}/replace`, ReplacedBox), onDone);

export const useRevoke = (id: string, onDone: () => void) =>
  useBoxChange(() => ask('POST', `/boxes/${id}/revoke`, Box), onDone);

export const useGiveRepair = (id: string, onDone: () => void) =>
  useBoxChange(
    (body: { assignee: string; note: string | null }) =>
      ask('PUT', `/boxes/${id}/repair`, BoxRepair, { body }),
    onDone,
  );

export const useEndRepair = (id: string, onDone: () => void) =>
  useBoxChange(() => ask('DELETE', `/boxes/${id}/repair`, BoxRepair), onDone);
