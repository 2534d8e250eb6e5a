import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

type Json = Record<string, unknown>;
const General = z.object({
  payload: z.string(),
  signatures: z.array(z.looseObject({ protected: z.string() })),
});
const Header = z.looseObject({ cty: z.string() });

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));

/** A signed document whose payload somebody on the way rewrote; its signatures stay as they are. */
export function rewritten(bytes: Uint8Array, change: (payload: Json) => Json): Uint8Array {
  const text = Buffer.from(bytes).toString('utf8');
  if (!text.startsWith('{')) {
    const [head = '', payload = '', signature = ''] = text.split('.');
    const header = Header.parse(decode(head));
    const raw = Buffer.from(payload, 'base64url');
    const json = header.cty === 'json+gzip' ? gunzipSync(raw) : raw;
    const next = change(JSON.parse(json.toString('utf8')) as Json);
    return Buffer.from(`${encode({ ...header, cty: 'json' })}.${encode(next)}.${signature}`);
  }
  const jws = General.parse(JSON.parse(text));
  return Buffer.from(JSON.stringify({ ...jws, payload: encode(change(decode(jws.payload) as Json)) }));
}
