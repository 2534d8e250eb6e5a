import { livingAreas } from './areas.js';
import { listBoxes } from './boxes.js';
import { listClusters } from './clusters.js';
import type { Db } from './database.js';
import { boxNotesBelow, contactsBelow } from './fleet.js';

/** The places, clusters and boxes at or below an area, as lists from Excel are compared with them. */
export async function listWorld(db: Db, root: { id: string; level: 'province' | 'commune' | 'village' }) {
  const areas = await livingAreas(db, root.id);
  const contacts = await contactsBelow(db, root.id);
  const notes = await boxNotesBelow(db, root.id);
  const clusters = await listClusters(db, root.id);
  const boxes = (await listBoxes(db, root.id)).filter(({ state }) => state !== 'revoked');
  return {
    root,
    areas,
    clusters: clusters.map((cluster) => ({ ...cluster, contact: contacts.get(cluster.id) ?? null })),
    boxes: boxes.map(({ id, name, clusterId, areaId }) => ({
      ...{ id, name, clusterId, areaId, sim: notes.get(id)?.sim ?? null },
    })),
  };
}
