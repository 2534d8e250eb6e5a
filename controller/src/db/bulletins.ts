import type { Bulletin, Variant, VariantState } from '@loa/shared/api/bulletins';
import type { Selectable } from 'kysely';
import { belowQuery } from './areas.js';
import { type BulletinFilter, bulletinConditions, foldBulletin, URGENCY } from './bulletin-search.js';
import type { Db } from './database.js';
import { readJson, Strings } from './json-column.js';
import { behind, type ListPage } from './list-page.js';
import type { BulletinTable } from './schema.js';
import { variantsOf } from './variants.js';

/** A bulletin without what is derived from its variants. */
export type BulletinRecord = Omit<Bulletin, 'variants' | 'state'>;

export async function insertBulletin(db: Db, bulletin: BulletinRecord): Promise<void> {
  await db
    .insertInto('bulletin')
    .values({
      id: bulletin.id,
      area_id: bulletin.areaId,
      created_by: bulletin.createdBy,
      created_at: bulletin.createdAt,
      ...columnsOf(bulletin),
    })
    .execute();
}

export async function findBulletin(db: Db, id: string): Promise<Bulletin | null> {
  const row = await db.selectFrom('bulletin').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toBulletin(row, await variantsOf(db, [id])) : null;
}

/** Newest first. */
export async function listBulletins(
  db: Db,
  { root, filter = {} }: { root: string; filter?: BulletinFilter },
  { after, limit }: ListPage,
): Promise<Bulletin[]> {
  let select = db.selectFrom('bulletin').selectAll().where('area_id', 'in', belowQuery(db, root));
  for (const condition of bulletinConditions(filter)) select = select.where(condition);
  if (after) select = select.where(behind('created_at', 'desc', after));
  const rows = await select.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  const variants = await variantsOf(
    db,
    rows.map((row) => row.id),
  );
  return rows.map((row) =>
    toBulletin(
      row,
      variants.filter((variant) => variant.bulletinId === row.id),
    ),
  );
}

export async function updateBulletin(db: Db, bulletin: BulletinRecord): Promise<void> {
  await db.updateTable('bulletin').set(columnsOf(bulletin)).where('id', '=', bulletin.id).execute();
}

export function stateOf(variants: readonly Variant[]): VariantState {
  return URGENCY.find((state) => variants.some((variant) => variant.state === state)) ?? 'draft';
}

function columnsOf(bulletin: BulletinRecord) {
  return {
    title: bulletin.title,
    kind: bulletin.kind,
    sound: bulletin.sound,
    column_name: bulletin.columnName,
    topics: JSON.stringify(bulletin.topics),
    audiences: JSON.stringify(bulletin.audiences),
    field_code: bulletin.fieldCode,
    source_unit: bulletin.sourceUnit,
    valid_from: bulletin.validFrom,
    valid_until: bulletin.validUntil,
    task_ref: bulletin.taskRef,
    folded: foldBulletin(bulletin),
    updated_at: bulletin.updatedAt,
  };
}

function toBulletin(row: Selectable<BulletinTable>, variants: Variant[]): Bulletin {
  return {
    id: row.id,
    title: row.title,
    kind: row.kind,
    sound: row.sound,
    columnName: row.column_name,
    topics: readJson(Strings, row.topics, 'bulletin.topics'),
    audiences: readJson(Strings, row.audiences, 'bulletin.audiences'),
    fieldCode: row.field_code,
    sourceUnit: row.source_unit,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    taskRef: row.task_ref,
    areaId: row.area_id,
    state: stateOf(variants),
    variants,
    createdBy: row.created_by,
    ownerId: row.owner_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
