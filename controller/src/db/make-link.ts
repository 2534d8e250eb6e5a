import type { OneTimeLink } from '@loa/shared/api/accounts';
import { HOUR } from '@loa/shared/instant';
import type { Clock } from '@loa/shared/ports/clock';
import type { Random } from '@loa/shared/ports/random';
import type { Db } from './database.js';
import { insertLink } from './one-time-links.js';
import { newToken, tokenHash } from './tokens.js';

const LIFE_MS = { invite: 72 * HOUR, reset: HOUR } as const;

/** The page that a link opens; what stands behind `#` never leaves the browser by itself, so no log or preview has it. */
const LINK_PAGE = '/join';

/** Makes a one-time link in the caller's transaction; the token is in the answer and nowhere else. */
export async function makeLink(
  db: Db,
  { clock, random }: { clock: Clock; random: Random },
  link: { accountId: string; kind: 'invite' | 'reset'; createdBy: string },
): Promise<OneTimeLink> {
  const token = newToken(random);
  const createdAt = clock.now();
  const expiresAt = createdAt + LIFE_MS[link.kind];
  await insertLink(db, { ...link, hash: tokenHash(token), createdAt, expiresAt });
  return { kind: link.kind, path: `${LINK_PAGE}#${token}`, expiresAt };
}
