import type { StoredGrant, Variant } from '@loa/shared/api/bulletins';
import { sha256Hex } from '@loa/shared/jcs';
import type { Grant } from '@loa/shared/messages/grant';
import type { z } from 'zod';
import { findAccount } from '../db/accounts.js';
import { writeAudit } from '../db/audit.js';
import type { Db } from '../db/database.js';
import { findGrant, insertGrant } from '../db/grants.js';
import { updateVariant } from '../db/variants.js';
import { type VerifiedGrant, verifyGrantForVariant, whyNotTaken } from '../trust/verify-grant.js';
import { notifyHearers } from './affected-boxes.js';
import { type JsonAnswer, json, type ProblemAnswer, problem } from './answer.js';
import type { ApiPorts } from './api-ports.js';
import { communeWithRoster, NO_RECORDING, NO_ROOM, once, refusedGrant } from './approvals.js';
import { cannotApprove } from './approving.js';
import type { Actor } from './authorise.js';
import type { VariantSubject } from './routes/variants.js';
import { chainsBelow } from './schedule-places.js';
import { authorApprovesOwn } from './two-people.js';
import { MOVED_ON } from './variant-moves.js';

type Stored = z.infer<typeof StoredGrant>;

/** The one way by which a grant for a variant is stored, wherever it was signed: verified as a box will verify it. */
export async function storeVariantGrant(
  { db, clock, changes, objects }: ApiPorts,
  actor: Actor,
  { variant, bulletin }: VariantSubject,
  bytes: Uint8Array,
): Promise<JsonAnswer<Stored> | ProblemAnswer> {
  const again = await alreadyStored(db, variant, sha256Hex(bytes));
  if (again) return json(again);
  const now = clock.now();
  const refused = await cannotApprove(db, { variant, bulletin }, now);
  if (refused) return refused;
  const verified = await verify(db, bytes, { variant, bulletin, now });
  if (verified.kind === 'problem') return verified;
  const { grant, grantId, people } = verified.grant;
  const unsaid = await whatIsUnsaid(db, actor, grant, [variant.language]);
  if (unsaid) return unsaid;

  const signers = people.map(({ personId }) => personId);
  const ownWork = await authorApprovesOwn(db, { bulletin, variant, actorId: actor.accountId, signers });
  if (ownWork) return ownWork;
  const stored = await objects.put(once(bytes));
  if (!stored.ok) return NO_ROOM;
  const approved: Variant = { ...variant, state: 'approved', stateReason: null, grantId, updatedAt: now };
  const written = await db.transaction().execute(async (trx) => {
    if (!(await updateVariant(trx, approved, variant))) return false;
    const { use, validFrom, validUntil, signedAt } = grant;
    await insertGrant(trx, {
      ...{ id: grantId, variantId: variant.id, stationId: null, bytes, use, validFrom, validUntil },
      ...{ signedAt, signers, createdAt: now },
    });
    await writeAudit(trx, {
      at: now,
      actor: actor.accountId,
      action: 'variant.approve',
      areaId: bulletin.areaId,
      subject: variant.id,
      detail: {
        grantId,
        signers,
        noStateSecret: true,
        ...listenerOf(grant),
      },
    });
    return true;
  });
  if (!written) return MOVED_ON;
  await notifyHearers(db, changes, bulletin.id);
  return json({ grantId, signers, variant: approved });
}

/** What every approval of a recording says of it: no state secret, and who listened where the approver cannot. */
export async function whatIsUnsaid(
  db: Db,
  actor: Actor,
  grant: Pick<Grant, 'noStateSecret' | 'listener'>,
  languages: readonly string[],
): Promise<ProblemAnswer | null> {
  if (grant.noStateSecret !== true) return NO_TICK;
  const account = await findAccount(db, actor.accountId);
  const understood = [...(account?.languages ?? []), grant.listener?.language];
  const language = languages.find((each) => !understood.includes(each));
  if (language === undefined) return null;
  return problem(
    422,
    'listener_needed',
    `Bạn chưa khai là hiểu tiếng “${language}”. Hãy nghe cùng một người hiểu tiếng này và ghi tên người đó, hoặc nhờ người duyệt khác.`,
    { language },
  );
}

/** For the audit log: who listened with the approver. */
export function listenerOf({ listener }: Pick<Grant, 'listener'>) {
  return listener ? { listener } : {};
}

/** Handing in the same grant twice is one approval. */
async function alreadyStored(db: Db, variant: Variant, grantId: string): Promise<Stored | null> {
  if (variant.grantId !== grantId) return null;
  const grant = await findGrant(db, grantId);
  return grant && { grantId, signers: grant.signers, variant };
}

async function verify(
  db: Db,
  bytes: Uint8Array,
  { variant, bulletin, now }: VariantSubject & { now: number },
): Promise<{ kind: 'verified'; grant: VerifiedGrant } | ProblemAnswer> {
  const found = await communeWithRoster(db, bulletin.areaId);
  if (found.kind === 'problem') return found;
  const { recordingSha256, language, text } = variant;
  if (recordingSha256 === null) return NO_RECORDING;
  const chains = await chainsBelow(db, bulletin.areaId);
  const grant = verifyGrantForVariant(bytes, {
    roster: found.roster,
    variant: { sha256: recordingSha256, language, title: bulletin.title, text },
    within: bulletin.areaId,
    chainOf: (areaId) => chains.get(areaId) ?? [],
    now,
  });
  if (!grant.ok) return refusedGrant(grant.reason, grant.detail);
  if (grant.grant.use !== 'scheduled') return refusedGrant('wrong_subject', `granted for ${grant.grant.use}`);
  const late = whyNotTaken(grant, now);
  return late ? refusedGrant(late.reason, late.detail) : { kind: 'verified', grant };
}

const NO_TICK = problem(
  422,
  'state_secret_not_ticked',
  'Chưa đánh dấu “không có bí mật nhà nước”. Hãy nghe lại, đánh dấu rồi ký.',
);
