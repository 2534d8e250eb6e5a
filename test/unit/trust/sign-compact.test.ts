import { CompactSign } from 'jose';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  documentTypes,
  encodePayload,
  openCompact,
  signCompact,
} from '../../../shared/src/trust/envelope.js';
import { generatePrivateJwk, importSigningKey } from '../../../shared/src/trust/keys.js';

const Anything = z.object({ text: z.string() });

describe('a compact document', () => {
  it.each([
    ['as it is', 'Đài truyền thanh xã Ia Pia'],
    ['gzipped', 'Đài truyền thanh xã Ia Pia. '.repeat(200)],
  ])('is byte for byte what jose signs, and opens (%s)', async (_, text) => {
    const signer = await importSigningKey(generatePrivateJwk());
    const bytes = await signCompact('plan', { text }, signer);
    const { cty, bytes: payload } = encodePayload({ text });
    const header = { alg: 'EdDSA', kid: signer.kid, typ: documentTypes.plan, cty };
    const expected = await new CompactSign(payload).setProtectedHeader(header).sign(signer.key);
    expect(Buffer.from(bytes).toString('ascii')).toBe(expected);
    const opened = await openCompact('plan', bytes, Anything, () => signer.publicJwk);
    expect(opened).toEqual({ ok: true, payload: { text }, kid: signer.kid });
  });
});
