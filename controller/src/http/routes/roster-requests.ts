import type { Area } from '@loa/shared/api/areas';
import { NewRosterRequest, type RosterChange, RosterRequest } from '@loa/shared/api/roster-requests';
import { AreaId, Id, newId } from '@loa/shared/ids';
import { DAY } from '@loa/shared/instant';
import type { PersonKey } from '@loa/shared/messages/roster';
import { Roster } from '@loa/shared/messages/roster';
import { currentArea } from '@loa/shared/trust/areas';
import { unsigned } from '@loa/shared/trust/signing';
import { z } from 'zod';
import { findAccount, setPersonOfAccount } from '../../db/accounts.js';
import { findArea, mergedAreas } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import type { Db } from '../../db/database.js';
import { passkeysOf } from '../../db/passkeys.js';
import {
  findRosterRequest,
  insertRosterRequest,
  listRosterRequests,
  type RosterRequestRecord,
  updateRosterRequest,
} from '../../db/roster-requests.js';
import { rosterInForce } from '../../db/rosters.js';
import { nextVersion } from '../../trust/roster.js';
import { changeRoster, type WhyNot } from '../../trust/roster-changes.js';
import { json, notFound, type ProblemAnswer, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { NO_ROSTER_YET } from '../approvals.js';
import { describeRequest, REQUEST_CLOSED } from '../roster-request-view.js';
import { defineRoute, type Route, type Target, target } from '../route.js';
import { chainsBelow } from '../schedule-places.js';
import { communeTarget } from './rosters.js';

const RequestParams = z.object({ requestId: Id });
/** As long as the signers have, milliseconds. */
const REQUEST_LIFE_MS = 7 * DAY;

/** Asking for another roster: a new approver, a lost telephone, a deputy for a leave. Those who may sign it do. */
export function createRosterRequestRoutes(ports: ApiPorts): Route[] {
  return [create(ports), list(ports), read(ports), cancel(ports)];
}

function create({ db, clock, random }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/roster-requests',
    tag: 'rosters',
    summary:
      "Ask for a change of a commune's roster; the answer says in words what the next one would change",
    action: 'rosterRequest.write',
    body: NewRosterRequest,
    response: { status: 201, schema: RosterRequest },
    target: ({ body }) => communeTarget(db, body.communeId),
    async handle({ actor, body, subject: commune }) {
      const current = await rosterInForce(db, commune.id);
      if (!current) return NO_ROSTER_YET;
      const now = clock.now();
      const who = await accountOf(db, body.change, () => newId('person', random));
      if (who.kind === 'problem') return who;
      const chains = await chainsBelow(db, commune.id);
      const changed = changeRoster(current.roster, body.change, {
        ...{ now, keys: who.keys, personId: who.personId, name: who.name },
        isHere: (areaId) => chains.has(areaId),
        mergedInto: await villageAround(db, body.change),
      });
      if (!changed.ok) return WHY_NOT[changed.why];
      const version = nextVersion(current.roster.version, now);
      // Said once by the root; it is no business of a later version.
      const { clockFloor: _said, ...base } = changed.roster;
      const parsed = Roster.safeParse({ ...base, version, issuedAt: now });
      if (!parsed.success) return TOO_BIG;
      const request: RosterRequestRecord = {
        ...{ id: newId('request', random), communeId: commune.id, asked: body.change, reason: body.reason },
        ...{ baseVersion: current.roster.version, version, ...unsigned(parsed.data), signatures: [] },
        ...{ state: 'open', createdBy: actor.accountId, createdAt: now },
        ...{ expiresAt: now + REQUEST_LIFE_MS, closedAt: null },
      };
      await db.transaction().execute(async (trx) => {
        if (who.accountId !== null) await setPersonOfAccount(trx, who.accountId, who.personId);
        await insertRosterRequest(trx, request);
        await writeAudit(trx, {
          ...{ at: now, actor: actor.accountId, action: 'rosterRequest.create', areaId: commune.id },
          ...{ subject: request.id, detail: { change: body.change, reason: body.reason, version } },
        });
      });
      return json(await describeRequest(db, request, now), 201);
    },
  });
}

function list({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/roster-requests',
    tag: 'rosters',
    summary: "A commune's requests, newest first",
    action: 'rosterRequest.read',
    query: z.strictObject({ commune: AreaId }),
    response: { status: 200, schema: z.object({ items: z.array(RosterRequest) }) },
    target: ({ query }) => communeTarget(db, query.commune),
    async handle({ subject: commune }) {
      const now = clock.now();
      const requests = await listRosterRequests(db, commune.id);
      return json({ items: await Promise.all(requests.map((each) => describeRequest(db, each, now))) });
    },
  });
}

function read({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/roster-requests/{requestId}',
    tag: 'rosters',
    summary: 'One request, with what it would change in words',
    action: 'rosterRequest.read',
    params: RequestParams,
    response: { status: 200, schema: RosterRequest },
    target: ({ params }) => requestTarget(db, params.requestId),
    handle: async ({ subject: { request } }) => json(await describeRequest(db, request, clock.now())),
  });
}

