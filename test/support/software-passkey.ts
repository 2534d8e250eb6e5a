import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type ED25519KeyPairOptions,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import type { Alg, PublicJwk } from '@loa/shared/messages/jwk';
import { PublicJwk as PublicJwkSchema } from '@loa/shared/messages/jwk';
import type { PersonKey } from '@loa/shared/messages/roster';
import { keyId } from '@loa/shared/trust/keys';

/** An authenticator in software: what a telephone and its browser answer, without either. */
export interface SoftwarePasskey {
  alg: Alg;
  jwk: PublicJwk;
  kid: string;
  credentialId: string;
  /** As a roster names it. */
  personKey: PersonKey;
  /** What `navigator.credentials.create` resolves to, as JSON. */
  register(challenge: string, changes?: Changes): RegistrationJson;
  /** What `navigator.credentials.get` resolves to, as JSON. */
  assert(challenge: string, changes?: Changes): AssertionJson;
}

export interface Changes {
  origin?: string;
  type?: string;
  rpId?: string;
  /** Presence 0x01, verification 0x04. */
  flags?: number;
  crossOrigin?: boolean;
  userHandle?: string;
}

export interface RegistrationJson {
  id: string;
  rawId: string;
  type: 'public-key';
  clientExtensionResults: object;
  response: { clientDataJSON: string; attestationObject: string; transports: string[] };
}

export interface AssertionJson {
  id: string;
  rawId: string;
  type: 'public-key';
  clientExtensionResults: object;
  response: { clientDataJSON: string; authenticatorData: string; signature: string; userHandle?: string };
}

export const PASSKEY_RP_ID = 'loa.example.vn';
export const PASSKEY_ORIGIN = 'https://loa.example.vn';

export function createSoftwarePasskey(
  alg: Alg = 'ES256',
  place: { rpId: string; origin: string } = { rpId: PASSKEY_RP_ID, origin: PASSKEY_ORIGIN },
): SoftwarePasskey {
  const { publicKey, privateKey } = newPair(alg);
  const exported = publicKey.export({ format: 'jwk' });
  const jwk = PublicJwkSchema.parse(exported);
  const kid = keyId(jwk);
  const credential = createHash('sha256').update(kid).digest().subarray(0, 16);
  let counter = 0;

  const clientData = (type: string, challenge: string, changes: Changes) =>
    Buffer.from(
      JSON.stringify({
        type: changes.type ?? type,
        challenge,
        origin: changes.origin ?? place.origin,
        crossOrigin: changes.crossOrigin ?? false,
      }),
    );
  const authData = (flags: number, changes: Changes, attested: Buffer = Buffer.alloc(0)) => {
    counter += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const rpIdHash = sha256(changes.rpId ?? place.rpId);
    return Buffer.concat([rpIdHash, Buffer.from([changes.flags ?? flags]), count, attested]);
  };
  const credentialId = credential.toString('base64url');
  const envelope = {
    id: credentialId,
    rawId: credentialId,
    type: 'public-key',
    clientExtensionResults: {},
  } as const;

  return {
    ...{ alg, jwk, kid, credentialId },
    personKey: { kid, alg, key: jwk, passkey: { rpId: place.rpId, origins: [place.origin] } },
    register(challenge, changes = {}) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credential.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, credential, cosePublicKey(jwk)]);
      const flags = (changes.flags ?? 0x05) | 0x40;
      const attestationObject = cborMap([
        [cborText('fmt'), cborText('none')],
        [cborText('attStmt'), cborMap([])],
        [cborText('authData'), cborBytes(authData(flags, { ...changes, flags }, attested))],
      ]);
      return {
        ...envelope,
        response: {
          clientDataJSON: clientData('webauthn.create', challenge, changes).toString('base64url'),
          attestationObject: attestationObject.toString('base64url'),
          transports: ['internal'],
        },
      };
    },
    assert(challenge, changes = {}) {
      const client = clientData('webauthn.get', challenge, changes);
      const data = authData(0x05, changes);
      const signed = Buffer.concat([data, sha256(client)]);
      return {
        ...envelope,
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: sign(alg === 'EdDSA' ? null : 'sha256', signed, privateKey).toString('base64url'),
          ...(changes.userHandle === undefined ? {} : { userHandle: changes.userHandle }),
        },
      };
    },
  };
}

/** Read back from bytes, for exporting a key that was just made can stop a process for good (`trust/keys.ts`). */
function newPair(alg: Alg): { publicKey: KeyObject; privateKey: KeyObject } {
  const privateKey = createPrivateKey({ key: newKey(alg), format: 'der', type: 'pkcs8' });
  return { publicKey: createPublicKey(privateKey), privateKey };
}

function newKey(alg: Alg): Buffer {
  const bytes: ED25519KeyPairOptions<'der', 'der'> = {
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  };
  if (alg === 'EdDSA') return generateKeyPairSync('ed25519', bytes).privateKey;
  if (alg === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256', ...bytes }).privateKey;
  return generateKeyPairSync('rsa', { modulusLength: 2048, ...bytes }).privateKey;
}

/** The key as authenticators encode it (RFC 9053). */
function cosePublicKey(jwk: PublicJwk): Buffer {
  const bytes = (text: string) => cborBytes(Buffer.from(text, 'base64url'));
  const int = cborInt;
  if (jwk.kty === 'OKP')
    return cborMap([
      [int(1), int(1)],
      [int(3), int(-8)],
      [int(-1), int(6)],
      [int(-2), bytes(jwk.x)],
    ]);
  if (jwk.kty === 'EC')
    return cborMap([
      [int(1), int(2)],
      [int(3), int(-7)],
      [int(-1), int(1)],
      [int(-2), bytes(jwk.x)],
      [int(-3), bytes(jwk.y)],
    ]);
  return cborMap([
    [int(1), int(3)],
    [int(3), int(-257)],
    [int(-1), bytes(jwk.n)],
    [int(-2), bytes(jwk.e)],
  ]);
}

/** As much of CBOR (RFC 8949) as a registration needs. */
function cborHead(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255]);
}
const cborInt = (value: number) => (value >= 0 ? cborHead(0, value) : cborHead(1, -1 - value));
const cborBytes = (bytes: Buffer) => Buffer.concat([cborHead(2, bytes.length), bytes]);
const cborText = (text: string) => Buffer.concat([cborHead(3, Buffer.byteLength(text)), Buffer.from(text)]);
const cborMap = (entries: readonly (readonly [Buffer, Buffer])[]) =>
  Buffer.concat([cborHead(5, entries.length), ...entries.flat()]);

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();
