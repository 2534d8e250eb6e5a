import { ClusterRow } from '@loa/shared/api/clusters';
import { KEYS } from './keys.js';
import type { ServedList } from './paged-query.js';

/** The places of loudspeakers at or below an area by village and name. */
export const CLUSTERS: ServedList<ClusterRow> = { key: KEYS.clusters, path: '/clusters', item: ClusterRow };