function cancel({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/roster-requests/{requestId}/cancel',
    tag: 'rosters',
    summary: 'Drop a request that nobody needs any more',
    action: 'rosterRequest.write',
    params: RequestParams,
    response: { status: 200, schema: RosterRequest },
    target: ({ params }) => requestTarget(db, params.requestId),
    async handle({ actor, subject: { request } }) {
      const at = clock.now();
      const after = { signatures: request.signatures, state: 'cancelled', closedAt: at } as const;
      const done = await db.transaction().execute(async (trx) => {
        if (!(await updateRosterRequest(trx, request, after))) return false;
        await writeAudit(trx, {
          ...{ at, actor: actor.accountId, action: 'rosterRequest.cancel', areaId: request.communeId },
          subject: request.id,
        });
        return true;
      });
      return done ? json(await describeRequest(db, { ...request, ...after }, at)) : REQUEST_CLOSED;
    },
  });
}

export interface RequestSubject {
  request: RosterRequestRecord;
  commune: Area;
}

export async function requestTarget(db: Db, id: string): Promise<Target<RequestSubject> | ProblemAnswer> {
  const request = await findRosterRequest(db, id);
  if (!request) return notFound('yêu cầu này');
  const found = await communeTarget(db, request.communeId);
  return found.kind === 'problem' ? found : target([found.subject.id], { request, commune: found.subject });
}

interface Who {
  kind: 'who';
  /** Null where no account is concerned, or it is that person's already. */
  accountId: string | null;
  personId: string;
  name: string;
  keys: PersonKey[];
}

/** The living village that the one which a change names is part of. A commune's own boxes follow its own roster, which the root changes. */
async function villageAround(db: Db, change: RosterChange): Promise<string | null> {
  const area = change.kind === 'merge' ? await findArea(db, change.areaId) : null;
  if (area?.level !== 'village' || area.mergedInto === null) return null;
  return currentArea(area.mergedInto, await mergedAreas(db));
}

/** The account that a change names, as whom it stands in the roster, and its passkeys. */
async function accountOf(
  db: Db,
  change: RosterChange,
  newPersonId: () => string,
): Promise<Who | ProblemAnswer> {
  if (!('accountId' in change)) return { kind: 'who', accountId: null, personId: '', name: '', keys: [] };
  const account = await findAccount(db, change.accountId);
  if (!account || account.disabledAt !== null) return notFound('tài khoản này');
  if (change.kind === 'newKeys' && account.personId !== null && account.personId !== change.personId)
    return SOMEBODY_ELSE;
  const personId = change.kind === 'newKeys' ? change.personId : (account.personId ?? newPersonId());
  const wanted = change.kids;
  const registered = (await passkeysOf(db, account.id)).filter(({ kid }) => !wanted || wanted.includes(kid));
  const keys = registered.map(({ kid, alg, jwk, rpId, origin }) => ({
    ...{ kid, alg, key: jwk, passkey: { rpId, origins: [origin] } },
  }));
  const accountId = account.personId === null ? account.id : null;
  return { kind: 'who', accountId, personId, name: account.name, keys };
}

const WHY_NOT: Readonly<Record<WhyNot, ProblemAnswer>> = {
  unknown_person: problem(
    404,
    'unknown_person',
    'Người này không có trong danh sách người được duyệt đang dùng. Hãy chọn lại người.',
  ),
  known_person: problem(
    409,
    'known_person',
    'Người này đã có trong danh sách. Hãy gửi yêu cầu đổi quyền hoặc đổi khóa.',
  ),
  no_key: problem(
    409,
    'no_passkey',
    'Người này chưa thêm khóa trên máy (passkey). Hãy nhờ họ đăng nhập và thêm khóa, rồi gửi lại yêu cầu.',
  ),
  key_taken: problem(409, 'key_taken', 'Khóa này đã đứng tên trong danh sách. Hãy thêm một khóa mới.'),
  elsewhere: problem(422, 'elsewhere', 'Có địa bàn không thuộc xã này. Hãy chọn lại địa bàn.'),
  ended: problem(409, 'person_ended', 'Người này đã thôi duyệt hoặc bị thu quyền. Hãy thêm như người mới.'),
  no_right: problem(409, 'no_right_to_lend', 'Người được thay không có quyền nào để giao. Hãy chọn lại.'),
  not_merged: problem(
    409,
    'not_merged',
    'Nơi này chưa sáp nhập vào thôn, làng nào, hoặc danh sách đã ghi việc đó. Hãy chọn lại.',
  ),
  past: problem(422, 'leave_over', 'Thời gian ký thay đã qua hoặc không hợp lệ. Hãy chọn lại ngày.'),
};
const SOMEBODY_ELSE = problem(
  409,
  'somebody_else',
  'Tài khoản này là của người khác trong danh sách. Hãy chọn đúng tài khoản của người cần đổi khóa.',
);
const TOO_BIG = problem(
  422,
  'roster_bad_content',
  'Danh sách sau khi đổi quá lớn hoặc không hợp lệ. Hãy bớt khóa hoặc quyền rồi gửi lại.',
);
