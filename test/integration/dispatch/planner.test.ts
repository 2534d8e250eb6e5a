import { DAY, HOUR, MINUTE } from '@loa/shared/instant';
import { Timetable } from '@loa/shared/timetable';
import { topics } from '@loa/shared/topics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cancelSchedule } from '../../../controller/src/db/schedules.js';
import { cancelSuspension, insertSuspension } from '../../../controller/src/db/suspensions.js';
import { type DispatchBench, openDispatchBench } from '../../support/dispatch-bench.js';

let bench: DispatchBench;
beforeEach(async () => {
  bench = await openDispatchBench();
});
afterEach(() => bench.close());

const timetable = Timetable.parse({
  kind: 'recurring',
  days: [{ every: 'day' }],
  times: [{ occurrenceId: 'occ_a', time: '17:00' }],
});
const plansSent = (boxId = 'box_a') =>
  bench.broker.published.filter(({ topic }) => topic === topics.plan(boxId)).length;
const rows = () =>
  bench.database.db.selectFrom('playback').selectAll().orderBy('planned_at').orderBy('id').execute();
const status = (fields: object) =>
  bench.boxBus.publish(
    topics.status('box_a'),
    Buffer.from(JSON.stringify({ boxId: 'box_a', connected: true, ...fields })),
  );
async function replan() {
  bench.changes.notify({ kind: 'plans', boxIds: 'all' });
  await bench.settle();
}

describe('the planner', () => {
  it('publishes a signed, retained plan of eight days for each box, and logs what it promises', async () => {
    await bench.addSchedule('schedule_a', timetable);
    await bench.start();
    const plan = await bench.plan();
    expect(plan).toMatchObject({ boxId: 'box_a', areaChain: ['area_commune', 'area_village'] });
    expect(plan?.sessions).toHaveLength(8);
    expect(plan?.coversUntil).toBe(Date.parse('2026-11-10T00:00:00+07:00'));
    expect((await bench.plan('box_b'))?.sessions).toHaveLength(8);
    const log = await rows();
    expect(log).toHaveLength(16);
    expect(log.find(({ box_id }) => box_id === 'box_a')).toMatchObject({
      state: 'planned',
      title: 'Phòng, chống lừa đảo',
      plan_revision: plan?.revision,
    });
  });

  it('publishes nothing while the content stays equal', async () => {
    await bench.addSchedule('schedule_a', timetable);
    await bench.start();
    const sent = plansSent();
    await replan();
    await bench.clock.advance(10 * HOUR);
    await replan();
    bench.cron.tick();
    await bench.settle();
    expect(plansSent()).toBe(sent);
  });

  it('publishes a higher revision when the content changes', async () => {
    await bench.start();
    const before = await bench.plan();
    await bench.addSchedule('schedule_a', timetable);
    await replan();
    const after = await bench.plan();
    expect(after?.revision).toBeGreaterThan(before?.revision ?? 0);
    expect(after?.sessions).toHaveLength(8);
  });

  it('renews a plan once less than seven days remain', async () => {
    await bench.addSchedule('schedule_a', timetable);
    await bench.start();
    const before = await bench.plan();
    await bench.clock.advance(DAY);
    bench.cron.tick();
    await bench.settle();
    const after = await bench.plan();
    expect((after?.coversUntil ?? 0) - (before?.coversUntil ?? 0)).toBe(DAY);
    expect((await rows()).filter(({ withdrawn_at }) => withdrawn_at !== null)).toEqual([]);
  });

  it('publishes everything again when the broker has lost its memory', async () => {
    await bench.addSchedule('schedule_a', timetable);
    await bench.start();
    const before = await bench.plan();
    bench.broker.kill();
    expect(await bench.plan()).toBeNull();
    bench.broker.heal();
    await bench.settle();
    expect(await bench.plan()).toEqual(before);
  });

  it('keeps planning while the broker is away, and brings the news with it', async () => {
    await bench.start();
    bench.broker.kill();
    await bench.addSchedule('schedule_a', timetable);
    await replan();
    bench.broker.heal();
    await bench.settle();
    expect((await bench.plan())?.sessions).toHaveLength(8);
  });

  it('signs nothing while its clock is not to be believed, and catches up afterwards', async () => {
    bench.verdict.ok = false;
    await bench.addSchedule('schedule_a', timetable);
    await bench.start();
    expect(await bench.plan()).toBeNull();
    const incidents = await bench.database.db.selectFrom('incident').select('kind').execute();
    expect(incidents).toContainEqual({ kind: 'clock_jumped' });
    bench.verdict.ok = true;
    await bench.clock.advance(2000);
    bench.cron.tick();
    await bench.settle();
    expect((await bench.plan())?.sessions).toHaveLength(8);
  });

  it('leaves a revoked box without a plan', async () => {
    await bench.addSchedule('schedule_a', timetable);
    await bench.start();
    await bench.database.db.updateTable('box').set({ state: 'revoked' }).where('id', '=', 'box_a').execute();
    bench.changes.notify({ kind: 'plans', boxIds: ['box_a'] });
    await bench.settle();
    expect(await bench.plan()).toBeNull();
    const log = await rows();
    expect(log.filter((row) => row.box_id === 'box_a').every((row) => row.withdrawn_at !== null)).toBe(true);
    expect(log.filter((row) => row.box_id === 'box_b').every((row) => row.withdrawn_at === null)).toBe(true);
  });
});

