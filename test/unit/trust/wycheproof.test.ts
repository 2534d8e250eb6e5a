import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

/*
 * Our documents are verified by two calls: Node's `verify` (rosters, grants, passkeys) and jose's `compactVerify` over
 * WebCrypto (plans, receipts, reports). Wycheproof knows how either could be wrong: malleable signatures, points of
 * small order, encodings that are not canonical.
 */
const Vectors = z.object({
  numberOfTests: z.int(),
  testGroups: z.array(
    z.object({
      publicKey: z.object({ pk: z.string() }),
      tests: z.array(
        z.object({
          tcId: z.int(),
          comment: z.string(),
          msg: z.string(),
          sig: z.string(),
          result: z.enum(['valid', 'invalid']),
        }),
      ),
    }),
  ),
});
const file = new URL('../../fixtures/wycheproof/ed25519_test.json', import.meta.url);
const vectors = Vectors.parse(JSON.parse(readFileSync(file, 'utf8')));
const cases = vectors.testGroups.flatMap(({ publicKey, tests }) =>
  tests.map((test) => ({ ...test, x: Buffer.from(publicKey.pk, 'hex').toString('base64url') })),
);

describe('Wycheproof’s Ed25519 vectors', () => {
  it('are all here', () => {
    expect(cases.length).toBe(vectors.numberOfTests);
    expect(cases.length).toBeGreaterThan(100);
  });

  it('are judged rightly by what verifies rosters and grants', () => {
    const wrong = cases.filter((each) => verdict(each) !== (each.result === 'valid'));
    expect(wrong.map(({ tcId, comment }) => `${tcId} ${comment}`)).toEqual([]);
  });

  it('are judged rightly by what verifies plans and reports', async () => {
    // A JWS signs "header.payload": the vectors' messages are none, so the same primitive is asked directly.
    const wrong: string[] = [];
    for (const each of cases) {
      const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: each.x }, 'EdDSA').catch(() => null);
      const good =
        key !== null && !(key instanceof Uint8Array)
          ? await crypto.subtle.verify(
              'Ed25519',
              key,
              Buffer.from(each.sig, 'hex'),
              Buffer.from(each.msg, 'hex'),
            )
          : false;
      if (good !== (each.result === 'valid')) wrong.push(`${each.tcId} ${each.comment}`);
    }
    expect(wrong).toEqual([]);
  });
});

function verdict({ x, msg, sig }: (typeof cases)[number]): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, Buffer.from(msg, 'hex'), key, Buffer.from(sig, 'hex'));
  } catch {
    return false;
  }
}
