import type { Area } from '@loa/shared/api/areas';
import type { EditPreview } from '@loa/shared/api/edit-preview';
import type { Instant } from '@loa/shared/instant';
import { placeName } from '@loa/shared/place-name';
import type { Db } from '../db/database.js';
import type { Drafts } from '../db/drafts.js';
import { editLacks } from '../planning/answers/edit-lacks.js';
import type { BulletinInput } from '../planning/inputs.js';
import { draftsDiff } from './schedule-diff.js';
import { audienceOf } from './schedule-places.js';

/** What an edit would change for these boxes, and what it would take from them; `where` they stand. */
export async function editPreview(
  db: Db,
  edit: {
    after: Partial<Drafts>;
    /** Bulletins as they would be. */
    bulletins?: readonly BulletinInput[];
    boxIds: readonly string[];
    where: { areaIds: readonly string[]; clusterIds: readonly string[] };
    /** Where all of them would stand, if they move. */
    to?: Area | null;
    now: Instant;
  },
): Promise<EditPreview> {
  const { to } = edit;
  const stands = await audienceOf(db, edit.where);
  const moving = (name: string) => (to ? `${name} → ${placeName(to)}` : name);
  const audience = stands.map((placed) => ({ ...placed, name: moving(placed.name) }));
  const { diff, until, former, planned, names } = await draftsDiff(db, edit, audience);
  const lacks = editLacks({ before: former, after: planned, names, now: edit.now });
  return { boxes: planned.length, diff, ...lacks, until };
}
