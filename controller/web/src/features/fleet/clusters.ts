import { Cluster, type ClusterPatch, type NewCluster } from '@loa/shared/api/clusters';
import { Contact } from '@loa/shared/api/contact';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { ask } from '../../lib/api.js';
import { CLUSTERS } from '../../lib/clusters.js';
import { KEYS } from '../../lib/keys.js';
import { itemQuery } from '../../lib/paged-query.js';

export const clusterQuery = (id: string) => itemQuery(CLUSTERS, id);

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
      for (const key of [KEYS.clusters, KEYS.boxes, KEYS.fleet, KEYS.outlook, KEYS.settings])
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
