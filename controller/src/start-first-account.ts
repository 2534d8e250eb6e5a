import type { Clock } from '@loa/shared/ports/clock';
import type { Random } from '@loa/shared/ports/random';
import type { Db } from './db/database.js';
import { type FirstAccount, linkForFirst, makeFirstAccount } from './db/first-account.js';
import type { Passwords } from './http/passwords.js';

export type { FirstAccount };

/**
 * A controller without accounts gets its first admin: with the password that was given, else with a one-time link to
 * choose one, which is shown where the program was started. Null where there is nothing to show.
 */
export async function ensureFirstAccount(ports: {
  db: Db;
  clock: Clock;
  random: Random;
  passwords: Passwords;
  given: string | null;
}): Promise<FirstAccount | null> {
  const { passwords, given } = ports;
  const passwordHash = given === null ? null : await passwords.hash(given);
  const made = await makeFirstAccount(ports, { passwordHash, by: 'system' });
  return made && given === null ? linkForFirst(ports, { by: 'system' }) : null;
}
