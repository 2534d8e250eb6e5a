import { Abbreviation, AbbreviationPatch, NewAbbreviation } from '@loa/shared/api/speech';
import { AreaId, Id, newId } from '@loa/shared/ids';
import { z } from 'zod';
import {
  type AbbreviationRecord,
  abbreviationsAt,
  countAbbreviations,
  deleteAbbreviation,
  findAbbreviation,
  insertAbbreviation,
  updateAbbreviation,
} from '../../db/abbreviations.js';
import { defined, findArea } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import type { Db } from '../../db/database.js';
import { BUILT_IN_WORDS } from '../../sources/tts/built-in-words.js';
import { empty, json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route, target } from '../route.js';

/** How a place reads what officials write short; its own entries stand before the built-in ones. */
export function createAbbreviationRoutes(ports: ApiPorts): Route[] {
  return [list(ports), create(ports), change(ports), remove(ports)];
}

const ALREADY = problem(
  409,
  'already_there',
  'Chữ viết tắt này đã có trong danh sách của nơi này. Hãy sửa mục đã có.',
);

/** The machine's whole list is read with each text: more than that is a mistake. */
const MOST_ENTRIES = 500;
const TOO_MANY = problem(
  409,
  'too_many_abbreviations',
  `Nơi này đã có ${MOST_ENTRIES} chữ viết tắt. Hãy xóa chữ không dùng nữa rồi thêm chữ mới.`,
);

function list({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/abbreviations',
    tag: 'speech',
    summary: `How abbreviations are read at a place: its own and inherited entries, ${MOST_ENTRIES} of each area at most, then the built-in ones`,
    action: 'bulletin.read',
    query: z.strictObject({ area: AreaId.optional() }),
    response: { status: 200, schema: z.object({ items: z.array(Abbreviation) }) },
    async target({ actor, query }) {
      const area = await findArea(db, query.area ?? actor.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    async handle({ subject: area }) {
      const own = (await abbreviationsAt(db, area.id)).map(told);
      const taken = new Set(own.map(({ written }) => written));
      const builtIn = Object.entries(BUILT_IN_WORDS)
        .filter(([written]) => !taken.has(written))
        .map(([written, spoken]) => ({ id: null, areaId: null, written, spoken, builtIn: true }));
      return json({ items: [...own, ...builtIn] });
    },
  });
}

function create({ db, clock, random }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/abbreviations',
    tag: 'speech',
    summary: 'Say how something is read at a place and below it',
    action: 'wording.write',
    body: NewAbbreviation,
    response: { status: 201, schema: Abbreviation },
    async target({ actor, body }) {
      const area = await findArea(db, body.areaId ?? actor.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    async handle({ actor, body, subject: area }) {
      const entry: AbbreviationRecord = {
        id: newId('abbreviation', random),
        areaId: area.id,
        written: body.written,
        spoken: body.spoken,
        createdBy: actor.accountId,
        createdAt: clock.now(),
      };
      return db.transaction().execute(async (trx) => {
        if ((await countAbbreviations(trx, area.id)) >= MOST_ENTRIES) return TOO_MANY;
        if (!(await insertAbbreviation(trx, entry))) return ALREADY;
        await audit(trx, 'abbreviation.create', entry, actor.accountId, entry.createdAt);
        return json(told(entry), 201);
      });
    },
  });
}

const Params = z.object({ abbreviationId: Id });

async function entryTarget(db: Db, id: string) {
  const entry = await findAbbreviation(db, id);
  return entry ? target([entry.areaId], entry) : notFound('chữ viết tắt này');
}

function change({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'patch',
    path: '/abbreviations/{abbreviationId}',
    tag: 'speech',
    summary: 'Change how something is read',
    action: 'wording.write',
    params: Params,
    body: AbbreviationPatch,
    response: { status: 200, schema: Abbreviation },
    target: ({ params }) => entryTarget(db, params.abbreviationId),
    async handle({ actor, body, subject }) {
      const next = { ...subject, ...defined(body) };
      const stored = await db.transaction().execute(async (trx) => {
        if (!(await updateAbbreviation(trx, next))) return false;
        await audit(trx, 'abbreviation.change', next, actor.accountId, clock.now());
        return true;
      });
      return stored ? json(told(next)) : ALREADY;
    },
  });
}

function remove({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'delete',
    path: '/abbreviations/{abbreviationId}',
    tag: 'speech',
    summary: 'Forget an entry of one’s own; the built-in one holds again',
    action: 'wording.write',
    params: Params,
    response: { status: 204 },
    target: ({ params }) => entryTarget(db, params.abbreviationId),
    async handle({ actor, subject }) {
      await db.transaction().execute(async (trx) => {
        await deleteAbbreviation(trx, subject.id);
        await audit(trx, 'abbreviation.remove', subject, actor.accountId, clock.now());
      });
      return empty;
    },
  });
}

function audit(db: Db, action: string, entry: AbbreviationRecord, actor: string, at: number) {
  const { id, areaId, written, spoken } = entry;
  return writeAudit(db, { at, actor, action, areaId, subject: id, detail: { written, spoken } });
}

function told({ id, areaId, written, spoken }: AbbreviationRecord) {
  return { id, areaId, written, spoken, builtIn: false };
}
