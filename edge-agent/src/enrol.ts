import type { EnrolAnswer, EnrolRequest } from '@loa/shared/messages/agent-http';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { boxProof, controllerProof, type EnrolmentCode, sameProof } from '@loa/shared/trust/enrolment';
import { type PrivateJwk, publicOf } from '@loa/shared/trust/keys';
import type { Answer, EnrolClient } from './controller-client.js';
import type { Identity } from './identity.js';
import { pemOf } from './tls-trust.js';

export type Enrolled = { ok: true; identity: Identity } | { ok: false; retry: boolean; detail: string };

export interface EnrolPorts {
  client: EnrolClient;
  server: string;
  code: EnrolmentCode;
  key: PrivateJwk;
  random: Random;
  clock: Clock;
  log: Logger;
}

const CONFIRM_TRIES = 5;
const CONFIRM_WAIT_MS = 1_000;

/**
 * Exchanges keys under a one-time code whose secret never crosses the wire: each side proves that it knows it, over
 * everything said before. `retry` tells whether the same code may still work later.
 */
export async function enrol(ports: EnrolPorts, signal: AbortSignal): Promise<Enrolled> {
  const { client, code, key, random, server } = ports;
  const request: EnrolRequest = {
    codeId: code.codeId,
    boxKey: publicOf(key),
    nonceBox: Buffer.from(random.bytes(16)).toString('base64url'),
  };
  const first = await client.enrol(request, signal);
  if (!first.ok) return refused(first);
  const { proof, ...fields } = first.value;
  if (!sameProof(proof, controllerProof(code.secret, request, fields))) {
    const detail = 'The server does not know this code: it is not your controller, or the code was mistyped.';
    return { ok: false, retry: false, detail };
  }
  const { boxId, communeId, rootKey, controllerKey, tls } = first.value;
  const ca = tls ? pemOf(tls.ca) : null;
  if (tls && ca === null) {
    return { ok: false, retry: false, detail: 'The certificate that the controller showed is damaged.' };
  }
  const done = await confirm(ports, request, first.value, signal);
  if (!done.ok) return refused(done);
  const pinned = { boxId, communeId, rootKey, controllerKey, mqttUrl: done.value.mqttUrl };
  const identity = tls && ca ? { ...pinned, server: tls.server, tls: { ca } } : { ...pinned, server };
  return { ok: true, identity };
}

/** The second step's answer may get lost on the way; asking again is safe, for the proof is the same. */
async function confirm(
  { client, code, clock, log }: EnrolPorts,
  request: EnrolRequest,
  answer: EnrolAnswer,
  signal: AbortSignal,
) {
  const proof = boxProof(code.secret, request, answer);
  for (let turn = 1; ; turn++) {
    const done = await client.confirm({ codeId: code.codeId, proof }, signal);
    if (done.ok || done.status !== null || turn === CONFIRM_TRIES || signal.aborted) return done;
    log.warn({ detail: done.detail, turn }, 'enrolment was not confirmed; asking again');
    await clock.wait(CONFIRM_WAIT_MS * turn, signal);
  }
}

function refused(answer: Extract<Answer<unknown>, { ok: false }>): Enrolled {
  const { status, detail } = answer;
  if (status === null)
    return { ok: false, retry: true, detail: `The controller cannot be reached: ${detail}` };
  const busy = status === 429 || status >= 500;
  return { ok: false, retry: busy, detail: `The controller refused (${status}): ${detail}` };
}
