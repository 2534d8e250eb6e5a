import type { DueReview } from '@loa/shared/api/access-reviews';
import { DAY } from '@loa/shared/instant';
import { placeName } from '@loa/shared/place-name';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';

/** The audit log is the record of it: whoever looked through the accounts of a commune says so, and that row is the proof. */
export const REVIEWED = 'account.review';

/** Rosters and accounts are looked through once a year (DESIGN §4). */
const EVERY_MS = 365 * DAY;

/** What of the communes at or below an area was last looked through more than twelve months ago, the longest ago first. */
export async function dueReviews(db: Db, { root, now }: { root: string; now: number }): Promise<DueReview[]> {
  const communes = await db
    .selectFrom('area')
    .select(['id', 'kind', 'name', 'created_at'])
    .where('level', '=', 'commune')
    .where('merged_into', 'is', null)
    .where('id', 'in', belowQuery(db, root))
    .execute();
  const rosters = await newest(
    db
      .selectFrom('roster')
      .select(({ fn }) => ['commune_id as id', fn.max('created_at').as('at')])
      .groupBy('commune_id')
      .execute(),
  );
  const reviews = await newest(
    db
      .selectFrom('audit')
      .select(({ fn }) => ['subject as id', fn.max('at').as('at')])
      .where('action', '=', REVIEWED)
      .groupBy('subject')
      .execute(),
  );
  const due = communes.flatMap((commune): DueReview[] => {
    const place = { areaId: commune.id, areaName: placeName(commune) };
    const signedAt = rosters.get(commune.id);
    const accountsAt = reviews.get(commune.id) ?? commune.created_at;
    return [
      // Without a roster there is nobody to look through, and no loudspeaker sounds.
      ...(signedAt === undefined ? [] : [{ kind: 'roster' as const, ...place, since: signedAt }]),
      { kind: 'accounts', ...place, since: accountsAt },
    ];
  });
  return due.filter(({ since }) => now - since >= EVERY_MS).sort((a, b) => a.since - b.since);
}

async function newest(asked: Promise<{ id: string; at: number }[]>): Promise<Map<string, number>> {
  return new Map((await asked).map(({ id, at }) => [id, at]));
}