describe('what a box holds', () => {
  it('beyond our revision makes us go above it: the database came from a backup', async () => {
    await bench.start();
    const ours = (await bench.plan())?.revision ?? 0;
    await status({ planRevision: ours + 5000 });
    await bench.settle();
    expect((await bench.plan())?.revision).toBeGreaterThan(ours + 5000);
    const sent = plansSent();
    await status({ planRevision: ours + 5000 });
    await bench.settle();
    // An older plan than ours: it is only sent again.
    expect(plansSent()).toBe(sent + 1);
  });

  it('as an unsigned lie of the far future is not followed', async () => {
    await bench.start();
    const ours = await bench.plan();
    await status({ planRevision: Number.MAX_SAFE_INTEGER });
    await bench.settle();
    expect(await bench.plan()).toEqual(ours);
  });
});

describe('the playback log', () => {
  const once = { kind: 'once', date: '2026-11-02', time: '17:00' } as const;
  const minutesAfter = Date.parse('2026-11-02T17:30:00+07:00');

  async function untilAfterwards() {
    await bench.clock.advance(minutesAfter - bench.clock.now());
    bench.cron.tick();
    await bench.settle();
  }

  it('calls unknown what nobody reported 15 minutes after it had to end', async () => {
    await bench.addSchedule('schedule_a', once);
    await bench.start();
    await untilAfterwards();
    expect(await rows()).toMatchObject([
      { state: 'unknown', reason: 'unreachable', provisional: 1 },
      { state: 'unknown', reason: 'unreachable', provisional: 1 },
    ]);
    await replan();
    expect(await rows()).toMatchObject([{ state: 'unknown' }, { state: 'unknown' }]);
  });

  it('calls cancelled what was withdrawn before the box ever held it', async () => {
    await bench.addSchedule('schedule_a', once);
    await bench.start();
    await cancelSchedule(bench.database.db, 'schedule_a', 'account_a', bench.clock.now());
    await replan();
    expect((await bench.plan())?.sessions).toEqual([]);
    expect((await rows()).every(({ withdrawn_at }) => withdrawn_at !== null)).toBe(true);
    await untilAfterwards();
    expect(await rows()).toMatchObject([
      { state: 'cancelled', provisional: 1 },
      { state: 'cancelled', provisional: 1 },
    ]);
  });

  it('lets that stand when the schedule is back once its hour is over: nobody heard it then', async () => {
    await bench.addSchedule('schedule_a', once);
    await bench.start();
    await cancelSchedule(bench.database.db, 'schedule_a', 'account_a', bench.clock.now());
    await replan();
    await untilAfterwards();
    const cancelled = await rows();
    const back = { state: 'active' as const, cancelled_at: null };
    await bench.database.db.updateTable('schedule').set(back).where('id', '=', 'schedule_a').execute();
    // Nor is it in the plan of today, which begins at midnight.
    await replan();
    expect((await bench.plan())?.sessions).toEqual([]);
    expect(await rows()).toEqual(cancelled);
  });

  it('has nothing of a run that people decided on when it was over, and keeps what was planned before', async () => {
    const suspension = { id: 'suspension_a', name: 'Quốc tang', areaIds: ['area_commune'], music: true };
    await insertSuspension(bench.database.db, {
      ...{ ...suspension, from: '2026-11-02', until: '2026-11-02', columns: [], everything: true },
      ...{ createdBy: 'system', createdAt: bench.clock.now(), cancelledAt: null },
    });
    await bench.addSchedule('schedule_a', once);
    await bench.start();
    expect(await rows()).toEqual([]);
    await untilAfterwards();
    await cancelSuspension(bench.database.db, 'suspension_a', bench.clock.now());
    await replan();
    expect((await bench.plan())?.sessions).toEqual([]);
    expect(await rows()).toEqual([]);
    await bench.addSchedule('schedule_b', { ...once, time: '18:00' });
    await replan();
    await bench.clock.advance(HOUR);
    await replan();
    expect((await bench.plan())?.sessions).toHaveLength(1);
  });

  it('does not claim a cancellation that a silent box may never have heard of', async () => {
    await bench.addSchedule('schedule_a', once);
    await bench.start();
    await status({ planRevision: (await bench.plan())?.revision });
    await bench.settle();
    await bench.clock.advance(MINUTE);
    await cancelSchedule(bench.database.db, 'schedule_a', 'account_a', bench.clock.now());
    await replan();
    await untilAfterwards();
    const states = Object.fromEntries((await rows()).map((row) => [row.box_id, row.state]));
    expect(states).toEqual({ box_a: 'unknown', box_b: 'cancelled' });
  });
});
