import { belowQuery } from './areas.js';
import type { Db } from './database.js';

/** What is remembered of the last plan that was signed for a box. */
export interface PlanHead {
  boxId: string;
  revision: number;
  contentHash: string;
  coversUntil: number;
  issuedAt: number;
}

export interface IssuedPlan extends PlanHead {
  coversFrom: number;
  /** The signed document, as published. */
  bytes: Uint8Array;
}

export async function planHeads(db: Db, boxIds: readonly string[]): Promise<Map<string, PlanHead>> {
  if (boxIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('plan')
    .select(['box_id', 'revision', 'content_hash', 'covers_until', 'issued_at'])
    .where('box_id', 'in', [...boxIds])
    .execute();
  return new Map(rows.map((row) => [row.box_id, toHead(row)]));
}

/** The signed plans as published, of boxes that still may play. */
export async function planDocuments(db: Db): Promise<{ boxId: string; bytes: Uint8Array }[]> {
  const rows = await db
    .selectFrom('plan')
    .innerJoin('box', 'box.id', 'plan.box_id')
    .select(['plan.box_id', 'plan.bytes'])
    .where('box.state', '=', 'enrolled')
    .execute();
  return rows.map((row) => ({ boxId: row.box_id, bytes: row.bytes }));
}

export async function planDocument(db: Db, boxId: string): Promise<Uint8Array | null> {
  const row = await db.selectFrom('plan').select('bytes').where('box_id', '=', boxId).executeTakeFirst();
  return row?.bytes ?? null;
}

/** Enrolled boxes whose plan is missing or covers less than `until`. */
export async function boxesToRenew(db: Db, until: number): Promise<string[]> {
  const rows = await db
    .selectFrom('box')
    .leftJoin('plan', 'plan.box_id', 'box.id')
    .select('box.id')
    .where('box.state', '=', 'enrolled')
    .where((eb) => eb.or([eb('plan.covers_until', 'is', null), eb('plan.covers_until', '<', until)]))
    .execute();
  return rows.map((row) => row.id);
}

/**
 * Keeps a plan before it is published, if the last one is still the one it was made after (`previous`, 0 for none):
 * of two planners at once, one finds false and looks again.
 */
export async function comparePlanAndSet(db: Db, plan: IssuedPlan, previous: number): Promise<boolean> {
  const row = {
    box_id: plan.boxId,
    revision: plan.revision,
    content_hash: plan.contentHash,
    covers_from: plan.coversFrom,
    covers_until: plan.coversUntil,
    issued_at: plan.issuedAt,
    bytes: plan.bytes,
  };
  const result = await db
    .insertInto('plan')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('box_id').doUpdateSet(row).where('plan.revision', '=', previous),
    )
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) === 1;
}

function toHead(row: {
  box_id: string;
  revision: number;
  content_hash: string;
  covers_until: number;
  issued_at: number;
}): PlanHead {
  return {
    boxId: row.box_id,
    revision: row.revision,
    contentHash: row.content_hash,
    coversUntil: row.covers_until,
    issuedAt: row.issued_at,
  };
}

export async function enrolledBoxIds(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('box').select('id').where('state', '=', 'enrolled').execute();
  return rows.map((row) => row.id);
}

/** These boxes, and the enrolled ones that stand in the same clusters. */
export async function withClusterMates(db: Db, boxIds: readonly string[]): Promise<string[]> {
  if (boxIds.length === 0) return [];
  const clusters = db
    .selectFrom('box')
    .select('cluster_id')
    .where('id', 'in', [...boxIds]);
  const mates = await db
    .selectFrom('box')
    .select('id')
    .where('state', '=', 'enrolled')
    .where('cluster_id', 'in', clusters)
    .orderBy('id')
    .execute();
  return [...new Set([...boxIds, ...mates.map(({ id }) => id)])];
}

/** The enrolled boxes that lie in a commune, or pinned it before it was merged into another. */
export async function boxesUnderRoster(db: Db, communeId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('box')
    .innerJoin('cluster', 'cluster.id', 'box.cluster_id')
    .select('box.id')
    .where('box.state', '=', 'enrolled')
    .where((eb) =>
      eb.or([eb('box.commune_id', '=', communeId), eb('cluster.area_id', 'in', belowQuery(db, communeId))]),
    )
    .orderBy('box.id')
    .execute();
  return rows.map(({ id }) => id);
}
