import { ControllerKeys, StoredRosterAnswer } from '@loa/shared/api/rosters';
import type { ApiClient } from '../client/api-client.js';
import { type LoadedKey, readPublicKey } from '../trust/key-files.js';
import { buildRoster, nextVersion, personWithKeyFile, signRoster } from '../trust/roster.js';
import { ANY_HOUR, APPROVER_PERSON, QUIET_VILLAGE, REAL_HOURS, ZONE } from './place.js';
import type { SeededPlaces } from './seed-places.js';

/**
 * The demo's root names the controller's key and the demo approver, and lets the commune sound at any hour; one
 * village keeps real hours. Marked `demo`, which boxes and pages show.
 */
export async function seedRoster(
  api: ApiClient,
  places: SeededPlaces,
  keys: { root: LoadedKey; approverKeyFile: string; now: number },
): Promise<void> {
  const { communeId } = places;
  const { controllerKey } = await api.get('/keys', ControllerKeys);
  const approver = { personId: APPROVER_PERSON, name: 'Người duyệt (DEMO)' };
  const quiet = places.villages.get(QUIET_VILLAGE);
  const roster = buildRoster({
    communeId,
    version: nextVersion(0, keys.now),
    issuedAt: keys.now,
    demo: true,
    controllerKeys: [controllerKey],
    people: [
      personWithKeyFile(
        { ...approver, rights: [{ use: 'scheduled', areas: [communeId] }] },
        await readPublicKey(keys.approverKeyFile),
      ),
    ],
    zone: ZONE,
    limits: [
      { areas: [communeId], windows: ANY_HOUR },
      ...(quiet ? [{ areas: [quiet.areaId], windows: REAL_HOURS }] : []),
    ],
  });
  const pinned = { rootKey: keys.root.publicJwk, communeId };
  const bytes = await signRoster(roster, [keys.root], pinned, null);
  const document = { roster: Buffer.from(bytes).toString('utf8') };
  await api.put(`/areas/${communeId}/roster`, document, StoredRosterAnswer);
}
