import { Area } from '@loa/shared/api/areas';
import { Cluster } from '@loa/shared/api/clusters';
import { AppliedOutlines, OutlinePreview } from '@loa/shared/api/outlines';
import type { ApiClient } from '../client/api-client.js';
import { demoOutlines } from './outlines.js';
import { commune, province, villages } from './place.js';

export interface SeededPlaces {
  provinceId: string;
  communeId: string;
  /** By the villages' keys in place.ts. */
  villages: Map<string, { areaId: string; clusters: Cluster[] }>;
}

/** Names the first account's province as the demo's, and creates the commune, its villages and clusters below. */
export async function seedPlaces(api: ApiClient, provinceId: string): Promise<SeededPlaces> {
  await api.patch(`/areas/${provinceId}`, province, Area);
  const { id: communeId } = await api.post(
    '/areas',
    { ...commune, parentId: provinceId, level: 'commune' },
    Area,
  );
  const seeded: SeededPlaces['villages'] = new Map();
  for (const village of villages) {
    const place = { ...village.area, parentId: communeId, level: 'village' };
    const { id: areaId } = await api.post('/areas', place, Area);
    const clusters: Cluster[] = [];
    for (const cluster of village.clusters) {
      clusters.push(await api.post('/clusters', { ...cluster, areaId }, Cluster));
    }
    seeded.set(village.key, { areaId, clusters });
  }
  await seedOutlines(api, communeId);
  return { provinceId, communeId, villages: seeded };
}

async function seedOutlines(api: ApiClient, communeId: string): Promise<void> {
  const file = { name: 'ranh-gioi.geojson', bytes: new TextEncoder().encode(demoOutlines()) };
  const { id } = await api.upload(`/imports/outlines?area=${communeId}`, file, OutlinePreview);
  await api.post(`/imports/outlines/${id}/apply`, {}, AppliedOutlines);
}
