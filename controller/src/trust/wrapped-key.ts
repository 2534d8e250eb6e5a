import { LoaError } from '@loa/shared/errors';
import type { Ed25519Jwk } from '@loa/shared/messages/jwk';
import { PrivateJwk } from '@loa/shared/trust/keys';
import { CompactEncrypt, compactDecrypt } from 'jose';

/**
 * PBES2-HS512+A256KW (RFC 7518 §4.8) with as many rounds as OWASP asks for and more: half a second on a laptop, once for
 * each roster, and years for who guesses.
 */
const ROUNDS = 600_000;
/** What a file may ask this program to compute. */
const MOST_ROUNDS = 5_000_000;
const SHORTEST = 12;

export class PassphraseError extends LoaError {
  constructor(message: string) {
    super('passphrase', message);
  }
}

/** Wraps a private key with a passphrase: a compact JWE of its JWK. Throws `PassphraseError` for one that is too short. */
export async function wrapKey(jwk: PrivateJwk, passphrase: string, rounds = ROUNDS): Promise<string> {
  if ([...passphrase].length < SHORTEST) {
    throw new PassphraseError(
      `A passphrase has at least ${SHORTEST} characters: four or five words are good.`,
    );
  }
  const { kty, crv, x, d } = jwk;
  return new CompactEncrypt(Buffer.from(JSON.stringify({ kty, crv, x, d }), 'utf8'))
    .setProtectedHeader({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', cty: 'jwk+json' })
    .setKeyManagementParameters({ p2c: rounds })
    .encrypt(bytesOf(passphrase));
}

/** The private half again. Throws `PassphraseError` where the passphrase is wrong, or the file is not of this key. */
export async function unwrapKey(
  file: Ed25519Jwk & { wrapped: string },
  passphrase: string,
): Promise<PrivateJwk> {
  const opened = await compactDecrypt(file.wrapped, bytesOf(passphrase), {
    keyManagementAlgorithms: ['PBES2-HS512+A256KW'],
    contentEncryptionAlgorithms: ['A256GCM'],
    maxPBES2Count: MOST_ROUNDS,
  }).catch(() => null);
  const jwk = opened && readJwk(opened.plaintext);
  if (!jwk || jwk.x !== file.x)
    throw new PassphraseError('The passphrase is wrong, or the key file is damaged.');
  return jwk;
}

/** One spelling of each accent: the same words typed at another keyboard open it too. */
function bytesOf(passphrase: string): Uint8Array {
  return Buffer.from(passphrase.normalize('NFC'), 'utf8');
}

function readJwk(bytes: Uint8Array): PrivateJwk | null {
  try {
    const parsed = PrivateJwk.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
