import { type Alg, PublicJwk } from '@loa/shared/messages/jwk';
import type { Db } from './database.js';
import { readJson, Strings } from './json-column.js';
import type { PasskeyTable } from './schema-keys.js';

/** A passkey that belongs to an account. What it may approve is for a roster to say. */
export interface PasskeyRecord {
  kid: string;
  accountId: string;
  credentialId: string;
  alg: Alg;
  jwk: PublicJwk;
  /** The key as the authenticator sent it (COSE). */
  cose: Uint8Array;
  label: string;
  rpId: string;
  origin: string;
  transports: string[];
  signCount: number;
  backedUp: boolean;
  createdAt: number;
  lastUsedAt: number | null;
  removedAt: number | null;
}

/** False when this very key is registered already. */
export async function insertPasskey(db: Db, key: PasskeyRecord): Promise<boolean> {
  const result = await db
    .insertInto('passkey')
    .values({
      kid: key.kid,
      account_id: key.accountId,
      credential_id: key.credentialId,
      alg: key.alg,
      jwk: JSON.stringify(key.jwk),
      cose: Buffer.from(key.cose),
      label: key.label,
      rp_id: key.rpId,
      origin: key.origin,
      transports: JSON.stringify(key.transports),
      sign_count: key.signCount,
      backed_up: key.backedUp ? 1 : 0,
      created_at: key.createdAt,
      last_used_at: key.lastUsedAt,
      removed_at: key.removedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) === 1n;
}

/** An account's passkeys that were not removed, the most lately used first. */
export async function passkeysOf(db: Db, accountId: string): Promise<PasskeyRecord[]> {
  const rows = await db
    .selectFrom('passkey')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('removed_at', 'is', null)
    .execute();
  const used = (key: PasskeyRecord) => key.lastUsedAt ?? key.createdAt;
  return rows.map(toPasskey).sort((a, b) => used(b) - used(a) || a.kid.localeCompare(b.kid));
}

/** By the name that the authenticator gives it; null for one that was removed. */
export async function passkeyOfCredential(db: Db, credentialId: string): Promise<PasskeyRecord | null> {
  const row = await db
    .selectFrom('passkey')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row ? toPasskey(row) : null;
}

export async function passkeyUsed(
  db: Db,
  kid: string,
  { at, signCount }: { at: number; signCount: number },
): Promise<void> {
  await db
    .updateTable('passkey')
    .set({ last_used_at: at, sign_count: signCount })
    .where('kid', '=', kid)
    .execute();
}

/** It signs nobody in any more. False when the account has no such key. */
export async function removePasskey(db: Db, accountId: string, kid: string, at: number): Promise<boolean> {
  const result = await db
    .updateTable('passkey')
    .set({ removed_at: at })
    .where('kid', '=', kid)
    .where('account_id', '=', accountId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export interface Challenge {
  challenge: string;
  kind: 'register' | 'signIn';
  accountId: string | null;
  expiresAt: number;
}

/** Remembers what was asked; what has ended is forgotten. */
export async function insertChallenge(db: Db, asked: Challenge, now: number): Promise<void> {
  await db.deleteFrom('webauthn_challenge').where('expires_at', '<=', now).execute();
  await db
    .insertInto('webauthn_challenge')
    .values({
      challenge: asked.challenge,
      kind: asked.kind,
      account_id: asked.accountId,
      expires_at: asked.expiresAt,
    })
    .execute();
}

/** Takes a challenge away: it is answered once. False when it was not asked of this account, or has ended. */
export async function spendChallenge(
  db: Db,
  { challenge, kind, accountId }: Omit<Challenge, 'expiresAt'>,
  now: number,
): Promise<boolean> {
  const spent = await db
    .deleteFrom('webauthn_challenge')
    .where('challenge', '=', challenge)
    .where('kind', '=', kind)
    .where('account_id', accountId === null ? 'is' : '=', accountId)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return spent.numDeletedRows === 1n;
}

function toPasskey(row: PasskeyTable): PasskeyRecord {
  return {
    kid: row.kid,
    accountId: row.account_id,
    credentialId: row.credential_id,
    alg: row.alg,
    jwk: readJson(PublicJwk, row.jwk, 'passkey.jwk'),
    cose: row.cose,
    label: row.label,
    rpId: row.rp_id,
    origin: row.origin,
    transports: readJson(Strings, row.transports, 'passkey.transports'),
    signCount: row.sign_count,
    backedUp: row.backed_up === 1,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    removedAt: row.removed_at,
  };
}
