import { createHmac, pbkdf2Sync } from 'node:crypto';
import { join } from 'node:path';
import type { Random } from '@loa/shared/ports/random';
import { loadSecretFile } from './secret-file.js';

export const BROKER_SECRET_FILE = 'broker-passwords.json';
/** The password has 256 random bits, which no stretching could improve; Mosquitto wants a number. */
const ITERATIONS = 101;

/**
 * Passwords for a broker that reads them from a file: one a box, derived from one secret, so that the controller can tell
 * the box its password and a command can write its hash, with nothing kept in between.
 */
export interface BrokerPasswords {
  /** Another key of the box, or another secret, is another password. */
  of(box: { boxId: string; keyId: string }): string;
  /** The line of a Mosquitto password file (`$7$`: PBKDF2-HMAC-SHA512); the same every time. */
  mosquittoLine(username: string, password: string): string;
}

export function createBrokerPasswords(secret: string): BrokerPasswords {
  const derive = (what: string, ...fields: string[]) =>
    createHmac('sha256', Buffer.from(secret, 'base64url'))
      .update(JSON.stringify([what, ...fields]))
      .digest();
  return {
    of: ({ boxId, keyId }) => derive('mqtt password', boxId, keyId).toString('base64url'),
    mosquittoLine(username, password) {
      const salt = derive('salt', username, password).subarray(0, 12);
      const hash = pbkdf2Sync(password, salt, ITERATIONS, 64, 'sha512');
      return `${username}:$7$${ITERATIONS}$${salt.toString('base64')}$${hash.toString('base64')}`;
    },
  };
}

/** The secret of this controller, made when it is first asked for, in a file of mode 0600. */
export async function loadBrokerPasswords(keysFolder: string, random: Random): Promise<BrokerPasswords> {
  return createBrokerPasswords(await loadSecretFile(join(keysFolder, BROKER_SECRET_FILE), random));
}
