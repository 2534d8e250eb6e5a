import { createHmac, timingSafeEqual } from 'node:crypto';
import { jcs } from '../jcs.js';
import type { EnrolAnswer, EnrolRequest } from '../messages/agent-http.js';
import type { Random } from '../ports/random.js';

/** Crockford base32: no I, L, O or U, so that a code survives a telephone. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ID_LENGTH = 4;
const SECRET_LENGTH = 12;

export interface EnrolmentCode {
  /** Public: names the code. */
  codeId: string;
  /** 60 random bits that never cross the wire. */
  secret: string;
}

/** A fresh one-time code; shown to people as `K7QM-3F8Z-9TWX-B2CD`. */
export function newEnrolmentCode(random: Random): EnrolmentCode {
  const text = Array.from(random.bytes(ID_LENGTH + SECRET_LENGTH), (byte) => CROCKFORD[byte & 31]).join('');
  return { codeId: text.slice(0, ID_LENGTH), secret: text.slice(ID_LENGTH) };
}

export function formatCode({ codeId, secret }: EnrolmentCode): string {
  return [codeId, ...(secret.match(/.{4}/g) ?? [])].join('-');
}

/** Reads what a person typed: case, spaces and dashes do not matter; O is 0, I and L are 1. Null if not a code. */
export function parseCode(typed: string): EnrolmentCode | null {
  const text = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  if (text.length !== ID_LENGTH + SECRET_LENGTH || [...text].some((c) => !CROCKFORD.includes(c))) return null;
  return { codeId: text.slice(0, ID_LENGTH), secret: text.slice(ID_LENGTH) };
}

/** The controller's proof over the whole exchange so far, base64url HMAC-SHA256 over canonical JSON. */
export function controllerProof(
  secret: string,
  request: EnrolRequest,
  answer: Omit<EnrolAnswer, 'proof'>,
): string {
  return hmac(secret, { role: 'controller', ...request, ...answer });
}

/** The box's proof over the same and the controller's proof. */
export function boxProof(secret: string, request: EnrolRequest, answer: EnrolAnswer): string {
  const { proof, ...fields } = answer;
  return hmac(secret, { role: 'box', ...request, ...fields, controllerProof: proof });
}

export function sameProof(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

function hmac(secret: string, fields: Record<string, unknown>): string {
  return createHmac('sha256', secret).update(jcs(fields)).digest('base64url');
}
