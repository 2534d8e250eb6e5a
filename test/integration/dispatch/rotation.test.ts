import { ProgrammeSlot } from '@loa/shared/api/programmes';
import { DAY, HOUR, MINUTE } from '@loa/shared/instant';
import { Timetable } from '@loa/shared/timetable';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insertProgramme } from '../../../controller/src/db/programmes.js';
import { insertSchedule } from '../../../controller/src/db/schedules.js';
import { addApprovedBulletin } from '../../support/approved-bulletin.js';
import { type benchOver, type DispatchBench, openDispatchBench } from '../../support/dispatch-bench.js';

type Bench = Awaited<ReturnType<typeof benchOver>>;
let bench: DispatchBench & Pick<Bench, 'keys'>;
beforeEach(async () => {
  bench = (await openDispatchBench()) as Bench;
  await scheduleColumn();
});
afterEach(() => bench.close());

const db = () => bench.database.db;
const bulletin = (name: string) =>
  addApprovedBulletin(db(), bench.keys.approver, {
    ...{ id: `bulletin_${name}`, variantId: `variant_${name}`, title: name, column: 'NQ57' },
    at: bench.clock.now(),
  });

/** Every day at 17:00 and 17:02 in one programme: the newest of the column that was not heard, then the next. */
async function scheduleColumn(): Promise<void> {
  const at = bench.clock.now();
  const slots = ['slot_one', 'slot_two'].map((slot) =>
    ProgrammeSlot.parse({ slot, kind: 'newest', column: 'NQ57', notWithinDays: 2 }),
  );
  const common = { areaId: 'area_commune', createdBy: 'system', createdAt: at, updatedAt: at };
  await insertProgramme(db(), {
    ...{ id: 'programme_a', name: 'Bản tin', slots, maxMinutes: null, overflow: 'dropLowest' },
    ...{ laterRuns: 'anew', archivedAt: null, ...common },
  });
  await scheduleAt('schedule_a', '17:00');
}

const timetableAt = (time: string) =>
  Timetable.parse({
    ...{ kind: 'recurring', days: [{ every: 'day' }] },
    times: [{ occurrenceId: 'occ_a', time }],
  });

/** The same programme, every day at `time`. */
async function scheduleAt(id: string, time: string): Promise<void> {
  const at = bench.clock.now();
  await insertSchedule(db(), {
    ...{ id, bulletinId: null, programmeId: 'programme_a', name: 'Bản tin', timetable: timetableAt(time) },
    ...{ areaIds: ['area_commune'], clusterIds: [], priority: 'normal', lateness: 'skip' },
    ...{ latestStartMinutes: null, resume: 'resume', gainDb: 0, state: 'active' },
    ...{ cancelledAt: null, cancelledBy: null, createdBy: 'system' },
    ...{ areaId: 'area_commune', createdAt: at, updatedAt: at },
  });
}

/** What a box is to hear on a day, in order. */
async function heard(date: string, boxId = 'box_a'): Promise<(string | null)[]> {
  const rows = await db()
    .selectFrom('playback')
    .select('bulletin_id')
    .where('box_id', '=', boxId)
    .where('local_date', '=', date)
    .where('withdrawn_at', 'is', null)
    .orderBy('planned_at')
    .execute();
  return rows.map((row) => row.bulletin_id);
}
async function replan(boxIds: readonly string[] | 'all' = 'all') {
  bench.changes.notify({ kind: 'plans', boxIds });
  await bench.settle();
}
const end = (state: 'finished' | 'missed', date: string) =>
  db().updateTable('playback').set({ state }).where('local_date', '=', date).execute();
const until = (time: string) => bench.clock.advance(Date.parse(`${time}+07:00`) - bench.clock.now());

describe('a column that is heard in turn', () => {
  it('does not repeat what was heard, and says again what nobody heard', async () => {
    await bulletin('a1');
    await bench.clock.advance(MINUTE);
    await bulletin('b1');
    await bench.start();
    expect(await heard('2026-11-02')).toEqual(['bulletin_b1', 'bulletin_a1']);
    expect(await heard('2026-11-03')).toEqual([]);
    await until('2026-11-02T18:00:00');
    await end('finished', '2026-11-02');
    await replan();
    expect(await heard('2026-11-03')).toEqual([]);
    expect(await heard('2026-11-04')).toHaveLength(2);
    // The boxes were off, as it turns out: when the plan rolls on, the next day makes up for it.
    await end('missed', '2026-11-02');
    await until('2026-11-03T00:31:00');
    bench.cron.tick();
    await bench.settle();
    expect(await heard('2026-11-03')).toEqual(['bulletin_b1', 'bulletin_a1']);
  });

  it('is not changed under a run that has begun or is about to', async () => {
    await bulletin('a1');
    await bench.start();
    await until('2026-11-02T16:58:30');
    await replan();
    await bulletin('b1');
    await replan();
    expect(await heard('2026-11-02')).toEqual(['bulletin_a1', 'bulletin_b1']);
    await until('2026-11-02T17:00:30');
    await bulletin('c1');
    await replan();
    expect(await heard('2026-11-02')).toEqual(['bulletin_a1', 'bulletin_b1']);
    expect(await heard('2026-11-03')).toEqual(['bulletin_c1']);
  });

  it('is chosen anew for a run that was put off, though something else was chosen for its first time', async () => {
    await bulletin('a1');
    await bench.start();
    await until('2026-11-02T16:50:00');
    await db()
      .updateTable('schedule')
      .set({ timetable: JSON.stringify(timetableAt('20:00')) })
      .execute();
    await bulletin('b1');
    await replan();
    await until('2026-11-02T17:30:00');
    await scheduleAt('schedule_b', '18:00');
    await replan();
    expect(await heard('2026-11-02')).toEqual(['bulletin_b1', 'bulletin_a1']);
    const [first, ...later] = (await bench.plan())?.sessions ?? [];
    expect(first?.startsAt).toBe(Date.parse('2026-11-02T18:00:00+07:00'));
    expect(later[0]?.startsAt).toBeGreaterThan(Date.parse('2026-11-03T00:00:00+07:00'));
  });

  it('is the same at both boxes of a cluster, whichever was asked about', async () => {
    await bulletin('a1');
    await bench.start();
    await bench.clock.advance(HOUR);
    await bulletin('b1');
    await replan(['box_b']);
    for (const box of ['box_a', 'box_b'])
      expect(await heard('2026-11-02', box)).toEqual(['bulletin_b1', 'bulletin_a1']);
  });

  it('comes round by itself as days go by, without publishing what stays equal', async () => {
    await bulletin('a1');
    await bench.start();
    const before = await bench.plan();
    expect(before?.sessions).toHaveLength(4);
    await bench.clock.advance(DAY);
    bench.cron.tick();
    await bench.settle();
    const ids = (sessions: typeof before) => sessions?.sessions.map(({ sessionId }) => sessionId);
    // What was chosen yesterday for the days to come is chosen again today.
    expect(ids(await bench.plan())?.slice(0, 3)).toEqual(ids(before)?.slice(1));
  });
});
