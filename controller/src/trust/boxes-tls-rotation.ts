import { X509Certificate } from 'node:crypto';
import { LoaError } from '@loa/shared/errors';
import { derOf, readTlsFile, type TlsFile, writeTlsFile } from './boxes-tls.js';

/** The authorities that rosters are to name: the one in use, and the one that is to follow. base64url of the DER. */
export async function authoritiesToName(keysFolder: string): Promise<[string, ...string[]] | null> {
  const known = await readTlsFile(keysFolder);
  if (!known) return null;
  const { authority, next } = known;
  return next ? [derOf(authority.certificate), derOf(next.certificate)] : [derOf(authority.certificate)];
}

/** Another certificate and key of the same authority for the boxes' two ports, under the same names. */
export async function renewServer(keysFolder: string): Promise<void> {
  const known = await mustRead(keysFolder);
  const { certificate, key } = known.authority;
  if (key === undefined) throw new AuthorityKeyAwayError();
  const { issueServer } = await import('./issue-certificates.js');
  await writeTlsFile(keysFolder, {
    ...known,
    server: await issueServer({ certificate, key }, namesOf(known)),
  });
}

/** Makes the authority that is to follow, unless it is there. Nothing is shown to boxes yet. */
export async function prepareAuthority(keysFolder: string): Promise<void> {
  const known = await mustRead(keysFolder);
  if (known.next) return;
  const { issueAuthority } = await import('./issue-certificates.js');
  await writeTlsFile(keysFolder, { ...known, next: await issueAuthority('Loa Lang authority') });
}

/** Shows boxes a server of the authority that follows; the former one is gone from here. */
export async function switchAuthority(keysFolder: string): Promise<void> {
  const { next, ...known } = await mustRead(keysFolder);
  if (!next) throw new NothingPreparedError();
  const { issueServer } = await import('./issue-certificates.js');
  await writeTlsFile(keysFolder, { authority: next, server: await issueServer(next, namesOf(known)) });
}

export class NothingPreparedError extends LoaError {
  constructor() {
    super('nothing_prepared', 'There is no authority to follow yet: type `loa tls prepare` first.');
  }
}

export class AuthorityKeyAwayError extends LoaError {
  constructor() {
    super(
      'authority_key_away',
      'The authority’s key was taken out of keys/boxes-tls.json: put it back first.',
    );
  }
}

export class NoBoxesTlsError extends LoaError {
  constructor() {
    super('no_boxes_tls', 'Boxes have no TLS yet: start the controller once with LOA_BOX_HOST.');
  }
}

async function mustRead(keysFolder: string): Promise<TlsFile> {
  const known = await readTlsFile(keysFolder);
  if (!known) throw new NoBoxesTlsError();
  return known;
}

function namesOf({ server }: Pick<TlsFile, 'server'>): string[] {
  const names = new X509Certificate(server.certificate).subjectAltName ?? '';
  return names.split(', ').map((name) => name.replace(/^(DNS|IP Address):/, ''));
}
