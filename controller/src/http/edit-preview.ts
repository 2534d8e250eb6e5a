import type { EditPreview } from '@loa/shared/api/edit-preview';
import type { Instant } from '@loa/shared/instant';
import type { Db } from '../db/database.js';
import type { Drafts } from '../db/drafts.js';
import { editLacks } from '../planning/answers/edit-lacks.js';
import { draftsDiff } from './schedule-diff.js';
import { audienceOf } from './schedule-places.js';

/** What an edit would change for these boxes, and what it would take from them; `where` they stand. */
export async function editPreview(
  db: Db,
  edit: {
    after: Partial<Drafts>;
    boxIds: readonly string[];
    where: { areaIds: readonly string[]; clusterIds: readonly string[] };
    now: Instant;
  },
): Promise<EditPreview> {
  const audience = await audienceOf(db, edit.where);
  const { diff, until, former, planned, names } = await draftsDiff(db, edit, audience);
  const lacks = editLacks({ before: former, after: planned, names, now: edit.now });
  return { boxes: edit.boxIds.length, diff, ...lacks, until };
}
