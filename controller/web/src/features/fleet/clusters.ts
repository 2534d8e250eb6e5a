import { Cluster, type ClusterPatch, type NewCluster } from '@loa/shared/api/clusters';
import { Contact } from '@loa/shared/api/fleet';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';

const Clusters = z.object({ items: z.array(Cluster) });

export const clustersQuery = (area: string) =>
  queryOptions({
    queryKey: [KEYS.clusters, 'list', { area }],
    queryFn: ({ signal }) => ask('GET', '/clusters', Clusters, { signal, query: { area } }),
  });

export const clusterQuery = (id: string) =>
  queryOptions({
    queryKey: [KEYS.clusters, 'one', id],
    queryFn: ({ signal }) => ask('GET', `/clusters/${id}`, Cluster, { signal }),
  });

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: [KEYS.clusters, 'one', id, 'contact'],
    queryFn: ({ signal }) => ask('GET', `/clusters/${id}/contact`, Contact, { signal }),
  });

function useClusterChange<In, Out>(change: (value: In) => Promise<Out>, onDone: (result: Out) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess(result) {
      for (const key of [KEYS.clusters, KEYS.boxes, KEYS.fleet, KEYS.outlook])
        void client.invalidateQueries({ queryKey: [key] });
      onDone(result);
    },
  });
}

export const usePatchCluster = (id: string, onDone: () => void) =>
  useClusterChange((body: ClusterPatch) => ask('PATCH', `/clusters/${id}`, Cluster, { body }), onDone);

export const usePutContact = (id: string, onDone: () => void) =>
  useClusterChange((body: Contact) => ask('PUT', `/clusters/${id}/contact`, Contact, { body }), onDone);

export const createCluster = (body: z.input<typeof NewCluster>) =>
  ask('POST', '/clusters', Cluster, { body });
