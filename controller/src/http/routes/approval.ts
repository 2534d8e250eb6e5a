import { ApprovalProposal, PutGrant, StoredGrant } from '@loa/shared/api/bulletins';
import { Id } from '@loa/shared/ids';
import { z } from 'zod';
import { findRecording } from '../../db/recordings.js';
import { textSha256 } from '../../trust/verify-grant.js';
import { json } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { communeWithRoster, NO_RECORDING } from '../approvals.js';
import { defineRoute, type Route } from '../route.js';
import { storeVariantGrant } from '../store-grant.js';
import { type VariantSubject, variantTarget } from './variants.js';

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
      const now = clock.now();
      return json({
        variantId: variant.id,
        bulletinId: bulletin.id,
        communeId: found.communeId,
        text: variant.text,
        durationMs: recording?.durationMs ?? null,
        payload: grantFields({ variant, bulletin }, variant.recordingSha256, now, settings),
        needs: found.roster.needs.scheduled ?? 1,
      });
    },
  });
}

/** What a grant for a variant says of it, before areas are narrowed and anybody signs. */
export function grantFields(
  { variant, bulletin }: VariantSubject,
  sha256: string,
  now: number,
  { approvalLifeMs }: ApiPorts['settings'],
) {
  const validFrom = bulletin.validFrom ?? now;
  return {
    use: 'scheduled' as const,
    subject: { sha256, language: variant.language },
    title: bulletin.title,
    areas: [bulletin.areaId],
    validFrom,
    validUntil: bulletin.validUntil ?? Math.max(validFrom, now) + approvalLifeMs,
    ...(variant.text === null ? {} : { textSha256: textSha256(variant.text) }),
  };
}

function putGrant(ports: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/variants/{variantId}/grant',
    tag: 'bulletins',
    summary: 'Approve: hand in the finished, signed grant',
    action: 'bulletin.approve',
    params: VariantParams,
    body: PutGrant,
    response: { status: 200, schema: StoredGrant },
    target: ({ params }) => variantTarget(ports.db, params.variantId),
    handle: ({ actor, body, subject }) =>
      storeVariantGrant(ports, actor, subject, Buffer.from(body.grant, 'utf8')),
  });
}
