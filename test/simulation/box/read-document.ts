import { gunzipSync } from 'node:zlib';
import { parseHeader } from '@loa/shared/trust/envelope';
import type { z } from 'zod';

const read = new WeakMap<Uint8Array, unknown>();

/**
 * What a compact document says, believed without its signature: for those who watch a world from outside. Each
 * message is read once, however many it reaches.
 */
export function readDocument<T>(bytes: Uint8Array, schema: z.ZodType<T>): T | null {
  if (!read.has(bytes)) read.set(bytes, readOnce(bytes, schema));
  const parsed = read.get(bytes);
  return parsed === null ? null : (parsed as T);
}

function readOnce<T>(bytes: Uint8Array, schema: z.ZodType<T>): T | null {
  const [protectedHeader = '', payload = ''] = Buffer.from(bytes).toString('latin1').split('.');
  const header = parseHeader(protectedHeader);
  if (!header) return null;
  const raw = Buffer.from(payload, 'base64url');
  const json = header.cty === 'json+gzip' ? gunzipSync(raw) : raw;
  const parsed = schema.safeParse(JSON.parse(json.toString('utf8')));
  return parsed.success ? parsed.data : null;
}
