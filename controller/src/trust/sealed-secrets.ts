import { createCipheriv, createDecipheriv } from 'node:crypto';
import { join } from 'node:path';
import type { Random } from '@loa/shared/ports/random';
import { loadSecretFile } from './secret-file.js';

/** Secrets that must be read again (unlike passwords) stand in the database under a key that stands beside it. */
export interface SealedSecrets {
  /** `purpose` says whose it is and what for: moved to another row it is worth nothing. */
  seal(secret: string, purpose: string): string;
  /** Null where it was sealed under another key or for something else, or was changed. */
  open(sealed: string, purpose: string): string | null;
  isSealed(text: string): boolean;
}

/** AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits; `PREFIX nonce.ciphertext.tag`, base64url. */
const PREFIX = 'A256GCM.';
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const SEALING_KEY_FILE = 'sealing.json';

/** The key of this controller, made when it is first asked for, in a file of mode 0600. */
export async function loadSealedSecrets(keysFolder: string, random: Random): Promise<SealedSecrets> {
  return createSealedSecrets(await loadSecretFile(join(keysFolder, SEALING_KEY_FILE), random), random);
}

/** @param secret 32 bytes, base64url */
export function createSealedSecrets(secret: string, random: Random): SealedSecrets {
  const key = Buffer.from(secret, 'base64url');
  return {
    isSealed: (text) => text.startsWith(PREFIX),
    seal(plain, purpose) {
      const nonce = random.bytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(purpose, 'utf8'));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      const parts = [Buffer.from(nonce), body, cipher.getAuthTag()];
      return PREFIX + parts.map((part) => part.toString('base64url')).join('.');
    },
    open(sealed, purpose) {
      if (!sealed.startsWith(PREFIX)) return null;
      const parts = sealed.slice(PREFIX.length).split('.');
      const [nonce, body, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
      if (parts.length !== 3 || !nonce || !body || nonce.length !== NONCE_BYTES || tag?.length !== TAG_BYTES)
        return null;
      try {
        const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
        decipher.setAAD(Buffer.from(purpose, 'utf8')).setAuthTag(tag);
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      } catch {
        // What was not sealed so does not pass its check.
        return null;
      }
    },
  };
}
