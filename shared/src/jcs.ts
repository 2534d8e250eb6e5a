import { createHash } from 'node:crypto';
import canonicalizeModule from 'canonicalize';
import { InvariantError } from './errors.js';

// The package is CommonJS with a default export; Node and bundlers disagree on its shape.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined;

/** JSON Canonicalization Scheme (RFC 8785): the same value always gives the same text. */
export function jcs(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new InvariantError('A value that JSON cannot hold was canonicalized.');
  return text;
}

/** Lower-case hex sha256 of bytes or of a text's UTF-8. */
export function sha256Hex(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}
