import type { Db } from './database.js';
import { readJson, Strings } from './json-column.js';

/** A person's signed approval, as stored once its signatures were checked. */
export interface GrantRecord {
  id: string;
  variantId: string | null;
  stationId: string | null;
  bytes: Uint8Array;
  use: string;
  validFrom: number;
  validUntil: number;
  signedAt: number;
  signers: string[];
  createdAt: number;
}

/** The same grant again changes nothing. */
export async function insertGrant(db: Db, grant: GrantRecord): Promise<void> {
  await db
    .insertInto('grant_doc')
    .values({
      id: grant.id,
      variant_id: grant.variantId,
      station_id: grant.stationId,
      bytes: grant.bytes,
      use: grant.use,
      valid_from: grant.validFrom,
      valid_until: grant.validUntil,
      signed_at: grant.signedAt,
      signers: JSON.stringify(grant.signers),
      created_at: grant.createdAt,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

export async function findGrant(db: Db, id: string): Promise<GrantRecord | null> {
  const row = await db.selectFrom('grant_doc').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  return {
    id: row.id,
    variantId: row.variant_id,
    stationId: row.station_id,
    bytes: row.bytes,
    use: row.use,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    signedAt: row.signed_at,
    signers: readJson(Strings, row.signers, 'grant_doc.signers'),
    createdAt: row.created_at,
  };
}

/** The variants that stand under a grant now. */
export async function variantsOfGrant(db: Db, grantId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('variant')
    .select('id')
    .where('grant_id', '=', grantId)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}
