import type { ApprovedSet } from '@loa/shared/api/sets';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';
import type { ListPage } from './list-page.js';

type Item = ApprovedSet['items'][number] & { areaId: string };

/** Sets of which something stands still, at or below an area, the newest signed first; by ids where one is asked for. */
export async function listSets(
  db: Db,
  { root, id }: { root: string; id?: string | undefined },
  { after, limit }: ListPage,
): Promise<{ grantId: string; createdAt: number }[]> {
  let select = db
    .selectFrom('grant_doc')
    .select(['grant_doc.id', 'grant_doc.created_at'])
    .where('use', '=', 'set')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('variant')
          .innerJoin('bulletin', 'bulletin.id', 'variant.bulletin_id')
          .select('variant.id')
          .whereRef('variant.grant_id', '=', 'grant_doc.id')
          .where('bulletin.area_id', 'in', belowQuery(db, root)),
      ),
    );
  if (id !== undefined) select = select.where('grant_doc.id', '=', id);
  if (after)
    select = select.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('created_at', 'grant_doc.id'), '<', tuple(Number(after.key), after.id)),
    );
  const rows = await select
    .orderBy('created_at', 'desc')
    .orderBy('grant_doc.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ id: grantId, created_at: createdAt }) => ({ grantId, createdAt }));
}

/** What stands under a grant now, by title. */
export async function itemsOfGrant(db: Db, grantId: string): Promise<Item[]> {
  const rows = await db
    .selectFrom('variant')
    .innerJoin('bulletin', 'bulletin.id', 'variant.bulletin_id')
    .leftJoin('recording', 'recording.sha256', 'variant.recording_sha256')
    .select(['variant.id', 'variant.bulletin_id', 'variant.language'])
    .select(['bulletin.title', 'bulletin.area_id', 'recording.duration_ms'])
    .where('variant.grant_id', '=', grantId)
    .orderBy('bulletin.title')
    .orderBy('variant.id')
    .execute();
  return rows.map((row) => ({
    ...{ variantId: row.id, bulletinId: row.bulletin_id, title: row.title, language: row.language },
    ...{ durationMs: row.duration_ms, areaId: row.area_id },
  }));
}
