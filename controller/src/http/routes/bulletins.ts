import { Bulletin, BulletinPatch, BulletinQuery, NewBulletin } from '@loa/shared/api/bulletins';
import { pageOf } from '@loa/shared/api/page';
import { Id, newId } from '@loa/shared/ids';
import { z } from 'zod';
import { defined, findArea } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import { findBulletin, insertBulletin, listBulletins, updateBulletin } from '../../db/bulletins.js';
import type { Db } from '../../db/database.js';
import { updateVariant } from '../../db/variants.js';
import { notifyHearers } from '../affected-boxes.js';
import { badFields, json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { changedSince } from '../changed-since.js';
import { timedListAnswer } from '../list-answer.js';
import { defineRoute, type Route, target } from '../route.js';
import { backToDraft } from '../variant-moves.js';

const BulletinParams = z.object({ bulletinId: Id });

export function createBulletinRoutes(ports: ApiPorts): Route[] {
  return [create(ports), list(ports), read(ports), change(ports)];
}

export async function bulletinTarget(db: Db, bulletinId: string) {
  const bulletin = await findBulletin(db, bulletinId);
  return bulletin
    ? target([bulletin.areaId], bulletin, bulletin.ownerId ?? bulletin.createdBy)
    : notFound('bản tin');
}

function create({ db, clock, random, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/bulletins',
    tag: 'bulletins',
    summary: 'Create a bulletin; then put its variants, one a language',
    action: 'bulletin.write',
    body: NewBulletin,
    response: { status: 201, schema: Bulletin },
    async target({ body }) {
      const area = await findArea(db, body.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    async handle({ actor, body, subject: area }) {
      if (area.level === 'province') {
        return problem(
          422,
          'wrong_level',
          'Bản tin phải thuộc một xã hoặc thôn, làng để có người duyệt. Hãy chọn lại địa bàn.',
        );
      }
      const wrong = validityProblem(body);
      if (wrong) return wrong;
      const now = clock.now();
      const record = {
        ...body,
        id: newId('bulletin', random),
        createdBy: actor.accountId,
        createdAt: now,
        updatedAt: now,
      };
      await db.transaction().execute(async (trx) => {
        await insertBulletin(trx, record);
        await writeAudit(trx, {
          at: now,
          actor: actor.accountId,
          action: 'bulletin.create',
          areaId: area.id,
          subject: record.id,
          detail: { title: record.title },
        });
      });
      changes.notify({ kind: 'bulletins', areaId: area.id });
      return json({ ...record, state: 'draft' as const, variants: [] }, 201);
    },
  });
}

function list({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/bulletins',
    tag: 'bulletins',
    summary: 'List and search bulletins at or below an area, newest first',
    action: 'bulletin.read',
    query: BulletinQuery,
    response: { status: 200, schema: pageOf(Bulletin) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    handle({ actor, query: { area, mine, limit, cursor, ...asked } }) {
      const filter = mine === undefined ? asked : { ...asked, createdBy: actor.accountId };
      return timedListAnswer(
        { limit, cursor },
        (rows) => listBulletins(db, { root: area ?? actor.areaId, filter }, rows),
        ({ createdAt, id }) => ({ at: createdAt, id }),
      );
    },
  });
}

function read({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/bulletins/{bulletinId}',
    tag: 'bulletins',
    summary: 'One bulletin with its variants',
    action: 'bulletin.read',
    params: BulletinParams,
    response: { status: 200, schema: Bulletin },
    target: ({ params }) => bulletinTarget(db, params.bulletinId),
    handle: ({ subject }) => json(subject),
  });
}

function change({ db, clock, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'patch',
    path: '/bulletins/{bulletinId}',
    tag: 'bulletins',
    summary: 'Change a bulletin; a new title voids the approval of every variant',
    action: 'bulletin.write',
    params: BulletinParams,
    body: BulletinPatch,
    response: { status: 200, schema: Bulletin },
    target: ({ params }) => bulletinTarget(db, params.bulletinId),
    version: ({ updatedAt }) => updatedAt,
    async handle({ actor, body, subject, ifMatch }) {
      const now = clock.now();
      const changed = await db.transaction().execute(async (trx) => {
        // As it is now: an approval since the request came was of the old title.
        const before = await findBulletin(trx, subject.id);
        if (!before) return null;
        const overtaken = changedSince(ifMatch, before.updatedAt);
        if (overtaken) return overtaken;
        const next = { ...before, ...defined(body), updatedAt: now };
        const wrong = validityProblem(next);
        if (wrong) return wrong;
        await updateBulletin(trx, next);
        for (const variant of next.title === before.title ? [] : before.variants) {
          if (variant.state === 'draft' || variant.state === 'withdrawn') continue;
          await updateVariant(trx, backToDraft(variant, 'Tiêu đề đã đổi, cần gửi duyệt lại.', now), variant);
        }
        await writeAudit(trx, {
          at: now,
          actor: actor.accountId,
          action: 'bulletin.change',
          areaId: subject.areaId,
          subject: subject.id,
          detail: body,
        });
        return findBulletin(trx, subject.id);
      });
      if (changed === null) return notFound('bản tin');
      if (changed.kind === 'problem') return changed;
      await notifyHearers(db, changes, subject.id, [subject.columnName]);
      return json(changed);
    },
  });
}

/** Why it cannot be valid so; null when it can. */
export function validityProblem(bulletin: { validFrom: number | null; validUntil: number | null }) {
  const { validFrom, validUntil } = bulletin;
  if (validFrom === null || validUntil === null || validFrom < validUntil) return null;
  return badFields([{ field: 'validUntil', message: 'Ngày hết hiệu lực phải sau ngày bắt đầu' }]);
}
