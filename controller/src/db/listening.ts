import type { Db } from './database.js';

/** What an account has heard of a variant as it stands. */
export interface Listening {
  accountId: string;
  variantId: string;
  /** What the variant was when it was heard. */
  basis: string;
  /** Of the recording, milliseconds. */
  heardMs: number;
  begunAt: number;
  lastAt: number;
}

export async function findListening(db: Db, accountId: string, variantId: string): Promise<Listening | null> {
  const row = await db
    .selectFrom('listening')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('variant_id', '=', variantId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    accountId: row.account_id,
    variantId: row.variant_id,
    basis: row.basis,
    heardMs: row.heard_ms,
    begunAt: row.begun_at,
    lastAt: row.last_at,
  };
}

export async function putListening(db: Db, listening: Listening): Promise<void> {
  const fields = {
    basis: listening.basis,
    heard_ms: listening.heardMs,
    begun_at: listening.begunAt,
    last_at: listening.lastAt,
  };
  await db
    .insertInto('listening')
    .values({ account_id: listening.accountId, variant_id: listening.variantId, ...fields })
    .onConflict((conflict) => conflict.columns(['account_id', 'variant_id']).doUpdateSet(fields))
    .execute();
}
