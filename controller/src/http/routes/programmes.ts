import { listQuery, pageOf, searchQuery } from '@loa/shared/api/page';
import { NewProgramme, Programme, ProgrammePatch } from '@loa/shared/api/programmes';
import { fold } from '@loa/shared/fold';
import { AreaId, Id, newId } from '@loa/shared/ids';
import { z } from 'zod';
import { findArea } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import { insertProgramme, listProgrammes, updateProgramme } from '../../db/programmes.js';
import { activeSchedulesOf } from '../../db/schedules.js';
import { boxesOfProgrammes, notifyPlans } from '../affected-boxes.js';
import { json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { listAnswer } from '../list-answer.js';
import { programmeBefore } from '../programme-again.js';
import { changedProgramme, programmeTarget } from '../programme-drafts.js';
import { missingParts } from '../programme-parts.js';
import { defineRoute, type Route, target } from '../route.js';

const ProgrammeParams = z.object({ programmeId: Id });

export function createProgrammeRoutes(ports: ApiPorts): Route[] {
  return [create(ports), list(ports), read(ports), change(ports), archive(ports)];
}

/** Somebody else changed it between reading and writing. */
const CHANGED_MEANWHILE = problem(
  409,
  'changed_meanwhile',
  'Người khác vừa sửa chương trình này. Hãy tải lại trang rồi làm lại.',
);

function create({ db, clock, random }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/programmes',
    tag: 'programmes',
    summary: 'Create a programme: an ordered template that schedules fill anew each time',
    action: 'programme.write',
    body: NewProgramme,
    response: { status: 201, schema: Programme },
    async target({ body }) {
      const area = await findArea(db, body.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    async handle({ actor, body }) {
      const missing = await missingParts(db, body.slots, actor);
      if (missing) return missing;
      const now = clock.now();
      const programme: Programme = {
        ...body,
        id: body.id ?? newId('programme', random),
        createdBy: actor.accountId,
        createdAt: now,
        updatedAt: now,
        archivedAt: null,
      };
      const before = await db.transaction().execute(async (trx) => {
        const twin = await programmeBefore(trx, body, programme);
        if (twin) return twin;
        await insertProgramme(trx, programme);
        await writeAudit(trx, {
          at: now,
          actor: actor.accountId,
          action: 'programme.create',
          areaId: programme.areaId,
          subject: programme.id,
          detail: { name: programme.name },
        });
        return null;
      });
      if (before) return before.kind === 'saved' ? json(before.saved, 201) : before;
      return json(programme, 201);
    },
  });
}

function list({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/programmes',
    tag: 'programmes',
    summary: 'List the programmes at or below an area, by name',
    action: 'programme.read',
    query: z.strictObject({
      area: AreaId.optional(),
      archived: z.stringbool().optional(),
      ...searchQuery,
      ...listQuery,
    }),
    response: { status: 200, schema: pageOf(Programme) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    handle: ({ actor, query: { area, archived = false, q, ...page } }) =>
      listAnswer(
        page,
        (rows) => listProgrammes(db, { root: area ?? actor.areaId, archived, q }, rows),
        ({ name, id }) => ({ key: fold(name), id }),
      ),
  });
}

function read({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/programmes/{programmeId}',
    tag: 'programmes',
    summary: 'One programme',
    action: 'programme.read',
    params: ProgrammeParams,
    response: { status: 200, schema: Programme },
    target: ({ params }) => programmeTarget(db, params.programmeId),
    handle: ({ subject }) => json(subject),
  });
}

function change({ db, clock, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'patch',
    path: '/programmes/{programmeId}',
    tag: 'programmes',
    summary:
      'Change a programme; what has not begun is filled anew. A slot that keeps its id keeps its playbacks',
    action: 'programme.write',
    params: ProgrammeParams,
    body: ProgrammePatch,
    response: { status: 200, schema: Programme },
    target: ({ params }) => programmeTarget(db, params.programmeId),
    version: ({ updatedAt }) => updatedAt,
    async handle({ actor, body, subject: programme }) {
      const now = clock.now();
      const edit = await changedProgramme(db, programme, body, { actor, now });
      if (edit.kind === 'problem') return edit;
      const next = edit.programme;
      const changed = await db.transaction().execute(async (trx) => {
        if (!(await updateProgramme(trx, next, programme.updatedAt))) return false;
        await writeAudit(trx, {
          at: now,
          actor: actor.accountId,
          action: 'programme.change',
          areaId: programme.areaId,
          subject: programme.id,
          detail: body,
        });
        return true;
      });
      if (!changed) return CHANGED_MEANWHILE;
      notifyPlans(changes, await boxesOfProgrammes(db, [programme.id]));
      return json(next);
    },
  });
}

function archive({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/programmes/{programmeId}/archive',
    tag: 'programmes',
    summary: 'Put a programme away; refused while schedules still use it',
    action: 'programme.write',
    params: ProgrammeParams,
    response: { status: 200, schema: Programme },
    target: ({ params }) => programmeTarget(db, params.programmeId),
    async handle({ actor, subject: programme }) {
      if (programme.archivedAt !== null) return json(programme);
      const used = await activeSchedulesOf(db, { programmeIds: [programme.id] });
      if (used.length > 0) {
        return problem(
          409,
          'in_use',
          `Chương trình “${programme.name}” còn ${used.length} lịch phát đang chạy. Hãy hủy các lịch đó trước.`,
          { schedules: used.map(({ id, name }) => ({ id, name })) },
        );
      }
      const now = clock.now();
      const archived: Programme = { ...programme, archivedAt: now, updatedAt: now };
      const stored = await db.transaction().execute(async (trx) => {
        if (!(await updateProgramme(trx, archived, programme.updatedAt))) return false;
        await writeAudit(trx, {
          at: now,
          actor: actor.accountId,
          action: 'programme.archive',
          areaId: programme.areaId,
          subject: programme.id,
        });
        return true;
      });
      return stored ? json(archived) : CHANGED_MEANWHILE;
    },
  });
}
