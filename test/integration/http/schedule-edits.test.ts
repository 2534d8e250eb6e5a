import { PriorityDecision } from '@loa/shared/api/conflicts';
import { SavedSchedule, SchedulePreview } from '@loa/shared/api/schedules';
import { MINUTE } from '@loa/shared/instant';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { approvedBulletin } from '../../support/bulletin-flow.js';
import { call, PLACES } from '../../support/controller-world.js';
import { enrolBoxes } from '../../support/heard-rows.js';
import { type PlannedApp, startPlannedApp } from '../../support/planned-app.js';

let bench: PlannedApp;
let bulletinId = '';
beforeEach(async () => {
  bench = await startPlannedApp();
  bulletinId = (await approvedBulletin(bench.app, bench.world)).bulletin.id;
});
afterEach(() => bench.stop());

const as = (method: string, path: string, body?: unknown) =>
  call(bench.app, bench.world.tokens.broadcaster, method, path, body);
const daily = (time: string) => ({
  kind: 'recurring',
  days: [{ every: 'day' }],
  times: [{ time, occurrenceId: 'occ_a' }],
});
const asked = (fields: object = {}) => ({
  ...{ bulletinId, areaIds: [PLACES.village], timetable: daily('17:00') },
  ...fields,
});
async function saved(fields: object = {}): Promise<z.infer<typeof SavedSchedule>> {
  const answer = await as('post', '/schedules', asked(fields));
  const made = SavedSchedule.parse(await answer.json());
  await bench.settle();
  return made;
}
const problemOf = async (answer: Response) => {
  const { error } = (await answer.json()) as { error: { code: string; message: string; details: unknown } };
  return { status: answer.status, ...error };
};
const log = () =>
  bench.app.db.selectFrom('playback').selectAll().orderBy('planned_at').orderBy('id').execute();

