import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { bent, hostile } from './hostile.js';
import type { Pick } from './pick.js';

/** The ways in which a signed document is bent. */
export const MUTATIONS = ['bytes', 'payload', 'header', 'signature', 'splice'] as const;
export type Mutation = (typeof MUTATIONS)[number];

const General = z.looseObject({
  payload: z.string(),
  signatures: z.array(z.looseObject({ protected: z.string(), signature: z.string() })),
});
type General = z.infer<typeof General>;

const encode = (value: unknown) => Buffer.from(JSON.stringify(value) ?? 'null').toString('base64url');
const decode = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
const isGeneral = (bytes: Uint8Array) => bytes[0] === 0x7b;
const bytesOf = (jws: unknown) => Buffer.from(JSON.stringify(jws), 'utf8');

/** `document` bent in one of the ways; `others` lend their parts. Never returns a true one. */
export function mutate(
  document: Uint8Array,
  how: Mutation,
  others: readonly Uint8Array[],
  pick: Pick,
): Uint8Array {
  for (;;) {
    const bentBytes = once(document, how, others, pick);
    if (![document, ...others].some((known) => Buffer.compare(bentBytes, known) === 0)) return bentBytes;
  }
}

function once(document: Uint8Array, how: Mutation, others: readonly Uint8Array[], pick: Pick): Uint8Array {
  switch (how) {
    case 'bytes':
      return bendBytes(document, pick);
    case 'splice':
      return splice(document, pick.one(others), pick);
    default:
      return isGeneral(document)
        ? bendGeneral(document, how, others, pick)
        : bendCompact(document, how, others, pick);
  }
}

function bendBytes(document: Uint8Array, pick: Pick): Uint8Array {
  const bytes = Uint8Array.from(document);
  const at = pick.below(bytes.length);
  switch (pick.below(6)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + pick.below(20))]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([pick.below(256)]), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([bytes, bytes.subarray(at)]);
    case 4:
      bytes[at] = pick.below(256);
      return bytes;
    default:
      for (let n = pick.below(4); n >= 0; n--) {
        const each = pick.below(bytes.length);
        bytes[each] = (bytes[each] ?? 0) ^ (1 << pick.below(8));
      }
      return bytes;
  }
}

