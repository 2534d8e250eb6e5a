import type { Db } from '../db/database.js';
import { type FirstAirView, firstAirsAt } from '../db/first-air-view.js';
import { clustersOfBoxes, type WaitingRow, waitingVariants } from '../db/waiting-approvals.js';
import { boxesHearing } from './affected-boxes.js';
import { RENEW_MS } from './approving.js';

/** So many are worked out and sorted at once, those that wait longest; an approver rarely has more than a few. */
export const AT_ONCE = 300;
/** Places whose plans are built to find the first run: of each variant, and in all. They differ by language and hours. */
const PLACES_EACH = 6;
const PLACES_IN_ALL = 40;

/** When each of these would first be heard, or missed. */
export async function airsOf(db: Db, rows: readonly WaitingRow[], now: number): Promise<FirstAirView> {
  const boxIds = new Set<string>();
  for (const { variant } of rows) {
    if (boxIds.size >= PLACES_IN_ALL) break;
    const places = await clustersOfBoxes(db, await boxesHearing(db, variant.bulletinId));
    const fitting = places.filter(({ languages }) => languages.includes(`"${variant.language}"`));
    for (const { boxId } of fitting.slice(0, PLACES_EACH)) boxIds.add(boxId);
  }
  const waiting = rows.map(({ variant, columnName, endsAt }) => ({
    ...{ variantId: variant.id, bulletinId: variant.bulletinId, language: variant.language },
    // News that a column has had is not approved again for it.
    ...{ column: endsAt === null ? columnName : null, submittedAt: variant.updatedAt, endsAt },
  }));
  return firstAirsAt(db, waiting, { boxIds: [...boxIds], now });
}

/** Whether anybody would miss it: an approval may also end where nothing plays it any more. */
export function isMissed({ endsAt, variant }: WaitingRow, view: FirstAirView): boolean {
  return endsAt === null || (view.airs.get(variant.id)?.next ?? null) !== null;
}

/** How many approvals at or below an area end before a run that is planned. */
export async function endingApprovals(db: Db, root: string, now: number): Promise<number> {
  const wanted = { root, endingBy: now + RENEW_MS, state: 'approved' as const };
  const rows = await waitingVariants(db, wanted, { offset: 0, limit: AT_ONCE });
  if (rows.length === 0) return 0;
  const view = await airsOf(db, rows, now);
  return rows.filter((row) => isMissed(row, view)).length;
}
