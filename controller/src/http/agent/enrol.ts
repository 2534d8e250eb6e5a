import { sha256Hex } from '@loa/shared/jcs';
import type {
  EnrolAnswer,
  EnrolConfirm,
  EnrolDone,
  EnrolRequest,
  TlsPin,
} from '@loa/shared/messages/agent-http';
import type { Ed25519Jwk } from '@loa/shared/messages/jwk';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { boxProof, controllerProof, sameProof } from '@loa/shared/trust/enrolment';
import { keyId } from '@loa/shared/trust/keys';
import { communeOfBox } from '../../db/box-areas.js';
import type { Db } from '../../db/database.js';
import {
  addExchange,
  completeEnrolment,
  countWrongProof,
  type EnrolmentRecord,
  findEnrolment,
  keyIsTaken,
} from '../../db/enrolment.js';
import { rosterInForce } from '../../db/rosters.js';
import { type Refused, refused } from './refusals.js';

/** So many wrong proofs burn a code: 60 secret bits are never guessed in five tries. */
export const WRONG_PROOFS_ALLOWED = 5;

export interface EnrolPorts {
  db: Db;
  rootKey: Ed25519Jwk;
  controllerKey: Ed25519Jwk;
  mqttUrl: string;
  /** Under the proof like every field of the answer, so that nobody in between can put an authority of his own. */
  tls?: (() => TlsPin) | undefined;
  clock: Clock;
  random: Random;
  log: Logger;
  onEnrolled(boxId: string): void;
}

type Outcome<T> = { ok: true; body: T } | Refused;

/**
 * Step 1: answers with the controller's proof that it knows the code's secret. An unknown or spent code is told
 * plainly, not answered with a decoy: the 4 public characters guard nothing (the 60 secret bits do), and somebody
 * on a ladder who mistyped them should learn it.
 */
export async function beginEnrolment(
  ports: EnrolPorts,
  request: EnrolRequest,
): Promise<Outcome<EnrolAnswer>> {
  const { db, random } = ports;
  const record = await findEnrolment(db, request.codeId);
  const refusal = unusable(record, ports.clock.now());
  if (!record || refusal) return refusal ?? refused('code_unknown');
  const communeId = await communeOfBox(db, record.boxId);
  if (communeId === null) return refused('code_unknown');
  if (await keyIsTaken(db, keyId(request.boxKey), record.boxId)) return refused('key_taken');
  const fields = {
    boxId: record.boxId,
    // After a rotation the roster in force says which root this commune's boxes believe.
    rootKey: (await rosterInForce(db, communeId))?.roster.rootKey ?? ports.rootKey,
    communeId,
    controllerKey: ports.controllerKey,
    nonceController: Buffer.from(random.bytes(16)).toString('base64url'),
    ...(ports.tls ? { tls: ports.tls() } : {}),
  };
  const answer = { ...fields, proof: controllerProof(record.secret, request, fields) };
  await addExchange(db, record.codeId, { request, answer });
  return { ok: true, body: answer };
}

/** Step 2: the box's proof gives it its place. The same proof again gets the same answer, as the first may be lost. */
export async function confirmEnrolment(
  ports: EnrolPorts,
  { codeId, proof }: EnrolConfirm,
): Promise<Outcome<EnrolDone>> {
  const { db, clock, log } = ports;
  const record = await findEnrolment(db, codeId);
  const done = { ok: true, body: { mqttUrl: ports.mqttUrl } } as const;
  const accepted = sha256Hex(proof);
  if (wasAccepted(record, accepted)) return done;
  const refusal = unusable(record, clock.now());
  if (!record || refusal) return refusal ?? refused('code_unknown');

  const exchange = record.exchanges.find(({ request, answer }) =>
    sameProof(boxProof(record.secret, request, answer), proof),
  );
  if (!exchange) return await refuseProof(ports, record);
  const { boxKey } = exchange.request;
  const { communeId } = exchange.answer;
  const boxKeyId = keyId(boxKey);
  if (await keyIsTaken(db, boxKeyId, record.boxId)) return refused('key_taken');
  if (!(await completeEnrolment(db, { record, boxKey, boxKeyId, communeId, accepted, at: clock.now() }))) {
    // Somebody was faster: this box itself, asking twice, or another.
    return wasAccepted(await findEnrolment(db, codeId), accepted) ? done : refused('code_used');
  }
  log.info({ boxId: record.boxId, keyId: boxKeyId }, 'A box was enrolled');
  ports.onEnrolled(record.boxId);
  return done;
}

async function refuseProof({ db, clock, log }: EnrolPorts, record: EnrolmentRecord): Promise<Refused> {
  const attempts = await countWrongProof(db, {
    codeId: record.codeId,
    boxId: record.boxId,
    detail: `A wrong proof for the enrolment code ${record.codeId}.`,
    at: clock.now(),
    burnAt: WRONG_PROOFS_ALLOWED,
  });
  log.warn({ boxId: record.boxId, codeId: record.codeId, attempts }, 'A wrong enrolment proof was refused');
  return refused(attempts >= WRONG_PROOFS_ALLOWED ? 'code_burnt' : 'wrong_secret');
}

function wasAccepted(record: EnrolmentRecord | null, proofHash: string): boolean {
  return record?.boxState === 'enrolled' && record.accepted !== null && sameProof(record.accepted, proofHash);
}

function unusable(record: EnrolmentRecord | null, now: number): Refused | null {
  if (!record) return refused('code_unknown');
  if (record.boxState === 'revoked') return refused('box_revoked');
  if (record.usedAt !== null) return refused('code_used');
  if (record.attempts >= WRONG_PROOFS_ALLOWED) return refused('code_burnt');
  return record.expiresAt <= now ? refused('code_expired') : null;
}
