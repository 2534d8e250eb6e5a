import type { ItemRole } from '@loa/shared/api/answers';
import type { Instant } from '@loa/shared/instant';
import type { FillContext, Piece } from './filled-slot.js';
import { type BulletinHere, routeAt } from './route-languages.js';
import { isEmergency } from './run.js';
import type { SlotProblem } from './slot-problem.js';
import { suspendable, suspendedBy } from './suspensions.js';

export interface Sounded {
  pieces: readonly Piece[];
  problems: readonly SlotProblem[];
  endsAt: Instant;
}

const NONE: readonly SlotProblem[] = [];

/** How a bulletin sounds here from `at` on: all its languages of the place in turn, or nothing and why. */
export function soundBulletin(
  bulletinId: string,
  as: { slot: string; name: string; role: ItemRole; at: Instant },
  { here, run }: FillContext,
): Sounded {
  const { slot, role, at } = as;
  const found = here.bulletin(bulletinId);
  if (!found) return silent(at, { kind: 'bulletin_missing', slot, bulletinId });
  const suspension = suspendedHere(found, role, { here, run });
  if (suspension) return silent(at, { kind: 'suspended', slot, ...suspension });
  if (!isValid(found, at)) return silent(at, { kind: 'bulletin_not_valid', slot, bulletinId });
  const { chosen, leftOut } = routeAt(found, at);
  const pieces: Piece[] = [];
  let cursor = at;
  for (const { variantId, language, source, grantId, usableUntil } of chosen) {
    pieces.push({
      slot,
      role,
      name: as.name,
      soundId: variantId,
      bulletinId,
      variantId,
      language,
      title: found.bulletin.title,
      source,
      grantId,
      startsAt: cursor,
      usableUntil,
      endsBefore: null,
    });
    cursor += source.durationMs;
  }
  const problems =
    leftOut.length === 0
      ? NONE
      : leftOut.map(({ language, why }) => ({ kind: why, slot, bulletinId, language }));
  return { pieces, problems, endsAt: cursor };
}

/** The suspension that silences a bulletin in this run. */
export function suspendedHere(
  { bulletin }: BulletinHere,
  role: ItemRole,
  { here, run }: Pick<FillContext, 'here' | 'run'>,
): { suspensionId: string; name: string } | null {
  if (here.suspensions.length === 0 || isEmergency(run)) return null;
  const found = suspendedBy(here.suspensions, run.localDate, suspendable(bulletin, role));
  return found && { suspensionId: found.suspensionId, name: found.name };
}

/** Whether a bulletin may begin at `at` by its own dates. */
export function isValid({ bulletin: { validFrom, validUntil } }: BulletinHere, at: Instant): boolean {
  return (validFrom === null || at >= validFrom) && (validUntil === null || at < validUntil);
}

function silent(at: Instant, problem: SlotProblem): Sounded {
  return { pieces: [], problems: [problem], endsAt: at };
}
