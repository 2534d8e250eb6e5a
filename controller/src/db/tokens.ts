import { sha256Hex } from '@loa/shared/jcs';
import type { Random } from '@loa/shared/ports/random';

/** 256 random bits, base64url; what a cookie or an API token carries. */
export function newToken(random: Random): string {
  return Buffer.from(random.bytes(32)).toString('base64url');
}

/** What the database keeps of a token. Tokens are random, so a plain hash needs no salt. */
export function tokenHash(token: string): string {
  return sha256Hex(token);
}