describe('an edit of a schedule', () => {
  it('moves its runs without playing them twice: ids stay, and other boxes hear nothing of it', async () => {
    const { schedule } = await saved();
    const before = await log();
    bench.published();
    const answer = await as('patch', `/schedules/${schedule.id}`, { timetable: daily('18:00') });
    expect(SavedSchedule.parse(await answer.json()).schedule).toMatchObject({ id: schedule.id });
    await bench.settle();
    expect(bench.published()).toEqual({ [PLACES.box]: 1 });
    const after = await log();
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(after[0]?.planned_at).toBe((before[0]?.planned_at ?? 0) + 60 * MINUTE);
    const [entry] = await bench.app.db
      .selectFrom('audit')
      .select('detail')
      .where('action', '=', 'schedule.change')
      .execute();
    expect(JSON.parse(entry?.detail ?? '')).toMatchObject({
      before: { timetable: { times: [{ time: '17:00' }] } },
    });
  });

  it('to other villages reaches the old places and the new ones', async () => {
    const { schedule } = await saved();
    bench.published();
    const areaIds = [PLACES.quietVillage];
    await as('patch', `/schedules/${schedule.id}`, { areaIds });
    await bench.settle();
    expect(bench.published()).toEqual({ [PLACES.box]: 1, [PLACES.quietBox]: 1 });
    expect((await bench.plan())?.sessions).toEqual([]);
    expect((await bench.plan(PLACES.quietBox))?.sessions).toHaveLength(8);
  });

  it('outside the rules of the place is refused and changes nothing', async () => {
    const { schedule } = await saved({ areaIds: [PLACES.quietVillage] });
    const answer = await as('patch', `/schedules/${schedule.id}`, { timetable: daily('03:15') });
    expect(await problemOf(answer)).toMatchObject({ status: 422, code: 'outside_hours' });
    await bench.settle();
    expect((await bench.plan(PLACES.quietBox))?.sessions).toHaveLength(8);
  });

  it('that only leaves a run out is saved, whatever became of the rules meanwhile; moving one is not', async () => {
    const twice = (except: string[], time = '17:00') => ({
      ...daily(time),
      times: [
        { time: '05:40', occurrenceId: 'occ_b' },
        { time, occurrenceId: 'occ_a' },
      ],
      except,
    });
    const { schedule } = await saved({ timetable: twice([]) });
    const hours = [{ from: '06:00', to: '20:00', maxGainDb: 0 }];
    const narrowed = await call(bench.app, bench.world.tokens.admin, 'patch', `/areas/${PLACES.village}`, {
      hours,
    });
    expect(narrowed.status).toBe(200);
    const path = `/schedules/${schedule.id}`;
    const moved = await as('patch', path, { timetable: twice([], '18:00') });
    expect(await problemOf(moved)).toMatchObject({ status: 422, code: 'outside_hours' });
    const left = await as('patch', path, { timetable: twice(['2026-11-03']) });
    expect(left.status).toBe(200);
    const { warnings } = SavedSchedule.parse(await left.json());
    expect(warnings.map(({ code }) => code)).toContain('outside_hours');
  });

  it('that leaves out its last run is saved: nothing of it is to come', async () => {
    const once = { kind: 'recurring', days: [{ every: 'date', dates: ['2026-11-03'] }] };
    const timetable = { ...once, times: [{ time: '17:00', occurrenceId: 'occ_a' }] };
    const { schedule } = await saved({ timetable });
    const answer = await as('patch', `/schedules/${schedule.id}`, {
      timetable: { ...timetable, except: ['2026-11-03'] },
    });
    expect(answer.status).toBe(200);
    await bench.settle();
    expect((await log()).filter(({ withdrawn_at }) => withdrawn_at === null)).toEqual([]);
  });

  it('is shown with what it does to a run that sounds, or was heard today', async () => {
    const { schedule } = await saved();
    const [first] = await log();
    const preview = async (patch: object) => {
      const answer = await as('post', `/schedules/${schedule.id}/preview`, patch);
      const { warnings } = SchedulePreview.parse(await answer.json());
      return warnings.map(({ code, message }) => `${code}: ${message}`);
    };
    const reported = (state: 'started' | 'finished') =>
      bench.app.db
        .updateTable('playback')
        .set({ state, started_at: first?.planned_at ?? 0 })
        .where('id', '=', first?.id ?? '')
        .execute();
    const notToday = { timetable: { ...daily('17:00'), except: ['2026-11-02'] } };
    const later = { timetable: daily('18:00') };
    await bench.app.advance((first?.planned_at ?? 0) - bench.app.clock.now() - MINUTE);
    expect(await preview(notToday)).toEqual([]);
    expect(await preview(later)).toEqual([]);
    await bench.app.advance(MINUTE + 5_000);
    const cut = ['cuts_sounding: Buổi 17:00 hôm nay đang phát ở 1 cụm loa: lưu thì cắt ngay giữa chừng.'];
    const heard = [
      'heard_today: Hôm nay buổi này đã phát lúc 17:00 ở 1 cụm loa nên ở đó không phát lại lúc 18:00; giờ mới tính từ buổi sau.',
    ];
    // Its report may be on its way.
    expect(await preview(notToday)).toEqual(cut);
    await reported('started');
    expect(await preview(notToday)).toEqual(cut);
    expect(await preview({ areaIds: [PLACES.quietVillage] })).toEqual(cut);
    expect(await preview({ gainDb: -3 })).toEqual([]);
    expect(await preview(later)).toEqual(heard);
    await reported('finished');
    expect(await preview(notToday)).toEqual([]);
    expect(await preview(later)).toEqual(heard);
    // The log goes on to say when it was planned that was heard.
    await as('patch', `/schedules/${schedule.id}`, later);
    await bench.settle();
    const [after] = await log();
    expect(after).toMatchObject({ id: first?.id, state: 'finished', planned_at: first?.planned_at });
  });

  it('of a cancelled one is refused', async () => {
    const { schedule } = await saved();
    await as('post', `/schedules/${schedule.id}/cancel`);
    const answer = await as('patch', `/schedules/${schedule.id}`, { gainDb: -3 });
    expect(await problemOf(answer)).toMatchObject({ status: 409, code: 'cancelled' });
  });

  it('is shown before it is saved: what moves, where, and nothing is written', async () => {
    const { schedule } = await saved();
    await enrolBoxes(bench.app);
    bench.published();
    const answer = await as('post', `/schedules/${schedule.id}/preview`, { timetable: daily('18:00') });
    const preview = SchedulePreview.parse(await answer.json());
    expect(preview).toMatchObject({ sentence: 'Hằng ngày lúc 18:00', refusals: [], boxes: 1 });
    expect(preview).toMatchObject({ villages: ['làng Ơi Briu'], languages: ['vi'], durationMs: 20_000 });
    expect(preview.diff).toMatchObject({ boxes: 1, clusters: 1, more: 0 });
    expect(preview.diff.changes).toHaveLength(8);
    expect(new Set(preview.diff.changes.map(({ change }) => change))).toEqual(new Set(['moved']));
    expect(preview.diff.changes[0]?.villages).toEqual(['làng Ơi Briu']);
    await bench.settle();
    expect(bench.published()).toEqual({});
    expect(bench.app.notified.filter(({ kind }) => kind === 'plans').at(-1)).toBeDefined();
  });

  it('of the bulletin, before a schedule is made, shows what would be added', async () => {
    const answer = await as('post', '/schedules/preview', asked());
    const { diff, conflicts } = SchedulePreview.parse(await answer.json());
    expect(conflicts).toEqual([]);
    expect(diff.changes.every(({ change }) => change === 'added')).toBe(true);
    expect(diff.changes).toHaveLength(8);
    expect(await bench.app.db.selectFrom('schedule').select('id').execute()).toEqual([]);
  });
});

