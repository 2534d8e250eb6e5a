import { X509Certificate } from 'node:crypto';
import type { ConnectionOptions } from 'node:tls';

/** Whom a box believes at the other end of a TLS connection. */
export type TlsTrust =
  /** Whom the system believes, by name: for a controller behind somebody's proxy. Needs a clock. */
  | { kind: 'system' }
  /** Whatever is certified by the authority (PEM) that was pinned at enrolment, under any name and at any time. */
  | { kind: 'pinned'; ca: string }
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

/** The PEM of a certificate that came as base64url of its DER, or null when it is none. */
export function pemOf(der: string): string | null {
  try {
    return new X509Certificate(Buffer.from(der, 'base64url')).toString();
  } catch {
    return null;
  }
}
