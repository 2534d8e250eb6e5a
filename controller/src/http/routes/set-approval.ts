import type { Variant } from '@loa/shared/api/bulletins';
import { Variant as VariantSchema } from '@loa/shared/api/bulletins';
import {
  FinishApproval,
  FinishedSetApproval,
  PreparedApproval,
  PrepareSetApproval,
} from '@loa/shared/api/passkey-approval';
import { Sha256 } from '@loa/shared/ids';
import { z } from 'zod';
import { findAccount } from '../../db/accounts.js';
import { writeAudit } from '../../db/audit.js';
import { variantsOfGrant } from '../../db/grants.js';
import { updateVariant } from '../../db/variants.js';
import { notifyHearers } from '../affected-boxes.js';
import { json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { communeWithRoster } from '../approvals.js';
import { cannotApprove } from '../approving.js';
import { addAssertion, closeDraft, draftOf } from '../grant-signing.js';
import { heardRecording } from '../heard-evidence.js';
import { grantOf, prepared, signerAndAreas } from '../prepare-approval.js';
import { defineRoute, type Route } from '../route.js';
import { membersTarget, setDraft } from '../set-members.js';
import { listenerOf, whatIsUnsaid } from '../store-grant.js';
import { languagesOf, MovedOn, storeSetGrant } from '../store-set-grant.js';
import { signsOwnWork } from '../two-people.js';
import { MOVED_ON } from '../variant-moves.js';

/** One grant for many short recordings: tunes, chimes, lead-ins, fillers. */
export function createSetApprovalRoutes(ports: ApiPorts): Route[] {
  return [prepare(ports), finish(ports), withdraw(ports)];
}

function prepare(ports: ApiPorts): Route {
  const { db, clock, settings } = ports;
  return defineRoute({
    method: 'post',
    path: '/sets/approval/prepare',
    tag: 'bulletins',
    summary: 'What a passkey signs to approve a set of recordings, once all of them were heard',
    action: 'bulletin.approve',
    body: PrepareSetApproval,
    response: { status: 200, schema: PreparedApproval },
    target: ({ body }) => membersTarget(db, body.variantIds),
    async handle({ actor, body, subject: { members, areaId } }) {
      const found = await communeWithRoster(db, areaId);
      if (found.kind === 'problem') return found;
      const now = clock.now();
      const recordings: PreparedApproval['recordings'] = [];
      for (const { variant, bulletin } of members) {
        const refused =
          (await cannotApprove(db, { variant, bulletin }, now)) ??
          (await signsOwnWork(db, { variant, bulletin, actorId: actor.accountId }));
        if (refused) return refused;
        const heard = await heardRecording(db, actor, variant);
        if (heard.kind === 'problem') return heard;
        const { sha256, durationMs } = heard.recording;
        recordings.push({ variantId: variant.id, sha256, durationMs });
      }
      const validUntil = body.until ?? now + settings.approvalLifeMs;
      if (validUntil <= now) return ENDS_BEFORE;
      const { roster } = found;
      const who = await signerAndAreas(ports, actor, { use: 'set', roster, areaId, asked: body });
      if (who.kind === 'problem') return who;
      const languages = languagesOf(members);
      // A listener is for what the approver does not know.
      const known = (await findAccount(db, actor.accountId))?.languages ?? [];
      const [language = 'vi'] = [...languages.filter((each) => !known.includes(each)), ...languages];
      const grant = {
        use: 'set' as const,
        subject: { sha256: [...new Set(recordings.map(({ sha256 }) => sha256))] },
        ...{ title: body.title, areas: who.areas, validFrom: now, validUntil, signedAt: now },
        noStateSecret: true as const,
        ...(body.listener ? { listener: { name: body.listener.name, language } } : {}),
      };
      const shown = { texts: members.map(({ variant }) => variant.text), recordings };
      return prepared(
        ports,
        actor,
        { ...found, ...setDraft(members), areaId },
        { grant, languages, ...who, shown },
      );
    },
  });
}

const FinishSet = FinishApproval.extend({ variantIds: PrepareSetApproval.shape.variantIds }).meta({
  id: 'FinishSetApproval',
});

function finish(ports: ApiPorts): Route {
  const { db, clock } = ports;
  return defineRoute({
    method: 'post',
    path: '/sets/approval/finish',
    tag: 'bulletins',
    summary: 'Approve a set: hand in what the passkey signed',
    action: 'bulletin.approve',
    body: FinishSet,
    response: { status: 200, schema: FinishedSetApproval },
    target: ({ body }) => membersTarget(db, body.variantIds),
    async handle({ actor, body, subject: { members, areaId } }) {
      const found = await communeWithRoster(db, areaId);
      if (found.kind === 'problem') return found;
      const now = clock.now();
      const draft = await draftOf(db, body.draftId, setDraft(members), now);
      if (draft.kind === 'problem') return draft;
      for (const { variant, bulletin } of members) {
        const own = await signsOwnWork(db, { variant, bulletin, actorId: actor.accountId });
        if (own) return own;
        const heard = await heardRecording(db, actor, variant);
        if (heard.kind === 'problem') return heard;
      }
      const grant = grantOf(draft);
      const unsaid = await whatIsUnsaid(db, actor, grant, languagesOf(members));
      if (unsaid) return unsaid;
      const { roster } = found;
      const needs = roster.needs.set ?? 1;
      const signed = await addAssertion(ports, actor, draft, body.credential, { roster, needs });
      if (signed.kind === 'problem') return signed;
      if (signed.kind === 'waiting') {
        await writeAudit(db, {
          ...{ at: now, actor: actor.accountId, action: 'set.sign', areaId, subject: draft.id },
          detail: { title: grant.title, signers: signed.signers, needs, ...listenerOf(grant) },
        });
        return json({ state: 'waiting' as const, signers: signed.signers, needs });
      }
      const stored = await storeSetGrant(ports, actor, { members, areaId, roster }, signed.bytes);
      if (stored.kind === 'problem') return stored;
      await closeDraft(db, draft, now);
      return json({ state: 'approved' as const, ...stored.body });
    },
  });
}

/** Taking an approval back needs no signature. */
function withdraw({ db, clock, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/grants/{grantId}/withdraw',
    tag: 'bulletins',
    summary: 'Withdraw everything that one grant approves; it leaves every plan',
    action: 'set.withdraw',
    params: z.object({ grantId: Sha256 }),
    response: { status: 200, schema: z.object({ variants: z.array(VariantSchema) }) },
    async target({ params }) {
      const ids = await variantsOfGrant(db, params.grantId);
      return ids.length === 0 ? notFound('nội dung được duyệt bằng chữ ký này') : membersTarget(db, ids);
    },
    async handle({ actor, subject: { members } }) {
      const at = clock.now();
      const after = members.map(({ variant, bulletin }) => ({
        bulletin,
        before: variant,
        variant: {
          ...variant,
          state: 'withdrawn',
          stateReason: null,
          grantId: null,
          updatedAt: at,
        } as Variant,
      }));
      const moved = await db
        .transaction()
        .execute(async (trx) => {
          for (const { before, variant, bulletin } of after) {
            if (!(await updateVariant(trx, variant, before))) throw new MovedOn();
            await writeAudit(trx, {
              ...{ at, actor: actor.accountId, action: 'variant.withdraw', areaId: bulletin.areaId },
              ...{ subject: variant.id, detail: { from: before.state, grantId: before.grantId } },
            });
          }
          return true;
        })
        .catch((error: unknown) => {
          if (error instanceof MovedOn) return false;
          throw error;
        });
      if (!moved) return MOVED_ON;
      for (const { bulletin } of after) await notifyHearers(db, changes, bulletin.id);
      return json({ variants: after.map(({ variant }) => variant) });
    },
  });
}

const ENDS_BEFORE = problem(422, 'ends_before', 'Ngày hết hạn đã qua. Hãy chọn một ngày sau hôm nay.');
