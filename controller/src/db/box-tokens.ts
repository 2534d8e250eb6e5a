import { Ed25519Jwk } from '@loa/shared/messages/jwk';
import type { Db } from './database.js';
import { readJson } from './json-column.js';

/** Tokens a box may hold at once: it fetches the next before the last one ends, and may lose an answer. */
const TOKENS_PER_BOX = 8;

export interface BoxToken {
  /** sha256 hex of the token, which itself is never stored. */
  hash: string;
  boxId: string;
  expiresAt: number;
}

/** Keeps a new token and drops those of the same box that have ended or are too many. */
export async function insertBoxToken(db: Db, token: BoxToken, now: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .deleteFrom('box_token')
      .where('box_id', '=', token.boxId)
      .where('expires_at', '<=', now)
      .execute();
    const surplus = await trx
      .selectFrom('box_token')
      .select('hash')
      .where('box_id', '=', token.boxId)
      .orderBy('expires_at', 'desc')
      .offset(TOKENS_PER_BOX - 1)
      .limit(100)
      .execute();
    for (const { hash } of surplus) await trx.deleteFrom('box_token').where('hash', '=', hash).execute();
    await trx
      .insertInto('box_token')
      .values({ hash: token.hash, box_id: token.boxId, expires_at: token.expiresAt })
      // A password that an external broker keeps in a file is the same every day.
      .onConflict((same) => same.column('hash').doUpdateSet({ expires_at: token.expiresAt }))
      .execute();
  });
}

/** Whose token this is: an enrolled box, not revoked, and the token not ended. */
export async function boxOfToken(db: Db, hash: string, now: number): Promise<string | null> {
  const row = await db
    .selectFrom('box_token')
    .innerJoin('box', 'box.id', 'box_token.box_id')
    .select('box.id')
    .where('box_token.hash', '=', hash)
    .where('box_token.expires_at', '>', now)
    .where('box.state', '=', 'enrolled')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Whose token this is, as above, and when it ends. */
export async function holderOfToken(
  db: Db,
  hash: string,
  now: number,
): Promise<{ boxId: string; expiresAt: number } | null> {
  const row = await db
    .selectFrom('box_token')
    .innerJoin('box', 'box.id', 'box_token.box_id')
    .select(['box.id', 'box_token.expires_at'])
    .where('box_token.hash', '=', hash)
    .where('box_token.expires_at', '>', now)
    .where('box.state', '=', 'enrolled')
    .executeTakeFirst();
  return row ? { boxId: row.id, expiresAt: row.expires_at } : null;
}

/** The enrolled box that signs with this key. */
export async function boxOfKey(db: Db, keyId: string): Promise<{ boxId: string; key: Ed25519Jwk } | null> {
  const row = await db
    .selectFrom('box')
    .select(['id', 'key_jwk'])
    .where('key_id', '=', keyId)
    .where('state', '=', 'enrolled')
    .executeTakeFirst();
  return row?.key_jwk ? { boxId: row.id, key: readJson(Ed25519Jwk, row.key_jwk, 'box.key_jwk') } : null;
}
