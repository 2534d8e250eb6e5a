import { Column, ColumnPatch, NewColumn, Vocabulary } from '@loa/shared/api/columns';
import { listQuery, pageOf, searchQuery } from '@loa/shared/api/page';
import { fold, searchWords } from '@loa/shared/fold';
import { AreaId, Id, newId } from '@loa/shared/ids';
import { z } from 'zod';
import { findArea } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import {
  type ColumnRecord,
  columnKey,
  findColumn,
  insertColumn,
  listColumns,
  updateColumn,
} from '../../db/columns.js';
import { vocabularyOf } from '../../db/vocabulary.js';
import { json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { wholeListAnswer } from '../list-answer.js';
import { defineRoute, type Route, target } from '../route.js';

/** Columns (chuyên mục), and the words that bulletins are filled in with. */
export function createColumnRoutes(ports: ApiPorts): Route[] {
  return [list(ports), create(ports), change(ports), vocabulary(ports)];
}

const TAKEN = problem(
  409,
  'already_there',
  'Chuyên mục tên này đã có. Hãy chọn tên khác hoặc dùng mục đã có.',
);

function list({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/columns',
    tag: 'bulletins',
    summary: 'Columns at, above or below an area, with how many bulletins bear them',
    action: 'bulletin.read',
    query: z.strictObject({
      area: AreaId.optional(),
      archived: z.enum(['1', 'true']).optional(),
      ...searchQuery,
      ...listQuery,
    }),
    response: { status: 200, schema: pageOf(Column) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    async handle({ actor, query: { area, archived, q, ...page } }) {
      const all = await listColumns(db, area ?? actor.areaId, archived !== undefined);
      const words = searchWords(q ?? '');
      const found = all.filter(({ name }) => words.every((word) => fold(name).includes(word)));
      return wholeListAnswer(page, found, columnKey);
    },
  });
}

function create({ db, clock, random }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/columns',
    tag: 'bulletins',
    summary: 'Register a column for an area and all below it',
    action: 'wording.write',
    body: NewColumn,
    response: { status: 201, schema: Column },
    async target({ body }) {
      const area = await findArea(db, body.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    async handle({ actor, body }) {
      const id = newId('column', random);
      const column = { ...body, id, createdBy: actor.accountId, createdAt: clock.now(), archivedAt: null };
      const stored = await db.transaction().execute(async (trx) => {
        if (!(await insertColumn(trx, column))) return false;
        await writeAudit(trx, {
          at: column.createdAt,
          actor: actor.accountId,
          action: 'column.create',
          areaId: column.areaId,
          subject: id,
          detail: { name: column.name },
        });
        return true;
      });
      return stored ? json(told(column), 201) : TAKEN;
    },
  });
}

function change({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'patch',
    path: '/columns/{columnId}',
    tag: 'bulletins',
    summary: 'Rename, describe, put away or take back a column; its bulletins keep the name they bear',
    action: 'wording.write',
    params: z.object({ columnId: Id }),
    body: ColumnPatch,
    response: { status: 200, schema: Column },
    async target({ params }) {
      const column = await findColumn(db, params.columnId);
      return column ? target([column.areaId], column) : notFound('chuyên mục');
    },
    async handle({ actor, body, subject }) {
      const { archived = subject.archivedAt !== null, name, description } = body;
      const at = clock.now();
      const next: ColumnRecord = {
        ...subject,
        name: name ?? subject.name,
        description: description === undefined ? subject.description : description,
        archivedAt: archived ? (subject.archivedAt ?? at) : null,
      };
      const stored = await db.transaction().execute(async (trx) => {
        if (!(await updateColumn(trx, next))) return false;
        await writeAudit(trx, {
          ...{ at, actor: actor.accountId, action: 'column.change' },
          ...{ areaId: subject.areaId, subject: subject.id, detail: body },
        });
        return true;
      });
      return stored ? json(told(next)) : TAKEN;
    },
  });
}

function vocabulary({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/vocabulary',
    tag: 'bulletins',
    summary:
      'Columns, topics, audiences, units, field codes and task numbers to pick from, the most used first',
    action: 'bulletin.read',
    query: z.strictObject({ area: AreaId.optional() }),
    response: { status: 200, schema: Vocabulary },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    handle: async ({ actor, query }) => json(await vocabularyOf(db, query.area ?? actor.areaId)),
  });
}

function told({ id, areaId, name, description, archivedAt }: ColumnRecord): z.infer<typeof Column> {
  return { id, areaId, name, description, archivedAt, bulletins: 0, newestAt: null };
}
