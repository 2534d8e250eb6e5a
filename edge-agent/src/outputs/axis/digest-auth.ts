import { createHash } from 'node:crypto';

/** What a server asks to be proven (RFC 7616), from its WWW-Authenticate. */
export interface DigestChallenge {
  realm: string;
  nonce: string;
  opaque?: string;
  algorithm: 'MD5' | 'SHA-256';
  session: boolean;
  /** Whether it asks for `qop=auth`; servers after RFC 2069 ask for nothing. */
  qop: boolean;
}

/** The strongest Digest challenge in a header that may hold several, or null. */
export function parseChallenge(header: string): DigestChallenge | null {
  const found: Record<string, string>[] = [];
  let current: Record<string, string> | null = null;
  for (const [, quotedName, quoted, plainName, plain, scheme] of header.matchAll(TOKEN)) {
    if (scheme !== undefined) {
      current = scheme.toLowerCase() === 'digest' ? {} : null;
      if (current) found.push(current);
    } else if (current) {
      const name = (quotedName ?? plainName ?? '').toLowerCase();
      current[name] = quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '';
    }
  }
  const usable = found.flatMap((fields) => fromFields(fields) ?? []);
  return usable.find(({ algorithm }) => algorithm === 'SHA-256') ?? usable[0] ?? null;
}

/** name="quoted" | name=plain | scheme */
const TOKEN = /([\w-]+)="((?:[^"\\]|\\.)*)"|([\w-]+)=([^\s,"]+)|([\w-]+)/g;

function fromFields(fields: Record<string, string>): DigestChallenge | null {
  const { realm, nonce, opaque, qop } = fields;
  const [, algorithm, session] = /^(MD5|SHA-256)(-sess)?$/i.exec(fields.algorithm ?? 'MD5') ?? [];
  const offered = qop?.split(',').map((word) => word.trim().toLowerCase());
  if (realm === undefined || nonce === undefined || algorithm === undefined) return null;
  if (offered && !offered.includes('auth')) return null;
  return {
    ...{ realm, nonce },
    ...(opaque === undefined ? {} : { opaque }),
    algorithm: algorithm.toUpperCase() === 'MD5' ? 'MD5' : 'SHA-256',
    session: session !== undefined,
    qop: offered !== undefined,
  };
}

/** The Authorization header that answers a challenge; `count` is how often this nonce was used, from 1. */
export function answerChallenge(
  challenge: DigestChallenge,
  request: {
    method: string;
    path: string;
    user: string;
    password: string;
    count: number;
    /** Unpredictable text of ours. */
    cnonce: string;
  },
): string {
  const { realm, nonce, opaque, algorithm, session, qop } = challenge;
  const { method, path, user, password, cnonce } = request;
  const hash = (text: string) =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  const nc = request.count.toString(16).padStart(8, '0');
  const secret = hash(`${user}:${realm}:${password}`);
  const ha1 = session ? hash(`${secret}:${nonce}:${cnonce}`) : secret;
  const ha2 = hash(`${method}:${path}`);
  const response = hash(qop ? `${ha1}:${nonce}:${nc}:${cnonce}:auth:${ha2}` : `${ha1}:${nonce}:${ha2}`);
  const quote = (text: string) => `"${text.replace(/(["\\])/g, '\\$1')}"`;
  const fields = [
    `username=${quote(user)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(path)}`,
    `response="${response}"`,
    `algorithm=${algorithm}${session ? '-sess' : ''}`,
    ...(opaque === undefined ? [] : [`opaque=${quote(opaque)}`]),
    ...(qop ? ['qop=auth', `nc=${nc}`] : []),
    ...(qop || session ? [`cnonce="${cnonce}"`] : []),
  ];
  return `Digest ${fields.join(', ')}`;
}
