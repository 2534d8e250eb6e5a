import { Box, IssuedCode } from '@loa/shared/api/boxes';
import { Contact } from '@loa/shared/api/contact';
import { Sim } from '@loa/shared/api/fleet';
import { LoaError } from '@loa/shared/errors';
import type { Clock } from '@loa/shared/ports/clock';
import { allPages } from '../client/all-pages.js';
import type { ApiClient } from '../client/api-client.js';
import { VILLAGES_WITH_BOX } from './place.js';
import type { SeededPlaces } from './seed-places.js';
import { waitFor } from './wait-for.js';

/** How long boxes may take to enrol, learn the time and connect before the first bulletin is sent anyway. */
const BOXES_READY_MS = 15_000;

export interface SeedBoxPorts {
  /** Starts a box's process with its one-time code. */
  startBox(box: { name: string; folder: string; code: string; mayUseSoundCard: boolean }): void;
}

export interface SeededBox {
  boxId: string;
  clusterId: string;
  name: string;
  folder: string;
}

/** Creates three boxes, issues their codes and starts them: they enrol for real. The first may use the sound card. */
export function seedBoxes(api: ApiClient, places: SeededPlaces, ports: SeedBoxPorts): Promise<SeededBox[]> {
  return Promise.all(
    VILLAGES_WITH_BOX.map(async (key, index) => {
      const cluster = places.villages.get(key)?.clusters[0];
      if (!cluster) throw new LoaError('no_cluster', `The demo village ${key} has no cluster.`);
      const name = `Bộ thu DEMO ${index + 1}`;
      const folder = `box-${index + 1}`;
      const box = await api.post('/boxes', { clusterId: cluster.id, name }, Box);
      const { code } = await api.post(`/boxes/${box.id}/enrolment-code`, {}, IssuedCode);
      ports.startBox({ name, folder, code, mayUseSoundCard: index === 0 });
      await noteWhomToCall(api, { boxId: box.id, clusterId: cluster.id, number: index + 1 });
      return { boxId: box.id, clusterId: cluster.id, name, folder };
    }),
  );
}

/** As a commune writes it down. Nobody has these numbers. */
async function noteWhomToCall(
  api: ApiClient,
  { boxId, clusterId, number }: { boxId: string; clusterId: string; number: number },
): Promise<void> {
  const sim = { number: `090000000${number}`, operator: 'Viettel', expiresOn: '2030-12-31' };
  await api.put(`/boxes/${boxId}/sim`, sim, Sim);
  const contact = { name: `Trưởng thôn ${number} (DEMO)`, phone: `090000001${number}` };
  await api.put(`/clusters/${clusterId}/contact`, contact, Contact);
}

/** Boxes that are not connected in time get the bulletin late, which "now" allows. */
export async function boxesAreReady(
  api: ApiClient,
  count: number,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<void> {
  const ready = async () => {
    const boxes = await listBoxes(api);
    const connected = boxes.filter(({ state, status }) => state === 'enrolled' && status?.connected === true);
    return connected.length >= count ? true : null;
  };
  await waitFor('The boxes’ connection', ready, { clock, signal, timeoutMs: BOXES_READY_MS }).catch(
    (error: unknown) => {
      if (!(error instanceof LoaError)) throw error;
    },
  );
}

/** By name, so that each keeps its line. */
export async function listBoxes(api: ApiClient): Promise<Box[]> {
  const boxes = await allPages(api, '/boxes?limit=100', Box);
  return boxes.sort((a, b) => a.name.localeCompare(b.name));
}
