import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { updateSchedule } from '../../../controller/src/db/schedules.js';
import { approvedBulletin, draftBulletin } from '../../support/bulletin-flow.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';
import { enrolBoxes, logRuns, outlookAt, scheduleDaily } from '../../support/heard-rows.js';

let app: ControllerApp;
let world: ControllerWorld;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
  await enrolBoxes(app);
});
afterEach(() => app.stop());

const look = (query: string) => outlookAt(app, world.tokens.villageHead, query);

describe('what a village will hear', () => {
  it('is told run by run, and becomes ready when the box has the sound', async () => {
    const { bulletin } = await approvedBulletin(app, world);
    await scheduleDaily(app, world, bulletin.id);
    const before = await look(`area=${PLACES.village}&days=3`);
    expect(before).toMatchObject({ name: 'làng Ơi Briu', zone: 'Asia/Ho_Chi_Minh' });
    const runs = before.clusters[0]?.runs ?? [];
    expect(runs.map(({ date, readiness, name }) => [date, readiness, name])).toEqual([
      ['2026-11-02', 'partly', bulletin.title],
      ['2026-11-03', 'partly', bulletin.title],
      ['2026-11-04', 'partly', bulletin.title],
    ]);
    expect(runs[0]?.items).toMatchObject([
      { title: bulletin.title, language: 'vi', boxesReady: 0, boxes: 1 },
    ]);
    await logRuns(app, before, 1, { state: 'ready' });
    const after = await look(`cluster=${PLACES.cluster}&days=3`);
    expect(after.clusters[0]?.runs.map(({ readiness }) => readiness)).toEqual(['ready', 'partly', 'partly']);
  });

  it('names what nobody approved, a day and more ahead', async () => {
    const { bulletin } = await draftBulletin(app, world);
    await scheduleDaily(app, world, bulletin.id);
    const [run] = (await look(`area=${PLACES.village}`)).clusters[0]?.runs ?? [];
    expect(run).toMatchObject({ readiness: 'silent', items: [], name: bulletin.title });
    expect(run?.warnings.map(({ code }) => code)).toContain('variant_not_approved');
    expect(run?.warnings[0]?.about).toEqual({ title: bulletin.title, language: 'vi' });
    expect(run?.warnings[0]?.text).toBe('bản tiếng Việt của “Phòng lừa đảo trực tuyến” chưa được duyệt.');
  });

  it('is of one village or one cluster, for the next 1 to 31 days, for those whose area it is', async () => {
    const status = async (token: string, query: string) =>
      (await call(app, token, 'get', `/outlook?${query}`)).status;
    const { broadcaster } = world.tokens;
    expect(await status(broadcaster, '')).toBe(400);
    expect(await status(broadcaster, `area=${PLACES.village}&cluster=${PLACES.cluster}`)).toBe(400);
    expect(await status(broadcaster, `area=${PLACES.village}&days=32`)).toBe(400);
    expect(await status(broadcaster, 'area=area_none')).toBe(404);
    expect(await status(broadcaster, `area=${PLACES.otherCommune}`)).toBe(403);
    expect(await status(world.stranger, `cluster=${PLACES.cluster}`)).toBe(403);
  });
});

describe('the calendar of an area', () => {
  const feed = (token: string | null, area: string, query = '') =>
    call(app, token, 'get', `/areas/${area}/calendar.ics${query}`);

  it('has one entry for each run, with who hears it, and keeps its id when the time moves', async () => {
    const { bulletin } = await approvedBulletin(app, world);
    const schedule = await scheduleDaily(app, world, bulletin.id, {
      areaIds: [PLACES.village, PLACES.quietVillage],
    });
    const answer = await feed(world.tokens.broadcaster, PLACES.commune, '?days=2');
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const text = (await answer.text()).replace(/\r\n /g, '');
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(2);
    expect(text).toContain('DTSTART:20261102T100000Z');
    expect(text).toMatch(/LOCATION:làng Ơi Briu\\, làng Yên/);
    const uid = /UID:(\S+)/.exec(text)?.[1];
    if (schedule.timetable.kind !== 'recurring') throw new Error('another timetable than was asked for');
    const times = schedule.timetable.times.map((time) => ({ ...time, time: '17:30' }));
    const moved = { ...schedule, timetable: { ...schedule.timetable, times } };
    expect(await updateSchedule(app.db, moved, schedule.updatedAt)).toBe(true);
    const later = await (await feed(world.tokens.broadcaster, PLACES.commune, '?days=2')).text();
    expect(later).toContain('DTSTART:20261102T103000Z');
    expect(later.replace(/\r\n /g, '')).toContain(`UID:${uid}`);
  });

  it('shows what would be silent, and why', async () => {
    const { bulletin } = await draftBulletin(app, world);
    await scheduleDaily(app, world, bulletin.id);
    const text = (await (await feed(world.tokens.broadcaster, PLACES.village, '?days=1')).text()).replace(
      /\r\n /g,
      '',
    );
    expect(text).toContain('(chưa phát được)');
    expect(text).toContain('chưa được duyệt');
  });

  it('needs a token for that area, and is not for a whole province', async () => {
    expect((await feed(null, PLACES.village)).status).toBe(401);
    expect((await feed(world.stranger, PLACES.village)).status).toBe(403);
    expect((await feed(world.provinceAdmin, PLACES.province)).status).toBe(422);
  });
});
