import type { Variant } from '@loa/shared/api/bulletins';
import { fold } from '@loa/shared/fold';
import type { Selectable } from 'kysely';
import type { Db } from './database.js';
import type { VariantTable } from './schema.js';

export async function insertVariant(db: Db, variant: Variant): Promise<void> {
  await db
    .insertInto('variant')
    .values({
      id: variant.id,
      bulletin_id: variant.bulletinId,
      language: variant.language,
      ...columnsOf(variant),
    })
    .execute();
}

export async function findVariant(db: Db, id: string): Promise<Variant | null> {
  const row = await db.selectFrom('variant').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toVariant(row) : null;
}

export async function variantsOf(db: Db, bulletinIds: readonly string[]): Promise<Variant[]> {
  if (bulletinIds.length === 0) return [];
  const rows = await db
    .selectFrom('variant')
    .selectAll()
    .where('bulletin_id', 'in', [...bulletinIds])
    .orderBy('language')
    .execute();
  return rows.map(toVariant);
}

/**
 * Writes a variant back, unless somebody else changed it since it was read as `before` (two people at once): then
 * false, and nothing is changed.
 */
export async function updateVariant(
  db: Db,
  variant: Variant,
  before: Pick<Variant, 'state' | 'updatedAt'>,
): Promise<boolean> {
  const result = await db
    .updateTable('variant')
    .set(columnsOf(variant))
    .where('id', '=', variant.id)
    .where('state', '=', before.state)
    .where('updated_at', '=', before.updatedAt)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/**
 * Marks approvals whose grant has ended; and takes that back where it has not: the controller had been started with its
 * clock in the future. Returns the bulletins they belong to.
 */
export async function followGrants(db: Db, now: number): Promise<string[]> {
  const grants = db.selectFrom('grant_doc').select('id');
  const ended = await db
    .updateTable('variant')
    .set({ state: 'expired', updated_at: now })
    .where('state', '=', 'approved')
    .where('grant_id', 'in', grants.where('valid_until', '<=', now))
    .returning('bulletin_id')
    .execute();
  const standing = await db
    .updateTable('variant')
    .set({ state: 'approved', updated_at: now })
    .where('state', '=', 'expired')
    .where('grant_id', 'in', grants.where('valid_until', '>', now))
    .returning('bulletin_id')
    .execute();
  return [...new Set([...ended, ...standing].map((row) => row.bulletin_id))];
}

function columnsOf(variant: Variant) {
  return {
    recording_sha256: variant.recordingSha256,
    text: variant.text,
    folded: fold(variant.text ?? ''),
    state: variant.state,
    state_reason: variant.stateReason,
    grant_id: variant.grantId,
    submitted_by: variant.submittedBy,
    updated_at: variant.updatedAt,
  };
}

function toVariant(row: Selectable<VariantTable>): Variant {
  return {
    id: row.id,
    bulletinId: row.bulletin_id,
    language: row.language,
    recordingSha256: row.recording_sha256,
    text: row.text,
    state: row.state,
    stateReason: row.state_reason,
    grantId: row.grant_id,
    submittedBy: row.submitted_by,
    updatedAt: row.updated_at,
  };
}
