import type { Variant } from '@loa/shared/api/bulletins';
import type { StoredSetGrant } from '@loa/shared/api/passkey-approval';
import type { Roster } from '@loa/shared/messages/roster';
import type { z } from 'zod';
import { writeAudit } from '../db/audit.js';
import { insertGrant } from '../db/grants.js';
import { updateVariant } from '../db/variants.js';
import { verifyGrantForSet, whyNotTaken } from '../trust/verify-grant.js';
import { notifyHearers } from './affected-boxes.js';
import { type JsonAnswer, json, type ProblemAnswer } from './answer.js';
import type { ApiPorts } from './api-ports.js';
import { NO_RECORDING, NO_ROOM, once, refusedGrant } from './approvals.js';
import { cannotApprove } from './approving.js';
import type { Actor } from './authorise.js';
import type { VariantSubject } from './routes/variants.js';
import { chainsBelow } from './schedule-places.js';
import { listenerOf, whatIsUnsaid } from './store-grant.js';
import { authorApprovesOwn } from './two-people.js';
import { MOVED_ON } from './variant-moves.js';

/** Stores one grant for many recordings: all of them are approved, or none. */
export async function storeSetGrant(
  { db, clock, changes, objects }: ApiPorts,
  actor: Actor,
  set: { members: readonly VariantSubject[]; areaId: string; roster: Roster },
  bytes: Uint8Array,
): Promise<JsonAnswer<z.infer<typeof StoredSetGrant>> | ProblemAnswer> {
  const { members, areaId, roster } = set;
  const now = clock.now();
  const sha256: string[] = [];
  for (const { variant, bulletin } of members) {
    const refused = await cannotApprove(db, { variant, bulletin }, now);
    if (refused) return refused;
    if (variant.recordingSha256 === null) return NO_RECORDING;
    sha256.push(variant.recordingSha256);
  }
  const chains = await chainsBelow(db, areaId);
  const chainOf = (id: string) => chains.get(id) ?? [];
  const verified = verifyGrantForSet(bytes, { roster, within: areaId, chainOf, now, sha256 });
  if (!verified.ok) return refusedGrant(verified.reason, verified.detail);
  const late = whyNotTaken(verified, now);
  if (late) return refusedGrant(late.reason, late.detail);
  const unsaid = await whatIsUnsaid(db, actor, verified.grant, languagesOf(members));
  if (unsaid) return unsaid;
  const signedBy = verified.people.map(({ personId }) => personId);
  for (const { variant, bulletin } of members) {
    const own = await authorApprovesOwn(db, {
      ...{ variant, bulletin, actorId: actor.accountId, signers: signedBy },
    });
    if (own) return own;
  }
  if (!(await objects.put(once(bytes))).ok) return NO_ROOM;

  const { grant, grantId, people } = verified;
  const signers = people.map(({ personId }) => personId);
  const { use, validFrom, validUntil, signedAt } = grant;
  const approved = members.map(({ variant }) => {
    const state = { state: 'approved', stateReason: null, grantId, updatedAt: now } as const;
    return { before: variant, after: { ...variant, ...state } satisfies Variant };
  });
  const written = await db
    .transaction()
    .execute(async (trx) => {
      await insertGrant(trx, {
        ...{ id: grantId, variantId: null, stationId: null, bytes, use, validFrom, validUntil },
        ...{ signedAt, signers, createdAt: now },
      });
      for (const { before, after } of approved) {
        if (!(await updateVariant(trx, after, before))) throw new MovedOn();
        await writeAudit(trx, {
          ...{ at: now, actor: actor.accountId, action: 'variant.approve', areaId, subject: after.id },
          detail: { grantId, signers, set: grant.title, noStateSecret: true, ...listenerOf(grant) },
        });
      }
      return true;
    })
    .catch((error: unknown) => {
      if (error instanceof MovedOn) return false;
      throw error;
    });
  if (!written) return MOVED_ON;
  for (const { bulletin } of members) await notifyHearers(db, changes, bulletin.id);
  return json({ grantId, signers, variants: approved.map(({ after }) => after) });
}

/** The languages in which something of the set is spoken, each once. */
export function languagesOf(members: readonly VariantSubject[]): string[] {
  return [...new Set(members.map(({ variant }) => variant.language))];
}

/** Only to roll a transaction back: somebody was faster. */
export class MovedOn extends Error {}
