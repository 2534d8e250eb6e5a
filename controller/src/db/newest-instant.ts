import type { Db } from './database.js';

/**
 * The newest instant that this controller signed by or that a person's edit bears; 0 where there is none. A clock that
 * stands before it is wrong, and nothing may be signed by it. What machines write at any time (reports that come in,
 * what they change in the log, incidents, sign-ins) is not asked: written for minutes by a clock that was set days
 * ahead, it would silence the controller for days after the clock is right again. Nothing is signed in such minutes.
 */
export async function newestInstant(db: Db): Promise<number> {
  const newest = await Promise.all([
    db
      .selectFrom('plan')
      .select((eb) => eb.fn.max('issued_at').as('at'))
      .executeTakeFirst(),
    db
      .selectFrom('audit')
      .select((eb) => eb.fn.max('at').as('at'))
      .where('action', '!=', 'playback.superseded')
      .executeTakeFirst(),
    // Both revisions are the unix milliseconds of their issue.
    db
      .selectFrom('receipt')
      .select((eb) => eb.fn.max('revision').as('at'))
      .executeTakeFirst(),
    db
      .selectFrom('override_doc')
      .select((eb) => eb.fn.max('revision').as('at'))
      .executeTakeFirst(),
  ]);
  return Math.max(0, ...newest.map((row) => Number(row?.at ?? 0)));
}
