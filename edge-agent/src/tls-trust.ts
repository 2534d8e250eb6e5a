import { X509Certificate } from 'node:crypto';
import type { ConnectionOptions } from 'node:tls';

/** Whom a box believes at the other end of a TLS connection. */
export type TlsTrust =
  /** Whom the system believes, by name: for a controller behind somebody's proxy. Needs a clock. */
  | { kind: 'system' }
  /**
   * Whatever is certified by the authority (PEM) that was pinned at enrolment, or by those that the roster names since,
   * under any name and at any time. The list is one for the whole process: `followAuthorities` changes it in place.
   */
  | { kind: 'pinned'; ca: string[] }
  /** Anybody: only for enrolment, where both ends prove themselves by the code inside the connection. */
  | { kind: 'anybody' };

/** Node's options for it. */
export function tlsOptions(
  trust: TlsTrust,
): Pick<ConnectionOptions, 'ca' | 'checkServerIdentity' | 'rejectUnauthorized'> {
  switch (trust.kind) {
    case 'system':
      return {};
    case 'pinned':
      // The authority issues for the controller alone, so any name it certifies is the controller.
      return { ca: trust.ca, checkServerIdentity: () => undefined };
    case 'anybody':
      return { rejectUnauthorized: false };
  }
}

/**
 * From now on those authorities are believed that the roster names, or the pinned one where it names none. Only a
 * person's keys sign rosters, so a stolen controller cannot lead its boxes to another server.
 */
export function followAuthorities(
  trust: TlsTrust,
  pinned: string,
  named: readonly string[] | undefined,
): void {
  if (trust.kind !== 'pinned') return;
  const known = (named ?? []).map(pemOf).filter((pem) => pem !== null);
  trust.ca.splice(0, trust.ca.length, ...(known.length > 0 ? known : [pinned]));
}

/** The PEM of a certificate that came as base64url of its DER, or null when it is none. */
export function pemOf(der: string): string | null {
  try {
    return new X509Certificate(Buffer.from(der, 'base64url')).toString();
  } catch {
    return null;
  }
}
