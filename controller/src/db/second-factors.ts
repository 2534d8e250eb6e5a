import { Role } from '@loa/shared/api/role';
import type { SignInPolicy } from '@loa/shared/api/session';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from './database.js';
import { passkeysOf, removePasskey } from './passkeys.js';
import { readSetting, writeSetting } from './settings.js';

export interface Totp {
  /** Base32, sealed: see `trust/sealed-secrets`. */
  sealed: string;
  /** Null until a first code was confirmed. */
  confirmedAt: number | null;
  lastStep: number;
}

export async function findTotp(db: Db, accountId: string): Promise<Totp | null> {
  const row = await db.selectFrom('totp').selectAll().where('account_id', '=', accountId).executeTakeFirst();
  return row ? { sealed: row.secret, confirmedAt: row.confirmed_at, lastStep: row.last_step } : null;
}

/** Starts a set-up over; never replaces a confirmed one (false). */
export async function beginTotp(
  db: Db,
  { accountId, sealed, at }: { accountId: string; sealed: string; at: number },
): Promise<boolean> {
  const fresh = { secret: sealed, created_at: at, confirmed_at: null, last_step: 0 };
  const result = await db
    .insertInto('totp')
    .values({ account_id: accountId, ...fresh })
    .onConflict((conflict) =>
      conflict.column('account_id').doUpdateSet(fresh).where('totp.confirmed_at', 'is', null),
    )
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Puts what `change` says in the place of each secret; null leaves it. Nothing of the former one stays in the file. */
export async function rewriteTotps(
  db: Db,
  change: (totp: { accountId: string; secret: string }) => string | null,
): Promise<void> {
  await sql`pragma secure_delete = on`.execute(db);
  for (const { account_id: accountId, secret } of await db.selectFrom('totp').selectAll().execute()) {
    const next = change({ accountId, secret });
    if (next === null) continue;
    await db.updateTable('totp').set({ secret: next }).where('account_id', '=', accountId).execute();
  }
}

export async function confirmTotp(db: Db, accountId: string, at: number): Promise<void> {
  await db.updateTable('totp').set({ confirmed_at: at }).where('account_id', '=', accountId).execute();
}

/** Spends a time step; false where it, or a later one, was spent before: a code that was looked over is worth nothing. */
export async function spendTotpStep(db: Db, accountId: string, step: number): Promise<boolean> {
  const result = await db
    .updateTable('totp')
    .set({ last_step: step })
    .where('account_id', '=', accountId)
    .where('last_step', '<', step)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function replaceRecoveryCodes(
  db: Db,
  accountId: string,
  hashes: readonly string[],
): Promise<void> {
  await db.deleteFrom('recovery_code').where('account_id', '=', accountId).execute();
  if (hashes.length === 0) return;
  await db
    .insertInto('recovery_code')
    .values(hashes.map((hash) => ({ hash, account_id: accountId })))
    .execute();
}

/** False where there is no such code, or it was used. */
export async function spendRecoveryCode(
  db: Db,
  { accountId, hash, at }: { accountId: string; hash: string; at: number },
): Promise<boolean> {
  const result = await db
    .updateTable('recovery_code')
    .set({ used_at: at })
    .where('hash', '=', hash)
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Takes the authenticator app and its recovery codes away; a passkey stays. */
export async function removeTotp(db: Db, accountId: string): Promise<void> {
  await db.deleteFrom('totp').where('account_id', '=', accountId).execute();
  await replaceRecoveryCodes(db, accountId, []);
}

/**
 * For a lost telephone: nothing of before signs this account in any more, neither app nor passkeys. What a passkey may
 * approve is for the commune's roster to say. How many passkeys went.
 */
export async function removeFactors(db: Db, accountId: string, at: number): Promise<number> {
  await removeTotp(db, accountId);
  const keys = await passkeysOf(db, accountId);
  for (const { kid } of keys) await removePasskey(db, accountId, kid, at);
  return keys.length;
}

export interface FactorsOfAccount {
  totpSince: number | null;
  passkeys: number;
  recoveryCodesLeft: number;
}

export async function factorsOf(db: Db, accountId: string): Promise<FactorsOfAccount> {
  const totp = await findTotp(db, accountId);
  const codes = await db
    .selectFrom('recovery_code')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return {
    totpSince: totp?.confirmedAt ?? null,
    passkeys: (await passkeysOf(db, accountId)).length,
    recoveryCodesLeft: Number(codes.count),
  };
}

const POLICY_KEY = 'sign-in.second-factor-for';

/** Which roles need more than a password; `usual` where nobody has set it. */
export async function readSignInPolicy(db: Db, usual: readonly Role[]): Promise<SignInPolicy> {
  const set = await readSetting(db, POLICY_KEY, z.array(Role));
  return { secondFactorFor: set ?? [...usual] };
}

export async function writeSignInPolicy(db: Db, policy: SignInPolicy): Promise<void> {
  await writeSetting(db, POLICY_KEY, policy.secondFactorFor);
}
