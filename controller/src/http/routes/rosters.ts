import type { Area } from '@loa/shared/api/areas';
import { ControllerKeys, PutRoster, StoredRosterAnswer } from '@loa/shared/api/rosters';
import { AreaId } from '@loa/shared/ids';
import { checkRoster } from '@loa/shared/trust/check-roster';
import type { RefusalReason } from '@loa/shared/trust/refusal';
import { z } from 'zod';
import { findArea } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import type { Db } from '../../db/database.js';
import { insertRoster, rosterInForce, type StoredRoster } from '../../db/rosters.js';
import { json, notFound, type ProblemAnswer, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route, type Target, target } from '../route.js';

const AreaParams = z.object({ areaId: AreaId });

/** Who may speak in a commune. The controller stores what the right people signed, and signs nothing here. */
export function createRosterRoutes(ports: ApiPorts): Route[] {
  return [publicKeys(ports), put(ports), read(ports)];
}

function publicKeys({ keys }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/keys',
    tag: 'rosters',
    summary: 'The public keys of the root and of this controller',
    action: 'roster.read',
    response: { status: 200, schema: ControllerKeys },
    target: ({ actor }) => target([actor.areaId], null),
    handle: () => json(keys),
  });
}

function put({ db, clock, keys, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'put',
    path: '/areas/{areaId}/roster',
    tag: 'rosters',
    summary: "Store a commune's next roster, signed by the root or by two people with the right to",
    action: 'roster.write',
    params: AreaParams,
    body: PutRoster,
    response: { status: 200, schema: StoredRosterAnswer },
    target: ({ params }) => communeTarget(db, params.areaId),
    async handle({ actor, body, subject: commune }) {
      const bytes = Buffer.from(body.roster, 'utf8');
      const current = await rosterInForce(db, commune.id);
      if (current && bytes.equals(current.bytes)) return json(describe(current));
      const pinned = { rootKey: keys.rootKey, communeId: commune.id };
      const checked = checkRoster(bytes, pinned, current?.roster ?? null);
      if (!checked.ok) return refused(checked.reason, checked.detail);
      const stored = { roster: checked.roster, bytes };
      const at = clock.now();
      await db.transaction().execute(async (trx) => {
        await insertRoster(trx, stored, at);
        await writeAudit(trx, {
          at,
          actor: actor.accountId,
          action: 'roster.store',
          areaId: commune.id,
          subject: commune.id,
          detail: { version: checked.roster.version },
        });
      });
      changes.notify({ kind: 'roster', communeId: commune.id });
      return json(describe(stored));
    },
  });
}

function read({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/areas/{areaId}/roster',
    tag: 'rosters',
    summary: "A commune's roster in force",
    action: 'roster.read',
    params: AreaParams,
    response: { status: 200, schema: StoredRosterAnswer },
    target: ({ params }) => communeTarget(db, params.areaId),
    async handle({ subject: commune }) {
      const stored = await rosterInForce(db, commune.id);
      return stored ? json(describe(stored)) : notFound('danh sách người được duyệt của xã');
    },
  });
}

async function communeTarget(db: Db, areaId: string): Promise<Target<Area> | ProblemAnswer> {
  const area = await findArea(db, areaId);
  return area?.level === 'commune' ? target([area.id], area) : notFound('xã, phường này');
}

function describe({ roster, bytes }: StoredRoster) {
  const document = Buffer.from(bytes).toString('utf8');
  return { communeId: roster.communeId, version: roster.version, roster, document };
}

function refused(reason: RefusalReason, detail: string): ProblemAnswer {
  const message =
    reason === 'rolled_back'
      ? 'Danh sách này cũ hơn danh sách đang dùng. Hãy lập bản mới từ danh sách đang dùng.'
      : 'Danh sách người được duyệt chưa được ký đúng nên không nhận. Hãy ký lại bằng khóa gốc.';
  return problem(reason === 'rolled_back' ? 409 : 422, `roster_${reason}`, message, { reason, detail });
}
