import {
  FinishRosterSignature,
  PreparedRosterSignature,
  PrepareRosterSignature,
  PutRosterSignature,
  RosterRequest,
} from '@loa/shared/api/roster-requests';
import { Id } from '@loa/shared/ids';
import type { Roster } from '@loa/shared/messages/roster';
import { rootInForce, rosterSigners, rosterSignersNeeded } from '@loa/shared/trust/check-roster';
import { keyId } from '@loa/shared/trust/keys';
import {
  assembleGeneral,
  entryIsGood,
  kidOf,
  type SignatureEntry,
  signingInputOf,
} from '@loa/shared/trust/signing';
import { z } from 'zod';
import { writeAudit } from '../../db/audit.js';
import { passkeysOf, passkeyUsed } from '../../db/passkeys.js';
import {
  findRosterRequest,
  type RosterRequestRecord,
  updateRosterRequest,
} from '../../db/roster-requests.js';
import { rosterInForce } from '../../db/rosters.js';
import { requestOptions } from '../../trust/webauthn.js';
import { json, type ProblemAnswer, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { chosenKey } from '../approvers.js';
import type { Actor } from '../authorise.js';
import { BAD_SIGNATURE, SIGNED_MEANWHILE } from '../grant-signing.js';
import { describeRequest, REQUEST_CLOSED, stateOf } from '../roster-request-view.js';
import { defineRoute, type Route } from '../route.js';
import { storeRoster } from '../store-roster.js';
import { type RequestSubject, requestTarget } from './roster-requests.js';

const RequestParams = z.object({ requestId: Id });

/** Signing a commune's next roster: by passkey in the browser, by key file at a terminal. */
export function createRosterSignatureRoutes(ports: ApiPorts): Route[] {
  return [prepare(ports), finish(ports), put(ports)];
}

function prepare({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/roster-requests/{requestId}/signature/prepare',
    tag: 'rosters',
    summary: "What a passkey signs of a commune's next roster",
    action: 'rosterRequest.sign',
    params: RequestParams,
    body: PrepareRosterSignature,
    response: { status: 200, schema: PreparedRosterSignature },
    target: ({ params }) => requestTarget(db, params.requestId),
    async handle({ actor, body, subject: { request } }) {
      const now = clock.now();
      const current = (await rosterInForce(db, request.communeId))?.roster ?? null;
      if (stateOf(request, current, now) !== 'open') return REQUEST_CLOSED;
      const signers = rosterSigners(request.communeId, current);
      const own = (await passkeysOf(db, actor.accountId)).filter(({ kid }) => signers.has(kid));
      const passkey = chosenKey(own, body, ({ kid }) => kid);
      if (!passkey) return MAY_NOT_SIGN;
      const { signingInput, challenge } = signingInputOf('roster', request, passkey);
      const options = await requestOptions(
        { rpId: passkey.rpId },
        {
          challenge: Buffer.from(challenge, 'base64url'),
          allowed: [{ id: passkey.credentialId, transports: passkey.transports }],
        },
      );
      const { diff } = await describeRequest(db, request, now);
      return json({
        ...{ requestId: request.id, kid: passkey.kid, signingInput, challenge },
        ...{ options: { ...options }, diff },
      });
    },
  });
}

function finish(ports: ApiPorts): Route {
  const { db, clock } = ports;
  return defineRoute({
    method: 'post',
    path: '/roster-requests/{requestId}/signature/finish',
    tag: 'rosters',
    summary:
      'Sign: hand in what the passkey signed. The last signature that is needed puts the roster in force',
    action: 'rosterRequest.sign',
    params: RequestParams,
    body: FinishRosterSignature,
    response: { status: 200, schema: RosterRequest },
    target: ({ params }) => requestTarget(db, params.requestId),
    async handle({ actor, body: { credential }, subject }) {
      const own = await passkeysOf(db, actor.accountId);
      const passkey = own.find(({ credentialId }) => credentialId === credential.id);
      if (!passkey) return MAY_NOT_SIGN;
      const { authenticatorData, clientDataJSON, signature } = credential.response;
      const { protected: header } = signingInputOf('roster', subject.request, passkey);
      const entry = { protected: header, signature, header: { authenticatorData, clientDataJSON } };
      const answer = await addSignature(ports, actor, subject, entry);
      if (answer.kind === 'json')
        await passkeyUsed(db, passkey.kid, { at: clock.now(), signCount: passkey.signCount });
      return answer;
    },
  });
}

