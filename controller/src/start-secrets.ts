import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import type { Db } from './db/database.js';
import { sealOpenTotps } from './http/second-factor.js';
import { loadSealedSecrets, type SealedSecrets } from './trust/sealed-secrets.js';

/** The key under which secrets stand in the database; those from before it are sealed now. */
export async function openSecrets(
  db: Db,
  keysFolder: string,
  { random, log }: { random: Random; log: Logger },
): Promise<SealedSecrets> {
  const secrets = await loadSealedSecrets(keysFolder, random);
  const unreadable = await sealOpenTotps(db, secrets);
  if (unreadable.length > 0) {
    const help = 'Restore keys/sealing.json from the backup, or reset these accounts’ second factors';
    log.error({ accounts: unreadable }, `Authenticator apps cannot be read. ${help}.`);
  }
  return secrets;
}
