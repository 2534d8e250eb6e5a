import { sha256Hex } from '@loa/shared/jcs';
import { type TokenAnswer, TokenProof } from '@loa/shared/messages/agent-http';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { openCompact, parseHeader, signCompact } from '@loa/shared/trust/envelope';
import { keyId, type SigningKey } from '@loa/shared/trust/keys';
import { boxOfKey, boxOfToken, insertBoxToken } from '../../db/box-tokens.js';
import { findBox } from '../../db/boxes.js';
import type { Db } from '../../db/database.js';
import { NONCE_LIFE_MS, type Nonces } from './nonces.js';
import { type Refused, refused } from './refusals.js';

/** How long a token is good, on the controller's clock, milliseconds. */
export const TOKEN_LIFE_MS = 24 * 60 * 60_000;

export interface TokenPorts {
  db: Db;
  signer: SigningKey;
  nonces: Nonces;
  clock: Clock;
  random: Random;
  log: Logger;
  /** The password by which an external broker knows a box, where it reads them from a file; else each token is new. */
  passwordOf?: ((box: { boxId: string; keyId: string }) => string) | undefined;
}

type Outcome<T> = { ok: true; body: T } | Refused;

/** Step 1: a signed challenge, so that a box gives its proof to its own controller alone. */
export async function challengeBox(
  ports: TokenPorts,
  boxId: string,
): Promise<Outcome<{ challenge: string }>> {
  const box = await findBox(ports.db, boxId);
  if (box?.state === 'revoked') return refused('box_revoked');
  if (box?.state !== 'enrolled') return refused('box_not_enrolled');
  const issuedAt = ports.clock.now();
  const challenge = {
    boxId,
    nonce: ports.nonces.issue(boxId),
    issuedAt,
    expiresAt: issuedAt + NONCE_LIFE_MS,
  };
  const signed = await signCompact('tokenChallenge', challenge, ports.signer);
  return { ok: true, body: { challenge: Buffer.from(signed).toString('ascii') } };
}

/** Step 2: an opaque token for a proof by the box's key. Only its sha256 is kept. */
export async function tokenForProof(ports: TokenPorts, proof: string): Promise<Outcome<TokenAnswer>> {
  const { db, clock, nonces } = ports;
  const kid = parseHeader(proof.split('.')[0] ?? '')?.kid;
  const box = kid === undefined ? null : await boxOfKey(db, kid);
  if (!box) return refused('box_not_enrolled');
  const opened = await openCompact('tokenProof', Buffer.from(proof, 'latin1'), TokenProof, (asked) =>
    asked === kid ? box.key : undefined,
  );
  if (!opened.ok || opened.payload.boxId !== box.boxId) {
    const why = opened.ok ? `a proof for ${opened.payload.boxId}` : opened.detail;
    ports.log.warn({ boxId: box.boxId, why }, 'A token proof was refused');
    return refused('bad_proof');
  }
  if (!nonces.spend(opened.payload.nonce, box.boxId)) {
    ports.log.warn({ boxId: box.boxId }, 'A token proof came late or twice');
    return refused('nonce_spent');
  }
  const token =
    ports.passwordOf?.({ boxId: box.boxId, keyId: keyId(box.key) }) ??
    Buffer.from(ports.random.bytes(32)).toString('base64url');
  const now = clock.now();
  const expiresAt = now + TOKEN_LIFE_MS;
  await insertBoxToken(db, { hash: sha256Hex(token), boxId: box.boxId, expiresAt }, now);
  return { ok: true, body: { token, expiresAt } };
}

/** The enrolled box whose token an `Authorization: Bearer …` header carries, or null. */
export async function boxOfBearer(db: Db, header: string | undefined, now: number): Promise<string | null> {
  const token = /^Bearer ([A-Za-z0-9_-]{20,200})$/i.exec(header ?? '')?.[1];
  return token === undefined ? null : await boxOfToken(db, sha256Hex(token), now);
}
