import type { StoredGrant } from '@loa/shared/api/bulletins';
import {
  FinishApproval,
  FinishedVariantApproval,
  PreparedApproval,
  PrepareVariantApproval,
} from '@loa/shared/api/passkey-approval';
import { Id } from '@loa/shared/ids';
import { z } from 'zod';
import { writeAudit } from '../../db/audit.js';
import { type JsonAnswer, json, type ProblemAnswer } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { communeWithRoster } from '../approvals.js';
import { cannotApprove } from '../approving.js';
import { addAssertion, closeDraft, draftOf } from '../grant-signing.js';
import { heardRecording } from '../heard-evidence.js';
import { grantOf, prepared, signerAndAreas } from '../prepare-approval.js';
import { defineRoute, type Route } from '../route.js';
import { variantDraft } from '../signed-so-far.js';
import { listenerOf, storeVariantGrant, whatIsUnsaid } from '../store-grant.js';
import { signsOwnWork } from '../two-people.js';
import { grantFields } from './approval.js';
import { type VariantSubject, variantTarget } from './variants.js';

const VariantParams = z.object({ variantId: Id });

/** Approving in the browser: the passkey signs the very grant that boxes will judge. */
export function createPasskeyApprovalRoutes(ports: ApiPorts): Route[] {
  return [prepare(ports), finish(ports)];
}

function prepare(ports: ApiPorts): Route {
  const { db, clock, settings } = ports;
  return defineRoute({
    method: 'post',
    path: '/variants/{variantId}/approval/prepare',
    tag: 'bulletins',
    summary: 'What a passkey signs to approve, once the recording was heard',
    action: 'bulletin.approve',
    params: VariantParams,
    body: PrepareVariantApproval,
    response: { status: 200, schema: PreparedApproval },
    target: ({ params }) => variantTarget(db, params.variantId),
    async handle({ actor, body, subject }) {
      const { variant, bulletin } = subject;
      const now = clock.now();
      const refused = await cannotApprove(db, subject, now);
      if (refused) return refused;
      const found = await communeWithRoster(db, bulletin.areaId);
      if (found.kind === 'problem') return found;
      const own = await signsOwnWork(db, { ...subject, actorId: actor.accountId });
      if (own) return own;
      const heard = await heardRecording(db, actor, variant);
      if (heard.kind === 'problem') return heard;
      const { roster } = found;
      const { areaId } = bulletin;
      const who = await signerAndAreas(ports, actor, { use: 'scheduled', roster, areaId, asked: body });
      if (who.kind === 'problem') return who;
      const { language } = variant;
      const grant = {
        ...grantFields(subject, heard.recording.sha256, now, settings),
        ...{ areas: who.areas, signedAt: now, noStateSecret: true as const },
        ...(body.listener ? { listener: { name: body.listener.name, language } } : {}),
      };
      const languages = [language];
      const { sha256, durationMs } = heard.recording;
      const shown = { texts: [variant.text], recordings: [{ variantId: variant.id, sha256, durationMs }] };
      return prepared(
        ports,
        actor,
        { ...found, ...draftKeyOf(subject) },
        { grant, languages, ...who, shown },
      );
    },
  });
}

function finish(ports: ApiPorts): Route {
  const { db, clock } = ports;
  return defineRoute({
    method: 'post',
    path: '/variants/{variantId}/approval/finish',
    tag: 'bulletins',
    summary: 'Approve: hand in what the passkey signed',
    action: 'bulletin.approve',
    params: VariantParams,
    body: FinishApproval,
    response: { status: 200, schema: FinishedVariantApproval },
    target: ({ params }) => variantTarget(db, params.variantId),
    async handle({ actor, body, subject }) {
      const { variant, bulletin } = subject;
      const found = await communeWithRoster(db, bulletin.areaId);
      if (found.kind === 'problem') return found;
      const now = clock.now();
      const draft = await draftOf(db, body.draftId, draftKeyOf(subject), now);
      if ('kind' in draft && draft.kind === 'problem') return draft;
      const own = await signsOwnWork(db, { ...subject, actorId: actor.accountId });
      if (own) return own;
      const needs = found.roster.needs.scheduled ?? 1;
      const heard = await heardRecording(db, actor, variant);
      if (heard.kind === 'problem') return heard;
      const grant = grantOf(draft);
      const unsaid = await whatIsUnsaid(db, actor, grant, [variant.language]);
      if (unsaid) return unsaid;
      const signed = await addAssertion(ports, actor, draft, body.credential, {
        roster: found.roster,
        needs,
      });
      if (signed.kind === 'problem') return signed;
      if (signed.kind === 'waiting') {
        await writeAudit(db, {
          ...{ at: now, actor: actor.accountId, action: 'variant.sign', areaId: bulletin.areaId },
          ...{ subject: variant.id, detail: { signers: signed.signers, needs, ...listenerOf(grant) } },
        });
        return json({ state: 'waiting' as const, signers: signed.signers, needs });
      }
      const stored = await storeVariantGrant(ports, actor, subject, signed.bytes);
      if (stored.kind === 'json') await closeDraft(db, draft, now);
      return approved(stored);
    },
  });
}

function draftKeyOf({ variant, bulletin }: VariantSubject) {
  return { ...variantDraft(variant, bulletin.title), areaId: bulletin.areaId };
}

function approved(stored: JsonAnswer<z.infer<typeof StoredGrant>> | ProblemAnswer) {
  return stored.kind === 'problem' ? stored : json({ state: 'approved' as const, ...stored.body });
}
