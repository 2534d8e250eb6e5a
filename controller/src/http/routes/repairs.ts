import { BoxRepair, PutRepair } from '@loa/shared/api/repairs';
import { BoxId } from '@loa/shared/ids';
import { z } from 'zod';
import { writeAudit } from '../../db/audit.js';
import type { BoxRecord } from '../../db/boxes.js';
import type { Db } from '../../db/database.js';
import { endRepair, putRepair, repairsBelow, techniciansOf } from '../../db/repairs.js';
import { json } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route } from '../route.js';
import { boxTarget } from './boxes.js';

const BoxParams = z.object({ boxId: BoxId });

/** Who was given a silent loudspeaker to mend: seen by everybody, so that nobody calls the electrician twice. */
export function createRepairRoutes(ports: ApiPorts): Route[] {
  return [read(ports), give(ports), end(ports)];
}

async function describe(db: Db, box: BoxRecord): Promise<BoxRepair> {
  const repairs = await repairsBelow(db, box.areaId);
  return { repair: repairs.get(box.id) ?? null, technicians: await techniciansOf(db, box.areaId) };
}

function read({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/boxes/{boxId}/repair',
    tag: 'fleet',
    summary: 'Who has a box to mend, and the technicians of its place',
    action: 'box.sound',
    params: BoxParams,
    response: { status: 200, schema: BoxRepair },
    target: ({ params }) => boxTarget(db, params.boxId),
    handle: async ({ subject }) => json(await describe(db, subject)),
  });
}

function give({ db, clock, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'put',
    path: '/boxes/{boxId}/repair',
    tag: 'fleet',
    summary: 'Give a box to somebody to mend, instead of whoever had it',
    action: 'box.sound',
    params: BoxParams,
    body: PutRepair,
    response: { status: 200, schema: BoxRepair },
    target: ({ params }) => boxTarget(db, params.boxId),
    async handle({ actor, body, subject: box }) {
      const at = clock.now();
      await db.transaction().execute(async (trx) => {
        await putRepair(trx, { boxId: box.id, ...body, at, by: actor.accountId });
        await writeAudit(trx, {
          ...{ at, actor: actor.accountId, action: 'repair.give' },
          ...{ areaId: box.areaId, subject: box.id, detail: body },
        });
      });
      changes.notify({ kind: 'status', boxId: box.id });
      return json(await describe(db, box));
    },
  });
}

function end({ db, clock, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'delete',
    path: '/boxes/{boxId}/repair',
    tag: 'fleet',
    summary: 'A box is mended, or nobody has it to mend any more',
    action: 'box.sound',
    params: BoxParams,
    response: { status: 200, schema: BoxRepair },
    target: ({ params }) => boxTarget(db, params.boxId),
    async handle({ actor, subject: box }) {
      const at = clock.now();
      await db.transaction().execute(async (trx) => {
        if (!(await endRepair(trx, box.id))) return;
        await writeAudit(trx, {
          ...{ at, actor: actor.accountId, action: 'repair.end' },
          ...{ areaId: box.areaId, subject: box.id },
        });
      });
      changes.notify({ kind: 'status', boxId: box.id });
      return json(await describe(db, box));
    },
  });
}
