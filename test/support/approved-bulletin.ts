import { sha256Hex } from '@loa/shared/jcs';
import type { Grant } from '@loa/shared/messages/grant';
import { signGeneral } from '@loa/shared/trust/general';
import type { SigningKey } from '@loa/shared/trust/keys';
import type { Db } from '../../controller/src/db/database.js';
import { insertGrant } from '../../controller/src/db/grants.js';

export const SHA = sha256Hex('a recording of one minute');

/** A bulletin of `areaId` with one Vietnamese variant of a minute, approved by a person for a month from `at` on. */
export async function addApprovedBulletin(
  db: Db,
  approver: SigningKey,
  fields: { id: string; variantId: string; title: string; column?: string; at: number; areaId?: string },
): Promise<void> {
  const { id, variantId, title, column = null, at, areaId = 'area_commune' } = fields;
  await db
    .insertInto('recording')
    .values({ sha256: SHA, bytes: 180_000, duration_ms: 60_000, created_at: at, created_by: 'system' })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
  await db
    .insertInto('bulletin')
    .values({
      ...{ id, title, kind: 'tin', column_name: column, topics: '[]', audiences: '[]' },
      ...{ area_id: areaId, created_by: 'system', created_at: at, updated_at: at },
    })
    .execute();
  const grant: Grant = {
    ...{ use: 'scheduled', subject: { sha256: SHA, language: 'vi' }, title, areas: [areaId] },
    ...{ validFrom: at - 1000, validUntil: at + 30 * 86_400_000, signedAt: at - 1000 },
  };
  const bytes = await signGeneral('grant', grant, [approver]);
  const grantId = sha256Hex(bytes);
  const { validFrom, validUntil, signedAt, use } = grant;
  const record = { id: grantId, variantId, stationId: null, bytes, use, validFrom, validUntil, signedAt };
  await insertGrant(db, { ...record, signers: ['person_a'], createdAt: at });
  await db
    .insertInto('variant')
    .values({
      ...{ id: variantId, bulletin_id: id, language: 'vi', recording_sha256: SHA },
      ...{ state: 'approved', grant_id: grantId, updated_at: at },
    })
    .execute();
}
