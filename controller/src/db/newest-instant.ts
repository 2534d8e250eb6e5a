import type { Instant } from '@loa/shared/instant';
import { writeAudit } from './audit.js';
import type { Db } from './database.js';

/**
 * The newest instant that this controller signed a plan by, or that the last edit bears; 0 where there is none. A clock
 * that stands before it is wrong, and nothing may be signed by it. Asked is only what is written anew once a clock that
 * stood in the future is right again: plans, and the last row of the audit log, whatever stands in the rows before. What
 * machines write at any time (reports that come in, what they change in the log, incidents, sign-ins) is not asked:
 * written for minutes by a clock that was set days ahead, it would silence the controller for days after the clock is
 * right again.
 */
export async function newestInstant(db: Db): Promise<Instant> {
  const plan = await db
    .selectFrom('plan')
    .innerJoin('box', 'box.id', 'plan.box_id')
    .where('box.state', '=', 'enrolled')
    .select((eb) => eb.fn.max('plan.issued_at').as('at'))
    .executeTakeFirst();
  const edit = await db
    .selectFrom('audit')
    .select('at')
    .where('action', '!=', 'playback.superseded')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return Math.max(0, Number(plan?.at ?? 0), edit?.at ?? 0);
}

/**
 * Notes down that the clock is right though the database holds records of later: somebody let the controller run in the
 * future. Returns how far ahead they are, milliseconds; 0: none is, and nothing was written.
 */
export async function believeClock(db: Db, { now, by }: { now: Instant; by: string }): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const ahead = (await newestInstant(trx)) - now;
    if (ahead <= 0) return 0;
    await trx.updateTable('plan').set({ issued_at: now }).where('issued_at', '>', now).execute();
    await writeAudit(trx, {
      ...{ at: now, actor: by, action: 'clock.right', areaId: null, subject: 'controller' },
      detail: { aheadMs: ahead },
    });
    return ahead;
  });
}
