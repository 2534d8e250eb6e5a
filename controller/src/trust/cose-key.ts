import { type Alg, PublicJwk } from '@loa/shared/messages/jwk';
import { z } from 'zod';

/** COSE algorithm identifiers (RFC 9053, RFC 8812) that boxes verify. */
export const COSE_ALGS = { EdDSA: -8, ES256: -7, RS256: -257 } as const satisfies Record<Alg, number>;

const Bytes = z.instanceof(Uint8Array);
/** COSE keys by their integer labels (RFC 9053 §7): kty, alg, then what the type has. */
const KTY = 1;
const ALG = 3;
const CRV_OR_N = -1;
const X_OR_E = -2;
const Y = -3;

/** The JWK of an authenticator's COSE key, or null for one of a kind that boxes do not verify. */
export function jwkOfCose(cose: ReadonlyMap<number, unknown>): { alg: Alg; jwk: PublicJwk } | null {
  const text = (label: number) => {
    const parsed = Bytes.safeParse(cose.get(label));
    return parsed.success ? Buffer.from(parsed.data).toString('base64url') : undefined;
  };
  const kind = `${String(cose.get(KTY))} ${String(cose.get(ALG))} ${text(CRV_OR_N) ? '' : String(cose.get(CRV_OR_N))}`;
  switch (kind.trim()) {
    case `1 ${COSE_ALGS.EdDSA} 6`:
      return read('EdDSA', { kty: 'OKP', crv: 'Ed25519', x: text(X_OR_E) });
    case `2 ${COSE_ALGS.ES256} 1`:
      return read('ES256', { kty: 'EC', crv: 'P-256', x: text(X_OR_E), y: text(Y) });
    case `3 ${COSE_ALGS.RS256}`:
      return read('RS256', { kty: 'RSA', n: text(CRV_OR_N), e: text(X_OR_E) });
    default:
      return null;
  }
}

function read(alg: Alg, jwk: unknown): { alg: Alg; jwk: PublicJwk } | null {
  const parsed = PublicJwk.safeParse(jwk);
  return parsed.success ? { alg, jwk: parsed.data } : null;
}
