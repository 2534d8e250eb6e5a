import type { SignedSoFar } from '@loa/shared/api/approvals';
import type { Variant } from '@loa/shared/api/bulletins';
import { jcs, sha256Hex } from '@loa/shared/jcs';
import type { Roster } from '@loa/shared/messages/roster';
import type { Db } from '../db/database.js';
import { draftInProgress, type GrantDraft } from '../db/grant-drafts.js';
import { rosterInForce } from '../db/rosters.js';
import { approverKeys } from './approvers.js';
import { signersOf } from './grant-signing.js';
import { grantOf } from './prepare-approval.js';

/** A draft is of the variant as it stands: another recording, text or title is another thing to approve. */
export function variantDraft(variant: Variant, title: string) {
  const { recordingSha256, text, language, updatedAt } = variant;
  const basis = sha256Hex(jcs({ recordingSha256, text, language, updatedAt, title }));
  return { kind: 'variant' as const, subject: variant.id, basis };
}

/**
 * Who of several has signed a variant already, and what they wrote under it: whoever signs next signs the same text. Null
 * where nobody can approve yet.
 *
 * @param communeId whose roster says how many must sign
 */
export async function signedSoFar(
  db: Db,
  { variant, title, communeId }: { variant: Variant; title: string; communeId: string },
  { accountId, now }: { accountId: string; now: number },
): Promise<SignedSoFar | null> {
  const roster = (await rosterInForce(db, communeId))?.roster;
  if (!roster) return null;
  const needs = roster.needs.scheduled ?? 1;
  const draft = needs > 1 ? await draftInProgress(db, variantDraft(variant, title), now) : null;
  if (!draft) return { needs, by: [], byYou: false, listener: null };
  return toldOf(db, { draft, roster, needs }, accountId);
}

/** The same, of a draft that some have signed. */
export async function toldOf(
  db: Db,
  { draft, roster, needs }: { draft: GrantDraft; roster: Roster; needs: number },
  accountId: string,
): Promise<SignedSoFar> {
  const signers = signersOf(draft.signatures, roster);
  const own = await approverKeys(db, accountId, roster);
  return {
    needs,
    by: signers.map((id) => roster.people.find(({ personId }) => personId === id)?.name ?? id),
    byYou: own.some(({ person }) => signers.includes(person.personId)),
    listener: grantOf(draft).listener?.name ?? null,
  };
}
