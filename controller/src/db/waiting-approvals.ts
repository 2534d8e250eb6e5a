import type { BulletinKind, Variant } from '@loa/shared/api/bulletins';
import { placeName } from '@loa/shared/place-name';
import type { z } from 'zod';
import { belowQuery } from './areas.js';
import { namedIn } from './bulletin-search.js';
import type { Db } from './database.js';
import { variantsOf } from './variants.js';

export interface WaitingRow {
  variant: Variant;
  title: string;
  kind: z.infer<typeof BulletinKind>;
  columnName: string | null;
  areaId: string;
  areaName: string;
  createdBy: string;
  durationMs: number | null;
  /** Of what is approved, and ends soon: when. Null: it waits for its first approval. */
  endsAt: number | null;
}

export interface WaitingFilter {
  root: string;
  variantIds?: readonly string[] | undefined;
  /** Named in a slot of this programme. */
  programmeId?: string | undefined;
  /** Approvals that end by then, while their bulletins stay valid, wait as well: for the next. */
  endingBy: number;
  state?: 'submitted' | 'approved';
}

/** Variants at or below an area that wait for approval, the longest waiting first; then those whose approval ends. */
export async function waitingVariants(
  db: Db,
  { root, variantIds, programmeId, endingBy, state }: WaitingFilter,
  { offset, limit }: { offset: number; limit: number },
): Promise<WaitingRow[]> {
  let select = db
    .selectFrom('variant')
    .innerJoin('bulletin', 'bulletin.id', 'variant.bulletin_id')
    .innerJoin('area', 'area.id', 'bulletin.area_id')
    .leftJoin('recording', 'recording.sha256', 'variant.recording_sha256')
    .leftJoin('grant_doc', 'grant_doc.id', 'variant.grant_id')
    .select(['variant.id', 'variant.bulletin_id', 'bulletin.title', 'bulletin.kind', 'bulletin.column_name'])
    .select(['bulletin.area_id', 'bulletin.created_by', 'area.kind as area_kind', 'area.name as area_name'])
    .select(['recording.duration_ms', 'variant.state', 'grant_doc.valid_until as ends_at'])
    .where((eb) =>
      eb.or([
        eb('variant.state', '=', 'submitted'),
        eb.and([
          eb('variant.state', '=', 'approved'),
          eb('grant_doc.valid_until', '<=', endingBy),
          eb.or([
            eb('bulletin.valid_until', 'is', null),
            eb('bulletin.valid_until', '>', eb.ref('grant_doc.valid_until')),
          ]),
        ]),
      ]),
    )
    .where('bulletin.area_id', 'in', belowQuery(db, root));
  if (variantIds !== undefined) select = select.where('variant.id', 'in', [...variantIds]);
  if (state !== undefined) select = select.where('variant.state', '=', state);
  if (programmeId !== undefined) select = select.where(namedIn(programmeId));
  const rows = await select
    .orderBy('variant.state', 'desc')
    .orderBy('variant.updated_at')
    .orderBy('variant.id')
    .offset(offset)
    .limit(limit)
    .execute();
  const variants = await variantsOf(db, [...new Set(rows.map((row) => row.bulletin_id))]);
  const byId = new Map(variants.map((variant) => [variant.id, variant]));
  return rows.flatMap((row) => {
    const variant = byId.get(row.id);
    if (!variant) return [];
    return {
      ...{ variant, title: row.title, kind: row.kind, columnName: row.column_name, areaId: row.area_id },
      ...{ areaName: placeName({ kind: row.area_kind, name: row.area_name }), createdBy: row.created_by },
      durationMs: row.duration_ms,
      endsAt: row.state === 'approved' ? row.ends_at : null,
    };
  });
}

/** One enrolled box of each of these boxes' clusters, with what is understood there. */
export async function clustersOfBoxes(
  db: Db,
  boxIds: readonly string[],
): Promise<{ boxId: string; clusterId: string; languages: string }[]> {
  if (boxIds.length === 0) return [];
  const rows = await db
    .selectFrom('box')
    .innerJoin('cluster', 'cluster.id', 'box.cluster_id')
    .select(['box.id', 'cluster.id as cluster_id', 'cluster.languages'])
    .where('box.id', 'in', [...boxIds])
    .where('box.state', '=', 'enrolled')
    .orderBy('box.id')
    .execute();
  const first = new Map<string, { boxId: string; clusterId: string; languages: string }>();
  for (const { id, cluster_id: clusterId, languages } of rows) {
    if (!first.has(clusterId)) first.set(clusterId, { boxId: id, clusterId, languages });
  }
  return [...first.values()];
}
