import { hash, verify } from '@node-rs/argon2';

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long for an unknown account (`null`) as for a wrong password. */
  matches(password: string, stored: string | null): Promise<boolean>;
}

/** A real hash of a password that nobody knows, with the default costs. */
const NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$mf784bUIMvyaDNh3sXobQg$FfaVfrzvMJwaYC4S0oSk8ck7WCBfJsG+UUAH21/gSHE';

/** argon2id at OWASP's smallest recommended cost (19 MiB, 2 passes), the library's default. */
export function createPasswords(costs: { memoryCost?: number; timeCost?: number } = {}): Passwords {
  return {
    hash: (password) => hash(password.normalize('NFC'), costs),
    async matches(password, stored) {
      const right = await verify(stored ?? NOBODY, password.normalize('NFC'));
      return stored !== null && right;
    },
  };
}
