import { RENEW_DAYS } from '@loa/shared/api/approvals';
import type { Bulletin } from '@loa/shared/api/bulletins';
import { DAY, type Instant } from '@loa/shared/instant';
import type { Db } from '../db/database.js';
import { findGrant } from '../db/grants.js';
import type { ProblemAnswer } from './answer.js';
import type { VariantSubject } from './routes/variants.js';
import { cannotMove } from './variant-moves.js';

/** So long before an approval ends it may be given anew, milliseconds. */
export const RENEW_MS = RENEW_DAYS * DAY;

/**
 * Why a variant cannot be approved, or null when it can: it waits for that, or what approves it ends soon, and not
 * because the bulletin itself is no longer valid by then.
 */
export async function cannotApprove(
  db: Db,
  { variant, bulletin }: VariantSubject,
  now: Instant,
): Promise<ProblemAnswer | null> {
  const grant =
    variant.state === 'approved' && variant.grantId !== null ? await findGrant(db, variant.grantId) : null;
  return grant && endsFirst(bulletin, grant.validUntil) && grant.validUntil <= now + RENEW_MS
    ? null
    : cannotMove(variant, 'approve');
}

function endsFirst({ validUntil }: Pick<Bulletin, 'validUntil'>, approvedUntil: Instant): boolean {
  return validUntil === null || approvedUntil < validUntil;
}
