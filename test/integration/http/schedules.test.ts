import { SavedSchedule, Schedule, SchedulePreview } from '@loa/shared/api/schedules';
import { Stop } from '@loa/shared/api/stops';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BoxState } from '../../../controller/src/db/schema.js';
import { approvedBulletin, draftBulletin, submit } from '../../support/bulletin-flow.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';
import { enrolBoxes } from '../../support/heard-rows.js';

let app: ControllerApp;
let world: ControllerWorld;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
  await enrolBoxes(app);
});
afterEach(() => app.stop());

const schedule = (body: Record<string, unknown>) =>
  call(app, world.tokens.broadcaster, 'post', '/schedules', { areaIds: [PLACES.village], ...body });
const once = (date: string, time: string) => ({ kind: 'once', date, time });
const problemOf = async (response: Response) => {
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  return [response.status, error.code, error.message] as const;
};

describe('scheduling a bulletin', () => {
  it('once tells exactly the boxes below', async () => {
    const { bulletin } = await approvedBulletin(app, world);
    app.notified.length = 0;
    const answer = await schedule({ bulletinId: bulletin.id, timetable: once('2026-11-02', '17:00') });
    expect(answer.status).toBe(201);
    const created = SavedSchedule.parse(await answer.json());
    expect(created.warnings).toEqual([]);
    expect(created.schedule).toMatchObject({ name: bulletin.title, lateness: 'skip', state: 'active' });
    expect(app.notified).toEqual([{ kind: 'plans', boxIds: [PLACES.box] }]);
  });

  it('that recurs gives every time a lasting id', async () => {
    const { bulletin } = await approvedBulletin(app, world);
    const timetable = {
      kind: 'recurring',
      days: [{ every: 'week', days: [1, 3, 5] }],
      times: [{ time: '17:00' }, { time: '05:30' }],
      extra: [{ date: '2026-11-03' }, { date: '2026-11-10', times: [{ time: '12:00' }] }],
    };
    const { schedule: made } = SavedSchedule.parse(
      await (await schedule({ bulletinId: bulletin.id, timetable })).json(),
    );
    if (made.timetable.kind !== 'recurring') throw new Error('another timetable than was asked for');
    const times = [...made.timetable.times, ...made.timetable.extra.flatMap((day) => day.times ?? [])];
    expect(new Set(times.map((t) => t.occurrenceId)).size).toBe(3);
  });

  it('now becomes an instant a moment ahead, for a cluster alone as well', async () => {
    const { bulletin } = await approvedBulletin(app, world);
    const now = app.clock.now();
    const body = {
      bulletinId: bulletin.id,
      areaIds: [],
      clusterIds: [PLACES.cluster],
      timetable: { kind: 'now' },
    };
    const { schedule: made } = SavedSchedule.parse(await (await schedule(body)).json());
    expect(made).toMatchObject({ timetable: { kind: 'now', at: now + 10_000 }, lateness: 'fromStart' });
  });

  it('that nobody approved is accepted with a warning, but not now', async () => {
    const { bulletin, variant } = await draftBulletin(app, world);
    const later = await schedule({ bulletinId: bulletin.id, timetable: once('2026-11-02', '17:00') });
    expect(later.status).toBe(201);
    const [warning] = SavedSchedule.parse(await later.json()).warnings;
    expect(warning).toMatchObject({ code: 'not_approved', details: { bulletinId: bulletin.id } });
    expect(warning?.message).toMatch(/chưa ai duyệt nên loa không phát\. Hãy mở bài và gửi duyệt\.$/);
    await submit(app, world, variant.id);
    const waits = await schedule({ bulletinId: bulletin.id, timetable: once('2026-11-02', '18:00') });
    const [waiting] = SavedSchedule.parse(await waits.json()).warnings;
    expect(waiting).toMatchObject({ message: expect.stringMatching(/ đang chờ duyệt; /) });
    const now = await schedule({ bulletinId: bulletin.id, timetable: { kind: 'now' } });
    expect((await problemOf(now)).slice(0, 2)).toEqual([409, 'not_approved']);
  });

  it.each<[string, BoxState, number, string[]]>([
    ['enrolled', 'enrolled', 2, []],
    ['waiting beside one that is enrolled', 'created', 1, []],
    ['waiting alone', 'created', 0, ['chưa nhận bộ thu nào']],
    ['revoked', 'revoked', 0, ['chưa có bộ thu nào']],
  ])('counts only receivers that would sound: %s', async (which, state, boxes, told) => {
    const { bulletin } = await approvedBulletin(app, world);
    const all = which.includes('beside') ? [PLACES.box] : [PLACES.box, PLACES.quietBox];
    await app.db.updateTable('box').set({ state }).where('id', 'in', all).execute();
    const body = {
      bulletinId: bulletin.id,
      areaIds: [PLACES.commune],
      timetable: once('2026-11-02', '17:00'),
    };
    const answer = await call(app, world.tokens.broadcaster, 'post', '/schedules/preview', body);
    const preview = SchedulePreview.parse(await answer.json());
    expect(preview.boxes).toBe(boxes);
    expect(preview.warnings.map(({ code }) => code)).toEqual(told.map(() => 'no_boxes'));
    for (const words of told) expect(preview.warnings[0]?.message).toContain(words);
  });

  it('that recurs is told with the next days on which it sounds', async () => {
    const { bulletin } = await approvedBulletin(app, world);
    const preview = async (timetable: object) => {
      const body = { bulletinId: bulletin.id, areaIds: [PLACES.village], timetable };
      const answer = await call(app, world.tokens.broadcaster, 'post', '/schedules/preview', body);
      return SchedulePreview.parse(await answer.json()).nextDates;
    };
    const days = [
      { every: 'month', weekdays: [{ nth: 1, day: 6 }] },
      { every: 'lunarYear', dates: [{ month: 1, day: 1 }] },
    ];
    const recurring = { kind: 'recurring', days, times: [{ time: '08:00' }, { time: '17:00' }] };
    const dates = ['2026-11-07', '2026-12-05', '2027-01-02', '2027-02-06', '2027-03-06'];
    expect(await preview(recurring)).toEqual(dates);
    // Tết is a Saturday that year: 6/2/2027, unless the holidays are left out.
    const holidays = [{ calendarId: 'vietnam', on: 'skip' }];
    expect(await preview({ ...recurring, holidays })).not.toContain('2027-02-06');
    expect(await preview(once('2026-11-03', '17:00'))).toEqual([]);
  });

  it('in the past is refused with the time of now', async () => {
    const { bulletin } = await approvedBulletin(app, world);
    const answer = await schedule({ bulletinId: bulletin.id, timetable: once('2026-11-02', '08:59') });
    const [status, code, message] = await problemOf(answer);
    expect([status, code]).toEqual([422, 'past']);
    expect(message).toContain('08:59 ngày 02/11/2026 đã qua');
  });

  it('for nobody is refused', async () => {
    const { bulletin } = await approvedBulletin(app, world);
    const timetable = once('2026-11-02', '17:00');
    const none = await schedule({ bulletinId: bulletin.id, areaIds: [], timetable });
    expect((await problemOf(none)).slice(0, 2)).toEqual([422, 'no_audience']);
  });

  it('outside a village’s hours is refused, naming the village, its hours and the nearest time', async () => {
    const { bulletin } = await approvedBulletin(app, world);
    const body = {
      bulletinId: bulletin.id,
      areaIds: [PLACES.quietVillage],
      timetable: once('2026-11-03', '03:15'),
    };
    const [status, code, message] = await problemOf(await schedule(body));
    expect([status, code]).toEqual([422, 'outside_hours']);
    expect(message).toContain('03:15 nằm ngoài khung giờ phát 05:30–21:00 của làng Yên');
    const preview = await call(app, world.tokens.broadcaster, 'post', '/schedules/preview', body);
    expect(SchedulePreview.parse(await preview.json())).toMatchObject({
      ...{ name: bulletin.title, villages: ['làng Yên'], clusters: 1, boxes: 1 },
      refusals: [{ code: 'outside_hours', details: { time: '03:15', nearest: ['05:30'] } }],
    });
  });

  it('outside one’s own area is refused, though one of two places is inside', async () => {
    const { bulletin } = await approvedBulletin(app, world);
    const timetable = once('2026-11-02', '17:00');
    const areaIds = [PLACES.village, PLACES.otherCommune];
    expect((await schedule({ bulletinId: bulletin.id, areaIds, timetable })).status).toBe(403);
    const clusterIds = [PLACES.otherCluster];
    expect((await schedule({ bulletinId: bulletin.id, clusterIds, timetable })).status).toBe(403);
  });

  it('is cancelled once; cancelling again changes nothing', async () => {
    const { bulletin } = await approvedBulletin(app, world);
    const answer = await schedule({ bulletinId: bulletin.id, timetable: once('2026-11-02', '17:00') });
    const { id } = SavedSchedule.parse(await answer.json()).schedule;
    const cancel = () => call(app, world.tokens.broadcaster, 'post', `/schedules/${id}/cancel`);
    const first = Schedule.parse(await (await cancel()).json());
    expect(first).toMatchObject({ state: 'cancelled', cancelledBy: world.accountIds.broadcaster });
    expect(Schedule.parse(await (await cancel()).json())).toEqual(first);
    const active = await call(app, world.tokens.broadcaster, 'get', '/schedules?state=active');
    expect(await active.json()).toEqual({ items: [], next: null });
  });

  it('tells the planner when what it says changes', async () => {
    const { bulletin, variant } = await approvedBulletin(app, world);
    await schedule({ bulletinId: bulletin.id, timetable: once('2026-11-02', '17:00') });
    app.notified.length = 0;
    await call(app, world.tokens.broadcaster, 'post', `/variants/${variant.id}/withdraw`);
    expect(app.notified).toEqual([
      { kind: 'bulletins', areaId: bulletin.areaId },
      { kind: 'plans', boxIds: [PLACES.box] },
    ]);
  });
});

