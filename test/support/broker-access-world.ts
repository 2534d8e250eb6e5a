import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '@loa/shared/jcs';
import { NO_RULES } from '@loa/shared/place-rules';
import { generatePrivateJwk, keyId, publicOf } from '@loa/shared/trust/keys';
import { insertArea } from '../../controller/src/db/areas.js';
import { insertBoxToken } from '../../controller/src/db/box-tokens.js';
import { insertBox, revokeBox } from '../../controller/src/db/boxes.js';
import { insertCluster } from '../../controller/src/db/clusters.js';
import { type Db, openDatabase } from '../../controller/src/db/database.js';
import { ACCESS_AREAS, ACCESS_BOXES } from './broker-access.js';

export interface AccessWorld {
  /** A controller's data folder, with its database. */
  folder: string;
  db: Db;
  now: number;
  tokenOf(boxId: string): string;
  close(): Promise<void>;
}

/** The places and boxes of the access table in a real database; `gone` was enrolled and then revoked. */
export async function createAccessWorld(): Promise<AccessWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-access-'));
  const { db, close } = await openDatabase({ path: join(folder, 'loa.db') });
  const now = Date.UTC(2026, 10, 2);
  await furnish(db, now);
  const tokenOf = (boxId: string) => `token-of-${boxId}-0123456789`;
  for (const boxId of Object.values(ACCESS_BOXES)) {
    const key = publicOf(generatePrivateJwk());
    await db
      .updateTable('box')
      .set({
        state: 'enrolled',
        key_jwk: JSON.stringify(key),
        key_id: keyId(key),
        enrolled_at: now,
        commune_id: ACCESS_AREAS.commune,
      })
      .where('id', '=', boxId)
      .execute();
    await insertBoxToken(db, { hash: sha256Hex(tokenOf(boxId)), boxId, expiresAt: now + 3_600_000 }, now);
  }
  await revokeBox(db, ACCESS_BOXES.gone, now);
  return {
    ...{ folder, db, now, tokenOf },
    async close() {
      await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function furnish(db: Db, createdAt: number): Promise<void> {
  const { province, commune, villageAi, villageBo, elsewhere } = ACCESS_AREAS;
  const common = {
    ...{ languages: ['vi'], households: null, population: null, flags: [], hours: null, createdAt },
    ...{ lat: null, lon: null, zone: null, rules: NO_RULES, mergedInto: null },
  };
  const area = (id: string, parentId: string | null, level: 'province' | 'commune' | 'village') =>
    insertArea(db, { ...common, id, parentId, level, kind: 'thôn', name: id });
  await area(province, null, 'province');
  await area(commune, province, 'commune');
  await area(elsewhere, province, 'commune');
  await area(villageAi, commune, 'village');
  await area(villageBo, commune, 'village');
  for (const [boxId, village] of [
    [ACCESS_BOXES.ai, villageAi],
    [ACCESS_BOXES.bo, villageBo],
    [ACCESS_BOXES.gone, villageAi],
  ] as const) {
    const clusterId = `cluster_${boxId.slice(4)}`;
    await insertCluster(db, {
      ...{ id: clusterId, areaId: village, name: clusterId, lat: null, lon: null },
      ...{ languages: ['vi'], hours: null, maxGainDb: 0, rules: NO_RULES, createdAt },
    });
    await insertBox(db, { id: boxId, clusterId, name: boxId, outputs: [], createdAt });
  }
}
