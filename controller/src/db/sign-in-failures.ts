import type { Db } from './database.js';

/** How many failures a key may have before it must wait, and how soon they are forgiven. */
export interface Patience {
  key: string;
  /** Failures without any wait. */
  free: number;
  /** One failure is forgiven in this time, milliseconds. */
  forgivenAfterMs: number;
}

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** A key that was not seen for so long is forgotten. */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

/**
 * Charges an attempt to each key before it is judged, so that many at once cannot slip through together; a right one
 * is given back by `forgive`. Returns when to try again where some key must wait: then nothing is charged. Waits
 * double from 30 s to 15 minutes and never last: nobody is locked out for good by a stranger's guessing.
 */
export async function chargeAttempt(db: Db, keys: readonly Patience[], now: number): Promise<number | null> {
  return db.transaction().execute(async (trx) => {
    await trx
      .deleteFrom('sign_in_failure')
      .where('last_at', '<=', now - FORGOTTEN_AFTER_MS)
      .execute();
    const rows = await trx
      .selectFrom('sign_in_failure')
      .selectAll()
      .where(
        'key',
        'in',
        keys.map(({ key }) => key),
      )
      .execute();
    const blockedUntil = Math.max(0, ...rows.map((row) => row.blocked_until));
    if (blockedUntil > now) return blockedUntil;
    for (const patience of keys) {
      const row = rows.find(({ key }) => key === patience.key);
      const failures = 1 + (row ? leftOver(row, patience, now) : 0);
      const values = { failures, last_at: now, blocked_until: now + waitAfter(failures, patience.free) };
      await trx
        .insertInto('sign_in_failure')
        .values({ key: patience.key, ...values })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(values))
        .execute();
    }
    return null;
  });
}

/** The attempt was right: its charge is taken back (`one`), or all that stands against the key (`all`). */
export async function forgive(db: Db, key: string, what: 'one' | 'all'): Promise<void> {
  if (what === 'all') {
    await db.deleteFrom('sign_in_failure').where('key', '=', key).execute();
    return;
  }
  await db
    .updateTable('sign_in_failure')
    .set((eb) => ({ failures: eb('failures', '-', 1), blocked_until: 0 }))
    .where('key', '=', key)
    .execute();
}

function leftOver(row: { failures: number; last_at: number }, patience: Patience, now: number): number {
  return Math.max(0, row.failures - Math.floor((now - row.last_at) / patience.forgivenAfterMs));
}

function waitAfter(failures: number, free: number): number {
  if (failures < free) return 0;
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(20, failures - free));
}