describe('stopping loudspeakers', () => {
  it('holds for a week unless told otherwise, and is lifted once', async () => {
    const now = app.clock.now();
    const made = await call(app, world.tokens.villageHead, 'post', '/stops', { areaId: PLACES.village });
    const stop = Stop.parse(await made.json());
    expect(stop.until).toBe(now + 7 * 86_400_000);
    expect(app.notified.at(-1)).toEqual({ kind: 'overrides', areaId: PLACES.village });
    const listed = await call(app, world.tokens.broadcaster, 'get', '/stops');
    expect(((await listed.json()) as { items: Stop[] }).items).toEqual([stop]);
    const lifted = await call(app, world.tokens.broadcaster, 'post', `/stops/${stop.id}/lift`);
    expect(Stop.parse(await lifted.json()).liftedAt).toBe(now);
    const none = await call(app, world.tokens.broadcaster, 'get', '/stops');
    expect(((await none.json()) as { items: Stop[] }).items).toEqual([]);
  });

  it('refuses an end in the past or beyond a week', async () => {
    const stop = (until: number) =>
      call(app, world.tokens.admin, 'post', '/stops', { areaId: PLACES.commune, until });
    expect((await stop(app.clock.now() - 1)).status).toBe(422);
    expect((await stop(app.clock.now() + 8 * 86_400_000)).status).toBe(400);
  });
});
