import { z } from 'zod';
import type { Random } from './ports/random.js';

/** Lower-case RFC 4648 base32 without padding. */
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** An opaque id: safe in MQTT topics, URLs and file names; never reused; its text means nothing. */
export const Id = z.string().regex(/^[a-z][a-z0-9_-]{2,63}$/);

export const AreaId = Id.meta({ id: 'AreaId', description: 'opaque, never reused' });
export const BoxId = Id.meta({ id: 'BoxId', description: 'also the MQTT client id and user name' });
export const PersonId = Id.meta({ id: 'PersonId' });
/** Lower-case hex sha256; names recordings, grants and every signed document's bytes. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ id: 'Sha256', description: 'lower-case hex' });
/** RFC 7638 thumbprint of a public key, base64url of its sha256. */
export const KeyId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({ id: 'KeyId', description: 'RFC 7638 sha256 thumbprint' });
/** 26 characters of base32(sha256(…)), see `playbackId` in playback.ts. */
export const PlaybackId = z
  .string()
  .regex(/^[a-z2-7]{26}$/)
  .meta({ id: 'PlaybackId' });
/** BCP 47 language tag in the short forms we use: vi, jra, bdq, km, blt … */
export const Language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
  .meta({ id: 'Language', description: 'BCP 47' });

export type IdPrefix =
  | 'area'
  | 'cluster'
  | 'box'
  | 'bulletin'
  | 'variant'
  | 'schedule'
  | 'programme'
  | 'suspension'
  | 'calendar'
  | 'station'
  | 'decision'
  | 'campaign'
  | 'account'
  | 'person'
  | 'override'
  | 'journal'
  | 'token'
  | 'session'
  | 'upload'
  | 'abbreviation'
  | 'column'
  | 'import'
  | 'draft'
  | 'request'
  | 'occ';

/** A new id of 80 random bits: `box_k3v…`. */
export function newId(prefix: IdPrefix, random: Pick<Random, 'bytes'>): string {
  return `${prefix}_${base32(random.bytes(10))}`;
}

/** Base32 of whole bytes; trailing bits are zero-padded as in RFC 4648. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(buffer >> bits) & 31];
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32[(buffer << (5 - bits)) & 31] : text;
}
