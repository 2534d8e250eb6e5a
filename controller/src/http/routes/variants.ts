import { PutVariant, Reason, Variant } from '@loa/shared/api/bulletins';
import { Id, Language, newId } from '@loa/shared/ids';
import { z } from 'zod';
import { writeAudit } from '../../db/audit.js';
import type { BulletinRecord } from '../../db/bulletins.js';
import { findBulletin } from '../../db/bulletins.js';
import type { Db } from '../../db/database.js';
import { mayHear } from '../../db/recording-uses.js';
import { findRecording } from '../../db/recordings.js';
import { findVariant, insertVariant, updateVariant, variantsOf } from '../../db/variants.js';
import { notifyHearers } from '../affected-boxes.js';
import { json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import type { Action, Actor } from '../authorise.js';
import { defineRoute, type Route, target } from '../route.js';
import { backToDraft, cannotMove, MOVED_ON, type Move } from '../variant-moves.js';
import { bulletinTarget } from './bulletins.js';

const VariantParams = z.object({ variantId: Id });

export function createVariantRoutes(ports: ApiPorts): Route[] {
  return [put(ports), submit(ports), reject(ports), withdraw(ports)];
}

export interface VariantSubject {
  variant: Variant;
  bulletin: BulletinRecord;
}

export async function variantTarget(db: Db, variantId: string) {
  const variant = await findVariant(db, variantId);
  const bulletin = variant && (await findBulletin(db, variant.bulletinId));
  if (!bulletin) return notFound('bản theo ngôn ngữ này');
  const subject: VariantSubject = { variant, bulletin };
  return target([bulletin.areaId], subject, bulletin.ownerId ?? bulletin.createdBy);
}

function put({ db, clock, random, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'put',
    path: '/bulletins/{bulletinId}/variants/{language}',
    tag: 'bulletins',
    summary: 'Set the recording and spoken text of one language; a change voids its approval',
    action: 'bulletin.write',
    params: z.object({ bulletinId: Id, language: Language }),
    body: PutVariant,
    response: { status: 200, schema: Variant },
    async target({ params }) {
      const found = await bulletinTarget(db, params.bulletinId);
      if (found.kind === 'problem') return found;
      const bulletin = found.subject;
      const before = bulletin.variants.find(({ language }) => language === params.language) ?? null;
      return { ...found, subject: { bulletin, before } };
    },
    version: ({ before }) => before?.updatedAt ?? null,
    async handle({ actor, params, body, subject: { bulletin, before } }) {
      if (body.recordingSha256 !== null && !(await isThere(db, body.recordingSha256, actor))) {
        return problem(
          422,
          'unknown_recording',
          'Không tìm thấy bản thu này trên máy chủ. Hãy tải tệp âm thanh lên trước.',
        );
      }
      const now = clock.now();
      if (before && before.recordingSha256 === body.recordingSha256 && before.text === body.text) {
        return json(before);
      }
      const blank = { id: newId('variant', random), bulletinId: bulletin.id, language: params.language };
      const base = { state: 'draft', stateReason: null, grantId: null, submittedBy: null } as const;
      const reason = before?.grantId ? 'Nội dung đã đổi, cần gửi duyệt lại.' : null;
      const after: Variant = before
        ? { ...backToDraft(before, reason, now), ...body }
        : { ...blank, ...base, ...body, updatedAt: now };
      const stored = await db.transaction().execute(async (trx) => {
        if (before) {
          if (!(await updateVariant(trx, after, before))) return false;
        } else {
          const meanwhile = await variantsOf(trx, [bulletin.id]);
          if (meanwhile.some(({ language }) => language === after.language)) return false;
          await insertVariant(trx, after);
        }
        await writeAudit(trx, {
          at: now,
          actor: actor.accountId,
          action: 'variant.put',
          areaId: bulletin.areaId,
          subject: after.id,
          detail: { language: after.language, recordingSha256: after.recordingSha256 },
        });
        return true;
      });
      if (!stored) return MOVED_ON;
      await notifyHearers(db, changes, bulletin.id);
      return json(after);
    },
  });
}

/** Naming a recording makes it one's own to hear: another commune's cannot be had by its sha256. */
async function isThere(db: Db, sha256: string, { areaId }: Actor): Promise<boolean> {
  return (await findRecording(db, sha256)) !== null && (await mayHear(db, sha256, areaId));
}

function submit(ports: ApiPorts): Route {
  return defineRoute({
    ...moveSpec(ports, 'submit', 'bulletin.write', 'Submit for approval'),
    async handle({ actor, subject }) {
      if (subject.variant.recordingSha256 === null) {
        return problem(
          422,
          'no_recording',
          `Bản tiếng ${subject.variant.language} chưa có bản thu nên chưa gửi duyệt được. Hãy thu giọng hoặc tải tệp lên.`,
        );
      }
      return move(ports, actor, subject, 'submit', {
        state: 'submitted',
        stateReason: null,
        submittedBy: actor.accountId,
      });
    },
  });
}

function reject(ports: ApiPorts): Route {
  return defineRoute({
    ...moveSpec(ports, 'reject', 'bulletin.approve', 'Return to its author, with the reason'),
    body: Reason,
    handle: ({ actor, body, subject }) =>
      move(ports, actor, subject, 'reject', { state: 'rejected', stateReason: body.reason }),
  });
}

function withdraw(ports: ApiPorts): Route {
  return defineRoute({
    ...moveSpec(ports, 'withdraw', 'bulletin.withdraw', 'Withdraw; it leaves every plan'),
    handle: ({ actor, subject }) =>
      move(ports, actor, subject, 'withdraw', { state: 'withdrawn', stateReason: null, grantId: null }),
  });
}

function moveSpec({ db }: ApiPorts, name: Move, action: Action, summary: string) {
  return {
    method: 'post',
    path: `/variants/{variantId}/${name}`,
    tag: 'bulletins',
    summary,
    action,
    params: VariantParams,
    response: { status: 200, schema: Variant },
    target: ({ params }: { params: z.infer<typeof VariantParams> }) => variantTarget(db, params.variantId),
    version: ({ variant }: VariantSubject) => variant.updatedAt,
  } as const;
}

async function move(
  { db, clock, changes }: ApiPorts,
  actor: Actor,
  { variant, bulletin }: VariantSubject,
  name: Exclude<Move, 'approve'>,
  change: Partial<Variant>,
) {
  const refused = cannotMove(variant, name);
  if (refused) return refused;
  const now = clock.now();
  const after = { ...variant, ...change, updatedAt: now };
  const moved = await db.transaction().execute(async (trx) => {
    if (!(await updateVariant(trx, after, variant))) return false;
    await writeAudit(trx, {
      at: now,
      actor: actor.accountId,
      action: `variant.${name}`,
      areaId: bulletin.areaId,
      subject: variant.id,
      detail: { from: variant.state, reason: after.stateReason },
    });
    return true;
  });
  if (!moved) return MOVED_ON;
  await notifyHearers(db, changes, bulletin.id);
  return json(after);
}
