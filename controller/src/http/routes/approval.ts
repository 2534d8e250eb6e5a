import { ApprovalProposal, PutGrant, StoredGrant, type Variant } from '@loa/shared/api/bulletins';
import { Id } from '@loa/shared/ids';
import { sha256Hex } from '@loa/shared/jcs';
import { z } from 'zod';
import { writeAudit } from '../../db/audit.js';
import type { BulletinRecord } from '../../db/bulletins.js';
import type { Db } from '../../db/database.js';
import { findGrant, insertGrant } from '../../db/grants.js';
import { findRecording } from '../../db/recordings.js';
import { updateVariant } from '../../db/variants.js';
import { textSha256, type VerifiedGrant, verifyGrantForVariant } from '../../trust/verify-grant.js';
import { notifyHearers } from '../affected-boxes.js';
import { json, type ProblemAnswer, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { communeWithRoster, NO_ROOM, once, refusedGrant } from '../approvals.js';
import { defineRoute, type Route } from '../route.js';
import { chainsBelow } from '../schedule-places.js';
import { cannotMove, MOVED_ON } from '../variant-moves.js';
import { variantTarget } from './variants.js';

const VariantParams = z.object({ variantId: Id });

/** Approval is a person's signature: the controller proposes what to sign and checks what was signed. */
export function createApprovalRoutes(ports: ApiPorts): Route[] {
  return [proposal(ports), putGrant(ports)];
}

function proposal({ db, clock, settings }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/variants/{variantId}/approval',
    tag: 'bulletins',
    summary: 'What an approver listens to, reads and signs',
    action: 'bulletin.approve',
    params: VariantParams,
    response: { status: 200, schema: ApprovalProposal },
    target: ({ params }) => variantTarget(db, params.variantId),
    async handle({ subject: { variant, bulletin } }) {
      const found = await communeWithRoster(db, bulletin.areaId);
      if (found.kind === 'problem') return found;
      if (variant.recordingSha256 === null) return NO_RECORDING;
      const recording = await findRecording(db, variant.recordingSha256);
      const validFrom = bulletin.validFrom ?? clock.now();
      return json({
        variantId: variant.id,
        bulletinId: bulletin.id,
        communeId: found.communeId,
        text: variant.text,
        durationMs: recording?.durationMs ?? null,
        payload: {
          use: 'scheduled' as const,
          subject: { sha256: variant.recordingSha256, language: variant.language },
          title: bulletin.title,
          areas: [bulletin.areaId],
          validFrom,
          validUntil: bulletin.validUntil ?? Math.max(validFrom, clock.now()) + settings.approvalLifeMs,
          ...(variant.text === null ? {} : { textSha256: textSha256(variant.text) }),
        },
        needs: found.roster.needs.scheduled ?? 1,
      });
    },
  });
}

function putGrant({ db, clock, changes, objects }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/variants/{variantId}/grant',
    tag: 'bulletins',
    summary: 'Approve: hand in the finished, signed grant',
    action: 'bulletin.approve',
    params: VariantParams,
    body: PutGrant,
    response: { status: 200, schema: StoredGrant },
    target: ({ params }) => variantTarget(db, params.variantId),
    async handle({ actor, body, subject: { variant, bulletin } }) {
      const bytes = Buffer.from(body.grant, 'utf8');
      const again = await alreadyStored(db, variant, sha256Hex(bytes));
      if (again) return json(again);
      const refused = cannotMove(variant, 'approve');
      if (refused) return refused;
      const now = clock.now();
      const verified = await verify(db, bytes, { variant, bulletin, now });
      if (verified.kind === 'problem') return verified;
      const { grant, grantId, people } = verified.grant;

      const stored = await objects.put(once(bytes));
      if (!stored.ok) return NO_ROOM;
      const signers = people.map(({ personId }) => personId);
      const approved: Variant = { ...variant, state: 'approved', stateReason: null, grantId, updatedAt: now };
      const written = await db.transaction().execute(async (trx) => {
        if (!(await updateVariant(trx, approved, variant.state))) return false;
        const { use, validFrom, validUntil, signedAt } = grant;
        await insertGrant(trx, {
          ...{
            id: grantId,
            variantId: variant.id,
            stationId: null,
            bytes,
            use,
            validFrom,
            validUntil,
            signedAt,
          },
          ...{ signers, createdAt: now },
        });
        await writeAudit(trx, {
          at: now,
          actor: actor.accountId,
          action: 'variant.approve',
          areaId: bulletin.areaId,
          subject: variant.id,
          detail: { grantId, signers },
        });
        return true;
      });
      if (!written) return MOVED_ON;
      await notifyHearers(db, changes, bulletin.id);
      return json({ grantId, signers, variant: approved });
    },
  });
}

/** Handing in the same grant twice is one approval. */
async function alreadyStored(db: Db, variant: Variant, grantId: string) {
  if (variant.grantId !== grantId) return null;
  const grant = await findGrant(db, grantId);
  return grant && { grantId, signers: grant.signers, variant };
}

async function verify(
  db: Db,
  bytes: Uint8Array,
  { variant, bulletin, now }: { variant: Variant; bulletin: BulletinRecord; now: number },
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
  return { kind: 'verified', grant };
}

const NO_RECORDING = problem(
  409,
  'no_recording',
  'Bản này chưa có bản thu nên chưa duyệt được. Hãy trả lại cho người soạn.',
);
