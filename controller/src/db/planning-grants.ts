import { InvariantError } from '@loa/shared/errors';
import { Grant } from '@loa/shared/messages/grant';
import { parseHeader, parsePayload } from '@loa/shared/trust/envelope';
import { GeneralJws } from '@loa/shared/trust/general';
import type { GrantInput } from '../planning/inputs.js';

/** A stored grant. Only verified ones are stored, so the payload is read without verifying it again; boxes do. */
export function readGrant(grantId: string, bytes: Uint8Array): Grant {
  const jws = GeneralJws.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  const header = parseHeader(jws.signatures[0]?.protected ?? '');
  if (!header) throw new InvariantError(`The stored grant ${grantId} has no readable header.`);
  const opened = parsePayload(Buffer.from(jws.payload, 'base64url'), header.cty, Grant, header.kid);
  if (!opened.ok) throw new InvariantError(`The stored grant ${grantId} cannot be read: ${opened.detail}`);
  return opened.payload;
}

/** What planning needs of it. */
export function grantInput(grantId: string, grant: Grant): GrantInput {
  const { areas, validFrom, validUntil, signedAt } = grant;
  return { grantId, areas, validFrom, validUntil, signedAt };
}
