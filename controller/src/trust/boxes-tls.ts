import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { readPrivateJson, replacePrivateFile } from './private-file.js';

const Pem = z.string().max(10_000).startsWith('-----BEGIN ');
const Issued = z.object({ certificate: Pem, key: Pem });
/** `authority.key` may be taken out and kept offline: it is needed only for a server with another name. */
const TlsFile = z.object({
  authority: z.object({ certificate: Pem, key: Pem.optional() }),
  server: Issued,
  /** The authority that is to follow; boxes are told of it by their rosters before its server shows itself. */
  next: Issued.optional(),
});
export type TlsFile = z.infer<typeof TlsFile>;

/** What the boxes' listener shows, and what boxes pin at their enrolment. All PEM. */
export interface BoxesTls {
  authority: string;
  certificate: string;
  key: string;
}

export const TLS_FILE = 'boxes-tls.json';

/**
 * The authority and the server's certificate for boxes, made at the first start and kept in one file of mode 0600. A
 * server that got another name gets another certificate, which boxes take as well: they pin the authority, and that
 * issues for nobody else.
 */
export async function loadBoxesTls(keysFolder: string, names: readonly string[]): Promise<BoxesTls> {
  const known = await readTlsFile(keysFolder);
  if (known && covers(known.server.certificate, names)) return shown(known);
  // Only now: these libraries are large, and needed once.
  const { issueAuthority, issueServer } = await import('./issue-certificates.js');
  const authority = known?.authority ?? (await issueAuthority('Loa Lang authority'));
  // Without its authority's key the server goes on as it is: boxes do not look at its name.
  if (known && authority.key === undefined) return shown(known);
  const { certificate, key = '' } = authority;
  const file = { ...known, authority, server: await issueServer({ certificate, key }, names) };
  await writeTlsFile(keysFolder, file);
  return shown(file);
}

/**
 * A certificate of the same authority for another server, such as an external broker: `before` where it still serves.
 * Null where boxes have no TLS yet, or where the authority's key was taken away.
 */
export async function certificateFor(
  keysFolder: string,
  name: string,
  before: { certificate: string; key: string } | null,
): Promise<{ certificate: string; key: string } | null> {
  const known = await readTlsFile(keysFolder);
  if (!known) return null;
  const issuer = new X509Certificate(known.authority.certificate);
  if (before && covers(before.certificate, [name])) {
    if (new X509Certificate(before.certificate).verify(issuer.publicKey)) return before;
  }
  const { certificate, key } = known.authority;
  if (key === undefined) return before;
  const { issueServer } = await import('./issue-certificates.js');
  return issueServer({ certificate, key }, [name]);
}

/** base64url of a certificate's DER. */
export function derOf(pem: string): string {
  return new X509Certificate(pem).raw.toString('base64url');
}

function shown({ authority, server }: TlsFile): BoxesTls {
  return { authority: authority.certificate, ...server };
}

function covers(pem: string, names: readonly string[]): boolean {
  const certificate = new X509Certificate(pem);
  return names.every((name) =>
    isIP(name) === 0 ? certificate.checkHost(name) !== undefined : certificate.checkIP(name) !== undefined,
  );
}

/** What the file holds; null where boxes have no TLS. Damaged, it is no reason for a new authority: boxes pinned it. */
export function readTlsFile(keysFolder: string): Promise<TlsFile | null> {
  return readPrivateJson(join(keysFolder, TLS_FILE), TlsFile);
}

/** Whole or not at all. */
export async function writeTlsFile(keysFolder: string, content: TlsFile): Promise<void> {
  await replacePrivateFile(join(keysFolder, TLS_FILE), `${JSON.stringify(content, null, 2)}\n`);
}