describe('two schedules at one time', () => {
  it('of the same rank: the second is refused with who, where, when and free times', async () => {
    const first = await saved();
    const answer = await as('post', '/schedules', asked());
    const refused = await problemOf(answer);
    expect(refused).toMatchObject({ status: 409, code: 'overlap' });
    expect(refused.details).toMatchObject({
      conflicts: [
        {
          ...{ kind: 'queues', scheduleId: first.schedule.id, setBy: 'account_broadcaster' },
          ...{ villages: ['làng Ơi Briu'], clusters: 1 },
        },
      ],
    });
    expect(JSON.stringify(refused.details)).toContain('17:05');
  });

  it('of the same rank are kept when one may wait for the other', async () => {
    await saved();
    const second = await saved({ onOverlap: 'queue' });
    expect(second.warnings.map(({ code }) => code)).toContain('overlap_queues');
    expect((await bench.plan())?.sessions).toHaveLength(16);
  });

  it('in different villages do not meet', async () => {
    await saved();
    expect((await saved({ areaIds: [PLACES.quietVillage] })).conflicts).toEqual([]);
  });

  it('both priority: the younger waits, its runs are skipped with the reason, and a person decides', async () => {
    const elder = await saved({ priority: 'priority', name: 'Lũ về' });
    await bench.app.advance(1000);
    const younger = await saved({ priority: 'priority', name: 'Cháy rừng' });
    expect(younger.conflicts).toMatchObject([{ kind: 'undecided', scheduleId: elder.schedule.id }]);
    const sessions = async () => (await bench.plan())?.sessions.map(({ priority }) => priority);
    expect(await sessions()).toHaveLength(8);
    const waiting = (await log()).filter((row) => row.schedule_id === younger.schedule.id);
    expect(waiting).toHaveLength(8);
    expect(waiting[0]).toMatchObject({ displaced_by: elder.schedule.id, state: 'planned' });

    const listed = async () => {
      const answer = await as('get', '/priority-decisions');
      return z.object({ items: z.array(PriorityDecision) }).parse(await answer.json()).items;
    };
    const [decision] = await listed();
    expect(decision).toMatchObject({ names: ['Lũ về', 'Cháy rừng'], winner: null });

    // The hour passes undecided: what waited is skipped, and says for what.
    await bench.app.advance(9 * 60 * MINUTE);
    bench.cron.tick();
    await bench.settle();
    const first = (await log()).find((row) => row.schedule_id === younger.schedule.id);
    expect(first).toMatchObject({ state: 'skipped', reason: 'preempted', detail: 'Lũ về', provisional: 1 });

    const decide = (winner: string) => as('post', `/priority-decisions/${decision?.id}/decide`, { winner });
    expect((await decide('schedule_other')).status).toBe(422);
    const decided = PriorityDecision.parse(await (await decide(younger.schedule.id)).json());
    expect(decided).toMatchObject({ winner: younger.schedule.id, decidedBy: 'account_broadcaster' });
    await bench.settle();
    const after = await log();
    const next = (id: string) => after.filter((row) => row.schedule_id === id)[1];
    expect(next(younger.schedule.id)?.displaced_by).toBeNull();
    expect(next(elder.schedule.id)?.displaced_by).toBe(younger.schedule.id);
    expect(await listed()).toMatchObject([{ winner: younger.schedule.id }]);
  });
});