/** The head of one and the tail of another, cut anywhere or at a dot. */
function splice(document: Uint8Array, other: Uint8Array, pick: Pick): Uint8Array {
  if (!isGeneral(document) && !isGeneral(other)) {
    const parts = [textOf(document).split('.'), textOf(other).split('.')];
    const taken = [0, 1, 2].map((part) => parts[pick.below(2)]?.[part] ?? '');
    return Buffer.from(taken.join('.'));
  }
  const cut = pick.below(document.length);
  return Buffer.concat([document.subarray(0, cut), other.subarray(pick.below(other.length))]);
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

function bendCompact(
  document: Uint8Array,
  how: 'payload' | 'header' | 'signature',
  others: readonly Uint8Array[],
  pick: Pick,
): Uint8Array {
  const [head = '', payload = '', signature = ''] = textOf(document).split('.');
  const lent = textOf(pick.one(others)).split('.').at(-1) ?? '';
  const next = {
    payload: () => {
      const [cty, bentPayload] = bendPayload(payload, pick);
      const header = decode(head) as Record<string, unknown>;
      return [pick.chance(0.5) ? head : encode({ ...header, cty }), bentPayload, signature];
    },
    header: () => [bendHeader(head, pick), payload, signature],
    signature: () => [head, payload, bendSignature(signature, lent, pick)],
  }[how]();
  return Buffer.from(next.join('.'));
}

function bendGeneral(
  document: Uint8Array,
  how: 'payload' | 'header' | 'signature',
  others: readonly Uint8Array[],
  pick: Pick,
): Uint8Array {
  const jws = General.parse(JSON.parse(Buffer.from(document).toString('utf8')));
  const at = pick.below(jws.signatures.length);
  const one = jws.signatures[at];
  if (!one) return document;
  const withOne = (changed: General['signatures'][number]): General => ({
    ...jws,
    signatures: jws.signatures.map((each, index) => (index === at ? changed : each)),
  });
  switch (how) {
    case 'payload':
      return bytesOf({ ...jws, payload: bendPayload(jws.payload, pick)[1] });
    case 'header':
      if (pick.chance(0.3)) return bytesOf(withOne({ ...one, header: hostile(pick) }));
      return bytesOf(withOne({ ...one, protected: bendHeader(one.protected, pick) }));
    case 'signature': {
      const other = pick.one(others);
      const lent = isGeneral(other)
        ? General.parse(JSON.parse(Buffer.from(other).toString('utf8'))).signatures
        : [one];
      if (pick.chance(0.3)) return bytesOf({ ...jws, signatures: [...jws.signatures, ...lent] });
      if (pick.chance(0.2)) return bytesOf({ ...jws, signatures: lent });
      if (pick.chance(0.2)) return bytesOf(bent(jws, pick));
      return bytesOf(
        withOne({ ...one, signature: bendSignature(one.signature, lent[0]?.signature ?? '', pick) }),
      );
    }
  }
}

/** Bent inside its JSON, written anew with or without gzip. */
function bendPayload(encoded: string, pick: Pick): ['json' | 'json+gzip', string] {
  const raw = Buffer.from(encoded, 'base64url');
  const json = raw[0] === 0x1f ? gunzipSync(raw) : raw;
  const text = Buffer.from(JSON.stringify(bent(JSON.parse(json.toString('utf8')), pick)) ?? '');
  return pick.chance(0.3)
    ? ['json+gzip', gzipSync(text, { level: 1 }).toString('base64url')]
    : ['json', text.toString('base64url')];
}

const HEADERS: readonly Record<string, unknown>[] = [
  ...['none', 'None', 'HS256', 'ES256', 'RS256', 'PS256', 'Ed25519', '', null, 7].map((alg) => ({ alg })),
  ...['plan', 'override', 'receipt', 'report', 'roster', 'grant', 'time', 'token', 'audit-head'].map(
    (kind) => ({ typ: `loa-${kind}+jws` }),
  ),
  ...['json', 'json+gzip', 'JWT', 'application/json', null].map((cty) => ({ cty })),
  ...[{ crit: ['exp'] }, { crit: [] }, { b64: false, crit: ['b64'] }, { b64: true }, { zip: 'DEF' }],
  ...[
    { jwk: { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) } },
    { jku: 'http://127.0.0.1/' },
    { kid: 'A'.repeat(43) },
    { kid: '' },
  ],
];

function bendHeader(encoded: string, pick: Pick): string {
  const header = decode(encoded) as Record<string, unknown>;
  if (pick.chance(0.2)) return encode(bent(header, pick));
  if (pick.chance(0.1)) return `${encoded}=`;
  return encode({ ...header, ...pick.one(HEADERS) });
}

function bendSignature(signature: string, lent: string, pick: Pick): string {
  const bytes = Buffer.from(signature, 'base64url');
  switch (pick.below(6)) {
    case 0:
      return '';
    case 1:
      return lent;
    case 2:
      return 'A'.repeat(signature.length);
    case 3:
      return bytes.subarray(0, pick.below(bytes.length)).toString('base64url');
    case 4:
      return `${signature}${pick.one(['A', '=', '==', ' ', '\n'])}`;
    default:
      return plusOrder(bytes).toString('base64url');
  }
}

/** The order of Ed25519's group. A signature whose scalar is larger by it satisfies the equation too: verifiers must refuse it. */
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

function plusOrder(signature: Buffer): Buffer {
  const bytes = Buffer.from(signature);
  if (bytes.length !== 64) return bytes.reverse();
  const scalar = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`) + ORDER;
  const hex = scalar.toString(16).padStart(64, '0').slice(-64);
  return Buffer.concat([bytes.subarray(0, 32), Buffer.from(hex, 'hex').reverse()]);
}
