import type { Instant } from '@loa/shared/instant';
import type { FillContext } from './filled-slot.js';
import { routeAt } from './route-languages.js';
import { isValid, suspendedHere } from './sound-bulletin.js';

/**
 * The newest bulletin of a column that can sound here at `at` and was never heard here: newest is whose usable
 * variants were approved last, of equals the one whose id comes first. When all of them were heard, the one heard
 * least recently, at least `notWithinDays` days ago by the calendar: with 7, what was heard on a Monday may be heard
 * the next Monday. Null where there is none.
 */
export function chooseNewest(
  { column, notWithinDays }: { column: string; notWithinDays: number },
  at: Instant,
  context: FillContext,
): string | null {
  const { here, rotation, run, chosen: taken } = context;
  let fresh: { bulletinId: string; signedAt: Instant } | null = null;
  let stale: { bulletinId: string; heardOn: number; signedAt: Instant } | null = null;
  for (const candidate of here.column(column)) {
    // Candidates come in the order of their last approval: no later one can be newer.
    if (fresh && candidate.signedAt < fresh.signedAt) break;
    const { bulletinId } = candidate.here.bulletin;
    if (taken.has(bulletinId)) continue;
    const heardOn = rotation.heardOn(bulletinId);
    if (heardOn !== undefined && (fresh || run.day - heardOn < notWithinDays)) continue;
    if (!isValid(candidate.here, at) || suspendedHere(candidate.here, 'newest', context)) continue;
    const { chosen } = routeAt(candidate.here, at);
    if (chosen.length === 0) continue;
    const signedAt = Math.max(...chosen.map((variant) => variant.signedAt));
    if (heardOn === undefined) {
      if (!fresh || isNewer({ bulletinId, signedAt }, fresh)) fresh = { bulletinId, signedAt };
    } else if (
      !stale ||
      heardOn < stale.heardOn ||
      (heardOn === stale.heardOn && isNewer({ bulletinId, signedAt }, stale))
    ) {
      stale = { bulletinId, heardOn, signedAt };
    }
  }
  return (fresh ?? stale)?.bulletinId ?? null;
}

interface Dated {
  bulletinId: string;
  signedAt: Instant;
}

function isNewer(a: Dated, b: Dated): boolean {
  return a.signedAt > b.signedAt || (a.signedAt === b.signedAt && a.bulletinId < b.bulletinId);
}
