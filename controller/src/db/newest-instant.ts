import type { Db } from './database.js';

/**
 * The newest instant that this controller wrote by its own clock. A clock that stands before it is wrong, and
 * nothing may be signed by it.
 */
export async function newestInstant(db: Db): Promise<number> {
  const newest = await Promise.all([
    db
      .selectFrom('audit')
      .select((eb) => eb.fn.max('at').as('at'))
      .executeTakeFirst(),
    db
      .selectFrom('plan')
      .select((eb) => eb.fn.max('issued_at').as('at'))
      .executeTakeFirst(),
    db
      .selectFrom('incident')
      .select((eb) => eb.fn.max('at').as('at'))
      .executeTakeFirst(),
    db
      .selectFrom('report_message')
      .select((eb) => eb.fn.max('received_at').as('at'))
      .executeTakeFirst(),
    db
      .selectFrom('web_session')
      .select((eb) => eb.fn.max('created_at').as('at'))
      .executeTakeFirst(),
  ]);
  return Math.max(0, ...newest.map((row) => Number(row?.at ?? 0)));
}
