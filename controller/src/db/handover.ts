import { sql } from 'kysely';
import type { Db } from './database.js';

export interface Moved {
  schedules: number;
  bulletins: number;
  programmes: number;
  stations: number;
  campaigns: number;
}

/**
 * Gives what one account still looks after to another: schedules in force, bulletins on which something is still to be
 * done, programmes, stations, campaigns. Who made them stays as it was. Call in the transaction that disables the account.
 */
export async function handOver(db: Db, from: string, to: string): Promise<Moved> {
  const theirs = sql<boolean>`coalesce(owner_id, created_by) = ${from}`;
  const now = { owner_id: to };
  const schedules = db.updateTable('schedule').set(now).where(theirs).where('state', '=', 'active');
  const bulletins = db.updateTable('bulletin').set(now).where(theirs).where('id', 'in', unfinished(db));
  const programmes = db.updateTable('programme').set(now).where(theirs).where('archived_at', 'is', null);
  const stations = db.updateTable('station').set(now).where(theirs);
  const campaigns = db.updateTable('campaign').set(now).where(theirs).where('cancelled_at', 'is', null);
  const moved = async (update: { executeTakeFirst(): Promise<{ numUpdatedRows: bigint }> }) =>
    Number((await update.executeTakeFirst()).numUpdatedRows);
  return {
    schedules: await moved(schedules),
    bulletins: await moved(bulletins),
    programmes: await moved(programmes),
    stations: await moved(stations),
    campaigns: await moved(campaigns),
  };
}

/** Bulletins that somebody still has to write, submit or correct. */
function unfinished(db: Db) {
  return db
    .selectFrom('bulletin')
    .leftJoin('variant', 'variant.bulletin_id', 'bulletin.id')
    .where((eb) =>
      eb.or([eb('variant.id', 'is', null), eb('variant.state', 'in', ['draft', 'submitted', 'rejected'])]),
    )
    .select('bulletin.id');
}
