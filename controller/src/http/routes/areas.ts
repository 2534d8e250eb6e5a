import { Area, AreaLevel, AreaPatch, NewArea } from '@loa/shared/api/areas';
import { listQuery, pageOf, searchQuery } from '@loa/shared/api/page';
import { PlaceRulesInForce } from '@loa/shared/api/rules-in-force';
import { AreaId, newId } from '@loa/shared/ids';
import { z } from 'zod';
import { areaKey, areaPage, areaTree, findArea, insertArea, updateArea } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import { boxIdsAt } from '../../db/boxes.js';
import { rulesInForceOfArea } from '../../db/rules-in-force.js';
import { notifyPlans } from '../affected-boxes.js';
import { json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { listAnswer } from '../list-answer.js';
import { mergedAway } from '../merged-away.js';
import { defineRoute, type Route, target } from '../route.js';

const LEVEL_ABOVE = { province: null, commune: 'province', village: 'commune' } as const;

export function createAreaRoutes(ports: ApiPorts): Route[] {
  // The tree before the one: both paths would fit its name.
  return [create(ports), list(ports), tree(ports), read(ports), rules(ports), change(ports)];
}

function create({ db, clock, random, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/areas',
    tag: 'areas',
    summary: 'Create a commune below a province, or a village below a commune',
    action: 'area.write',
    body: NewArea,
    response: { status: 201, schema: Area },
    async target({ body }) {
      const parent = await findArea(db, body.parentId);
      return parent ? target([parent.id], parent) : notFound('địa bàn cấp trên');
    },
    async handle({ actor, body, subject: parent }) {
      if (LEVEL_ABOVE[body.level] !== parent.level) {
        return problem(
          422,
          'wrong_level',
          'Cấp của địa bàn không đúng: xã thuộc tỉnh, thôn làng thuộc xã. Hãy chọn lại nơi trực thuộc.',
        );
      }
      if (parent.mergedInto !== null) return mergedAway(parent);
      const area: Area = {
        ...body,
        id: newId('area', random),
        mergedInto: null,
        createdAt: clock.now(),
      };
      await db.transaction().execute(async (trx) => {
        await insertArea(trx, area);
        await writeAudit(trx, {
          at: area.createdAt,
          actor: actor.accountId,
          action: 'area.create',
          areaId: area.id,
          subject: area.id,
          detail: { name: area.name, level: area.level },
        });
      });
      changes.notify({ kind: 'overrides', areaId: area.id });
      return json(area, 201);
    },
  });
}

function list({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/areas',
    tag: 'areas',
    summary: 'List the areas at or below an area, those that became part of others last',
    action: 'area.read',
    query: z.strictObject({
      area: AreaId.optional(),
      level: AreaLevel.optional(),
      merged: z.enum(['true', 'false']).default('true'),
      ...searchQuery,
      ...listQuery,
    }),
    response: { status: 200, schema: pageOf(Area) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    handle: ({ actor, query: { area, q, level, merged, ...page } }) =>
      listAnswer(
        page,
        (rows) => areaPage(db, { root: area ?? actor.areaId, q, level, merged: merged === 'true' }, rows),
        areaKey,
      ),
  });
}

function tree({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/areas/tree',
    tag: 'areas',
    summary:
      'Every area at or below an area in one answer, for trees, pickers and names; 10,000 at most, communes before villages',
    action: 'area.read',
    query: z.strictObject({ area: AreaId.optional() }),
    response: { status: 200, schema: z.object({ items: z.array(Area) }) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    handle: async ({ actor, query }) => json({ items: await areaTree(db, query.area ?? actor.areaId) }),
  });
}

function read({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/areas/{areaId}',
    tag: 'areas',
    summary: 'One area',
    action: 'area.read',
    params: z.object({ areaId: AreaId }),
    response: { status: 200, schema: Area },
    async target({ params }) {
      const area = await findArea(db, params.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    handle: ({ subject }) => json(subject),
  });
}

function rules({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/areas/{areaId}/rules-in-force',
    tag: 'areas',
    summary: 'The hours, volume caps and rules that hold at an area, and what would without its own',
    action: 'area.read',
    params: z.object({ areaId: AreaId }),
    response: { status: 200, schema: PlaceRulesInForce },
    async target({ params }) {
      const area = await findArea(db, params.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    handle: async ({ subject }) => json(await rulesInForceOfArea(db, subject)),
  });
}

function change({ db, clock, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'patch',
    path: '/areas/{areaId}',
    tag: 'areas',
    summary: 'Change an area; new hours and rules reach its boxes at once',
    action: 'area.write',
    params: z.object({ areaId: AreaId }),
    body: AreaPatch,
    response: { status: 200, schema: Area },
    async target({ params }) {
      const area = await findArea(db, params.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    async handle({ actor, body, subject: area }) {
      const changed = await db.transaction().execute(async (trx) => {
        await writeAudit(trx, {
          at: clock.now(),
          actor: actor.accountId,
          action: 'area.change',
          areaId: area.id,
          subject: area.id,
          detail: body,
        });
        // A colleague's change since it was read stays.
        return updateArea(trx, (await findArea(trx, area.id)) ?? area, body);
      });
      notifyPlans(changes, await boxIdsAt(db, { areaIds: [area.id], clusterIds: [] }));
      return json(changed);
    },
  });
}
