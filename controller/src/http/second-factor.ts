import { base32 } from '@loa/shared/ids';
import { sha256Hex } from '@loa/shared/jcs';
import type { Random } from '@loa/shared/ports/random';
import { Secret, TOTP } from 'otpauth';
import type { Db } from '../db/database.js';
import { rewriteTotps, type Totp } from '../db/second-factors.js';
import type { SealedSecrets } from '../trust/sealed-secrets.js';

/** What every authenticator app expects (RFC 6238 with its defaults). */
const PARAMETERS = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** A code of the step before or after still counts: phones' clocks are not exact. */
const STEPS_AROUND = 1;
const RECOVERY_CODES = 10;

/** 160 random bits, base32. */
export function newTotpSecret(random: Random): string {
  return new Secret({ buffer: Uint8Array.from(random.bytes(20)).buffer }).base32;
}

const purposeOf = (accountId: string) => `totp ${accountId}`;

/** As the database keeps it. */
export function sealTotp(secrets: SealedSecrets, accountId: string, secret: string): string {
  return secrets.seal(secret, purposeOf(accountId));
}

/**
 * Seals what stood open in the database before secrets were sealed. Resolves with the accounts whose secret cannot be
 * read: the key file is another one than it was sealed under.
 */
export async function sealOpenTotps(db: Db, secrets: SealedSecrets): Promise<string[]> {
  const unreadable: string[] = [];
  await rewriteTotps(db, ({ accountId, secret }) => {
    if (!secrets.isSealed(secret)) return sealTotp(secrets, accountId, secret);
    if (secrets.open(secret, purposeOf(accountId)) === null) unreadable.push(accountId);
    return null;
  });
  return unreadable;
}

/** `otpauth://…`, as a QR code hands it to the app. */
export function totpUri(secret: string, login: string): string {
  return new TOTP({ ...PARAMETERS, issuer: 'Loa Làng', label: login, secret }).toString();
}

/** The time step that a code belongs to, or null where it is wrong at `now` (unix milliseconds) or its secret unreadable. */
export function stepOfCode(
  secrets: SealedSecrets,
  { accountId, sealed }: { accountId: string; sealed: Totp['sealed'] },
  { code, now }: { code: string; now: number },
): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const secret = secrets.open(sealed, purposeOf(accountId));
  if (secret === null) return null;
  const totp = new TOTP({ ...PARAMETERS, secret });
  const delta = totp.validate({ token: code, timestamp: now, window: STEPS_AROUND });
  return delta === null ? null : totp.counter({ timestamp: now }) + delta;
}

/** Ten codes of 80 bits, in groups that can be copied by hand. */
export function newRecoveryCodes(random: Random): string[] {
  return Array.from({ length: RECOVERY_CODES }, () =>
    (base32(random.bytes(10)).match(/.{4}/g) ?? []).join('-'),
  );
}

/** What the database keeps of a recovery code. It is random, so it needs no salt; the account makes it the account's. */
export function recoveryCodeHash(accountId: string, code: string): string {
  return sha256Hex(`${accountId} ${code.toLowerCase().replace(/[^a-z2-7]/g, '')}`);
}
