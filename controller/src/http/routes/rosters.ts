import type { Area } from '@loa/shared/api/areas';
import { ControllerKeys, PutRoster, StoredRosterAnswer } from '@loa/shared/api/rosters';
import { AreaId } from '@loa/shared/ids';
import { DAY } from '@loa/shared/instant';
import type { Roster } from '@loa/shared/messages/roster';
import { z } from 'zod';
import { findArea } from '../../db/areas.js';
import type { Db } from '../../db/database.js';
import { rosterInForce, type StoredRoster } from '../../db/rosters.js';
import { json, notFound, type ProblemAnswer } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route, type Target, target } from '../route.js';
import { storeRoster } from '../store-roster.js';

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

function put(ports: ApiPorts): Route {
  return defineRoute({
    method: 'put',
    path: '/areas/{areaId}/roster',
    tag: 'rosters',
    summary: "Store a commune's next roster, signed by the root or by two people with the right to",
    action: 'roster.write',
    params: AreaParams,
    body: PutRoster,
    response: { status: 200, schema: StoredRosterAnswer },
    target: ({ params }) => communeTarget(ports.db, params.areaId),
    async handle({ actor, body, subject: commune }) {
      const bytes = Buffer.from(body.roster, 'utf8');
      const outcome = await storeRoster(ports, { actorId: actor.accountId, commune, bytes });
      return outcome.kind === 'problem' ? outcome : json(describe(outcome.stored, ports.clock.now()));
    },
  });
}

function read({ db, clock }: ApiPorts): Route {
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
      return stored ? json(describe(stored, clock.now())) : notFound('danh sách người được duyệt của xã');
    },
  });
}

export async function communeTarget(db: Db, areaId: string): Promise<Target<Area> | ProblemAnswer> {
  const area = await findArea(db, areaId);
  return area?.level === 'commune' ? target([area.id], area) : notFound('xã, phường này');
}

/** A roster does not expire; people change all the same. */
const REVIEW_AFTER_MS = 365 * DAY;

export function reviewDue({ issuedAt }: Roster, now: number): boolean {
  return now >= issuedAt + REVIEW_AFTER_MS;
}

function describe({ roster, bytes }: StoredRoster, now: number) {
  const document = Buffer.from(bytes).toString('utf8');
  const { communeId, version, issuedAt } = roster;
  const review = { reviewAt: issuedAt + REVIEW_AFTER_MS, reviewDue: reviewDue(roster, now) };
  return { communeId, version, roster, document, ...review };
}