function put(ports: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/roster-requests/{requestId}/signatures',
    tag: 'rosters',
    summary: 'Sign by key file: a signature that the root or a person made at a terminal',
    action: 'rosterRequest.sign',
    params: RequestParams,
    body: PutRosterSignature,
    response: { status: 200, schema: RosterRequest },
    target: ({ params }) => requestTarget(ports.db, params.requestId),
    handle: ({ actor, body, subject }) => addSignature(ports, actor, subject, body),
  });
}

/** Adds one signature, judged as a box will; with the last one that is needed the roster is stored and published. */
async function addSignature(
  ports: ApiPorts,
  actor: Actor,
  { request, commune }: RequestSubject,
  entry: SignatureEntry,
) {
  const { db, clock, keys } = ports;
  const now = clock.now();
  const current = (await rosterInForce(db, commune.id))?.roster ?? null;
  if (stateOf(request, current, now) !== 'open') return REQUEST_CLOSED;
  const refused = judge(request, entry, current, rootInForce(keys.rootKey, current));
  if (refused) return refused;
  const kid = kidOf(entry);
  const signatures = [...request.signatures.filter((each) => kidOf(each) !== kid), entry];
  const signers = rosterSigners(commune.id, current);
  const people = new Set(signatures.flatMap((each) => signers.get(kidOf(each) ?? '')?.personId ?? []));
  const byRoot = signatures.some((each) => !signers.has(kidOf(each) ?? ''));
  const enough = byRoot || people.size >= rosterSignersNeeded(current);
  const after = {
    ...{ signatures, state: enough ? ('done' as const) : request.state, closedAt: enough ? now : null },
  };
  const audit = {
    ...{ at: now, actor: actor.accountId, action: 'rosterRequest.sign', areaId: commune.id },
    ...{ subject: request.id, detail: { kid, people: [...people], byRoot, version: request.version } },
  };
  if (!enough) {
    const written = await db.transaction().execute(async (trx) => {
      if (!(await updateRosterRequest(trx, request, after))) return false;
      await writeAudit(trx, audit);
      return true;
    });
    if (!written) return SIGNED_MEANWHILE;
    return json(await describeRequest(db, { ...request, ...after }, now));
  }
  const stored = await storeRoster(ports, {
    ...{ actorId: actor.accountId, commune, bytes: assembleGeneral(request, signatures) },
    async also(trx) {
      if (!(await updateRosterRequest(trx, request, after))) return false;
      await writeAudit(trx, audit);
      return true;
    },
  });
  if (stored.kind === 'problem') return stored;
  const done = (await findRosterRequest(db, request.id)) ?? { ...request, ...after };
  return json(await describeRequest(db, done, now));
}

function judge(
  request: RosterRequestRecord,
  entry: SignatureEntry,
  current: Roster | null,
  root: ReturnType<typeof rootInForce>,
): ProblemAnswer | null {
  const kid = kidOf(entry);
  if (kid === null) return BAD_SIGNATURE;
  const rootKid = keyId(root);
  const signer =
    kid === rootKid
      ? { alg: 'EdDSA' as const, key: root }
      : rosterSigners(request.communeId, current).get(kid)?.key;
  if (!signer) return MAY_NOT_SIGN;
  return entryIsGood('roster', request, entry, { ...signer, kid }) ? null : BAD_SIGNATURE;
}

const MAY_NOT_SIGN = problem(
  403,
  'may_not_sign',
  'Khóa của bạn không có quyền ký danh sách người được duyệt của xã này. Hãy nhờ người có quyền ký.',
);
