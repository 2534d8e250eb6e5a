import type { Conflict } from '@loa/shared/api/conflicts';
import { ProgrammePreview } from '@loa/shared/api/programmes';
import { ScheduleWeek } from '@loa/shared/api/schedule-week';
import { SavedSchedule, type Schedule, SchedulePreview } from '@loa/shared/api/schedules';
import { sha256Hex } from '@loa/shared/jcs';
import type { LanguagePolicy } from '@loa/shared/place-rules';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { admitRecording, insertRecording } from '../../../controller/src/db/recordings.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';
import { enrolBoxes } from '../../support/heard-rows.js';

/** Làng Yên hears from 05:30 to 21:00. It is Monday 2 November 2026, 09:00. */
let app: ControllerApp;
let world: ControllerWorld;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
  await enrolBoxes(app);
});
afterEach(() => app.stop());

const as = (method: string, path: string, body?: unknown) =>
  call(app, world.tokens.broadcaster, method, path, body);

async function idOf(answer: Promise<Response>): Promise<string> {
  const { id } = (await (await answer).json()) as { id: string };
  return id;
}

/** A bulletin with one approved recording of so many minutes for each language. */
async function bulletinOf(minutes: Record<string, number>, column: string | null = null): Promise<string> {
  const title = `Tin ${Object.entries(minutes).flat().join(' ')}`;
  const fields = {
    title,
    kind: 'tin',
    areaId: PLACES.commune,
    ...(column === null ? {} : { columnName: column }),
  };
  const id = await idOf(as('post', '/bulletins', fields));
  for (const [language, length] of Object.entries(minutes)) {
    const sha256 = sha256Hex(`${language} ${length}`);
    const createdAt = app.clock.now();
    const recording = { sha256, bytes: 60_000, durationMs: length * 60_000, lufs: -16, peakDb: -1.5 };
    const files = { aac: null, original: null };
    const known = await app.db
      .selectFrom('recording')
      .select('sha256')
      .where('sha256', '=', sha256)
      .executeTakeFirst();
    if (!known) await insertRecording(app.db, { ...recording, createdAt, createdBy: 'system' }, files);
    await admitRecording(app.db, sha256, PLACES.commune);
    await as('put', `/bulletins/${id}/variants/${language}`, { recordingSha256: sha256, text: title });
  }
  await app.db.updateTable('variant').set({ state: 'approved' }).where('bulletin_id', '=', id).execute();
  return id;
}

/** What làng Yên understands, and how it hears what comes in several languages. */
async function hears(languages: string[], languagePolicy: LanguagePolicy): Promise<void> {
  const path = `/clusters/${PLACES.quietCluster}`;
  const change = { languages, rules: { languagePolicy } };
  const answer = await call(app, world.tokens.admin, 'patch', path, change);
  expect(answer.status).toBe(200);
}

const once = (time: string, date = '2026-11-03') => ({ kind: 'once', date, time });
const daily = (time: string) => ({ kind: 'recurring', days: [{ every: 'day' }], times: [{ time }] });
const schedule = (what: object, timetable: object, more: object = {}) =>
  as('post', '/schedules', { ...what, areaIds: [PLACES.quietVillage], timetable, ...more });

interface Refusal {
  error: {
    code: string;
    message: string;
    details?: { refusals?: { details?: { nearest: string[] } }[]; conflicts?: Conflict[] };
  };
}

const refused = async (response: Response) => {
  const { error } = (await response.json()) as Refusal;
  const nearest = error.details?.refusals?.[0]?.details?.nearest;
  const free = error.details?.conflicts?.[0]?.alternatives.map(({ time }) => time);
  return { status: response.status, code: error.code, nearest, free };
};

const saved = async (response: Response): Promise<Schedule> =>
  SavedSchedule.parse(await response.json()).schedule;

describe('where a village hears a bulletin in two languages, one after the other', () => {
  it.each<LanguagePolicy>(['eachInTurn', 'villageThenVietnamese'])(
    'a run is as long as both: %s',
    async (policy) => {
      await hears(['jra', 'vi'], policy);
      const bulletinId = await bulletinOf({ jra: 10, vi: 10 });
      expect((await schedule({ bulletinId }, once('17:00'))).status).toBe(201);
      expect(await refused(await schedule({ bulletinId }, once('17:12')))).toMatchObject({
        ...{ status: 409, code: 'overlap' },
        free: ['17:20', '17:25', '17:30', '17:35', '17:40'],
      });
      expect(await refused(await schedule({ bulletinId }, once('20:45')))).toMatchObject({
        ...{ status: 422, code: 'does_not_fit', nearest: ['20:40'] },
      });
      expect((await schedule({ bulletinId }, once('17:20'))).status).toBe(201);
    },
  );

  it('a run is as long as the one that it hears, where it hears only one', async () => {
    await hears(['jra', 'vi'], 'firstAvailable');
    const bulletinId = await bulletinOf({ jra: 10, vi: 25 });
    expect((await schedule({ bulletinId }, once('17:00'))).status).toBe(201);
    expect((await schedule({ bulletinId }, once('17:12'))).status).toBe(201);
  });

  it('the same bulletin is shorter in the village beside it', async () => {
    await hears(['jra', 'vi'], 'eachInTurn');
    const bulletinId = await bulletinOf({ jra: 10, vi: 10 });
    const there = { areaIds: [PLACES.village] };
    expect((await schedule({ bulletinId }, once('17:00'), there)).status).toBe(201);
    expect((await schedule({ bulletinId }, once('17:12'), there)).status).toBe(201);
    const both = { bulletinId, areaIds: [PLACES.commune], timetable: once('06:00') };
    const preview = SchedulePreview.parse(await (await as('post', '/schedules/preview', both)).json());
    expect(preview.durationMs).toBe(20 * 60_000);
  });

  it('its minutes count for the limits of the place', async () => {
    await hears(['jra', 'vi'], 'eachInTurn');
    const bulletinId = await bulletinOf({ jra: 10, vi: 10 });
    const limits = { rules: { maxSessionMinutes: 15 } };
    await call(app, world.tokens.admin, 'patch', `/clusters/${PLACES.quietCluster}`, limits);
    expect(await refused(await schedule({ bulletinId }, once('17:00')))).toMatchObject({
      ...{ status: 422, code: 'session_too_long' },
    });
    const perDay = { rules: { maxSessionMinutes: null, maxDayMinutes: 30 } };
    await call(app, world.tokens.admin, 'patch', `/clusters/${PLACES.quietCluster}`, perDay);
    expect((await schedule({ bulletinId }, once('17:00'))).status).toBe(201);
    expect(await refused(await schedule({ bulletinId }, once('19:00')))).toMatchObject({
      ...{ status: 422, code: 'day_limit' },
    });
  });

  it('a programme that shortens itself is taken with a word, but not at the cost of what stands there', async () => {
    const bulletinId = await bulletinOf({ vi: 20 });
    const slots = [{ slot: 'slot_news', kind: 'bulletin', bulletinId }];
    const made = as('post', '/programmes', { areaId: PLACES.commune, name: 'Tự rút ngắn', slots });
    const programmeId = await idOf(made);
    const limits = { rules: { maxDayMinutes: 15 } };
    await call(app, world.tokens.admin, 'patch', `/clusters/${PLACES.quietCluster}`, limits);
    const alone = SavedSchedule.parse(await (await schedule({ programmeId }, once('07:00'))).json());
    expect(alone.warnings.map(({ code }) => code)).toContain('day_limit');
    expect(
      (await schedule({ bulletinId: await bulletinOf({ vi: 10 }) }, once('17:00', '2026-11-04'))).status,
    ).toBe(201);
    expect(await refused(await schedule({ programmeId }, once('07:00', '2026-11-04')))).toMatchObject({
      ...{ status: 422, code: 'day_limit' },
    });
  });

  it('a time of today that was over when it was set does not count', async () => {
    const bulletinId = await bulletinOf({ vi: 10 });
    const limits = { rules: { maxSessionsPerDay: 1 } };
    await call(app, world.tokens.admin, 'patch', `/clusters/${PLACES.quietCluster}`, limits);
    expect((await schedule({ bulletinId }, daily('06:00'))).status).toBe(201);
    expect((await schedule({ bulletinId }, once('17:00', '2026-11-02'))).status).toBe(201);
    expect(await refused(await schedule({ bulletinId }, once('17:00', '2026-11-03')))).toMatchObject({
      ...{ status: 422, code: 'day_limit' },
    });
  });

  it('a column’s newest bulletin counts in both languages too', async () => {
    await hears(['jra', 'vi'], 'eachInTurn');
    await bulletinOf({ jra: 10, vi: 10 }, 'Tin xã');
    const slots = [{ slot: 'slot_new', kind: 'newest', column: 'Tin xã' }];
    const made = as('post', '/programmes', { areaId: PLACES.commune, name: 'Chương trình', slots });
    const programmeId = await idOf(made);
    expect((await schedule({ programmeId }, once('17:00'))).status).toBe(201);
    expect(await refused(await schedule({ programmeId }, once('17:12')))).toMatchObject({ status: 409 });
  });
});

describe('the length that is shown', () => {
  it('is the one that is judged: in the week, and of a programme that is being written', async () => {
    await hears(['jra', 'vi'], 'eachInTurn');
    const bulletinId = await bulletinOf({ jra: 10, vi: 10 });
    await schedule({ bulletinId }, once('17:00'));
    const weekOf = async (areaId: string) => {
      const answer = await as('get', `/areas/${areaId}/week?from=2026-11-02`);
      return ScheduleWeek.parse(await answer.json()).schedules.map(({ durationMs }) => durationMs);
    };
    expect(await weekOf(PLACES.quietVillage)).toEqual([20 * 60_000]);
    const slots = [{ slot: 'slot_news', kind: 'bulletin', bulletinId }];
    const lengthAt = async (areaId: string) => {
      const answer = await as('post', '/programmes/preview', { areaId, slots });
      return ProgrammePreview.parse(await answer.json()).totalMs;
    };
    expect(await lengthAt(PLACES.quietVillage)).toBe(20 * 60_000);
    expect(await lengthAt(PLACES.village)).toBe(10 * 60_000);
    // Nobody there understands it, but it is recorded.
    const foreign = await bulletinOf({ km: 7 });
    const other = [{ slot: 'slot_km', kind: 'bulletin', bulletinId: foreign }];
    const asked = { areaId: PLACES.village, slots: other };
    const answer = await as('post', '/programmes/preview', asked);
    expect(ProgrammePreview.parse(await answer.json()).totalMs).toBe(7 * 60_000);
  });
});

describe('music up to a time of day', () => {
  const programme = (slots: object[]) => {
    const fields = { areaId: PLACES.commune, name: 'Nhạc và tin', overflow: 'refuse' };
    return idOf(as('post', '/programmes', { ...fields, slots }));
  };

  it('holds the time that it fills, and pushes on what follows', async () => {
    const [bulletinId, music] = [await bulletinOf({ vi: 20 }), await bulletinOf({ vi: 4 })];
    const programmeId = await programme([
      { slot: 'slot_music', kind: 'filler', bulletinIds: [music], until: '18:00' },
      { slot: 'slot_news', kind: 'bulletin', bulletinId },
    ]);
    expect((await schedule({ programmeId }, once('17:35'))).status).toBe(201);
    expect(await refused(await schedule({ bulletinId }, once('18:00')))).toMatchObject({
      ...{ status: 409, code: 'overlap', free: ['18:20', '18:25', '18:30', '18:35', '18:40'] },
    });
    const late = { programmeId, areaIds: [PLACES.quietVillage], timetable: once('19:00') };
    const preview = SchedulePreview.parse(await (await as('post', '/schedules/preview', late)).json());
    expect(preview).toMatchObject({ durationMs: 20 * 60_000, conflicts: [] });
  });

  it('before a relay makes the run longer, also for the limits of the place', async () => {
    const music = await bulletinOf({ vi: 4 });
    const hours = [{ from: '05:00', to: '07:00' }];
    const station = { areaId: PLACES.commune, name: 'VOV1', url: 'https://vov.example/1', hours };
    const stationId = await idOf(as('post', '/stations', station));
    const programmeId = await programme([
      { slot: 'slot_music', kind: 'filler', bulletinIds: [music], until: '06:00' },
      { slot: 'slot_relay', kind: 'relay', stationId, minutes: 30 },
    ]);
    const asked = { programmeId, areaIds: [PLACES.quietVillage], timetable: once('05:45') };
    const preview = SchedulePreview.parse(await (await as('post', '/schedules/preview', asked)).json());
    expect(preview.durationMs).toBe(45 * 60_000);
    const limits = { rules: { maxSessionMinutes: 40 } };
    await call(app, world.tokens.admin, 'patch', `/clusters/${PLACES.quietCluster}`, limits);
    expect(await refused(await schedule({ programmeId }, once('05:45')))).toMatchObject({
      ...{ status: 422, code: 'session_too_long' },
    });
    expect((await schedule({ programmeId }, once('05:50'))).status).toBe(201);
  });

  it('fits where it ends before the silence, and is offered only times that do', async () => {
    const [bulletinId, music] = [await bulletinOf({ vi: 20 }), await bulletinOf({ vi: 4 })];
    const programmeId = await programme([
      { slot: 'slot_music', kind: 'filler', bulletinIds: [music], until: 'nextHour' },
      { slot: 'slot_news', kind: 'bulletin', bulletinId },
    ]);
    expect(await refused(await schedule({ programmeId }, once('20:20')))).toMatchObject({
      ...{ status: 422, code: 'does_not_fit', nearest: ['20:00'] },
    });
  });

  it('is offered no time at which it would last longer than the place allows', async () => {
    const [bulletinId, music] = [await bulletinOf({ vi: 20 }), await bulletinOf({ vi: 4 })];
    const programmeId = await programme([
      { slot: 'slot_music', kind: 'filler', bulletinIds: [music], until: '18:30' },
      { slot: 'slot_news', kind: 'bulletin', bulletinId },
    ]);
    const quiet = [{ from: '17:30', to: '18:10', why: 'giờ học bài' }];
    const rules = { rules: { quiet, maxSessionMinutes: 25 } };
    await call(app, world.tokens.admin, 'patch', `/clusters/${PLACES.quietCluster}`, rules);
    const answer = await refused(await schedule({ programmeId }, once('17:55')));
    expect(answer).toMatchObject({ status: 422, code: 'quiet_time', nearest: ['18:25'] });
    expect((await schedule({ programmeId }, once('18:25'))).status).toBe(201);
  });

  it('is offered no free time, either, at which it would last longer than the place allows', async () => {
    const [bulletinId, music] = [await bulletinOf({ vi: 20 }), await bulletinOf({ vi: 4 })];
    const programmeId = await programme([
      { slot: 'slot_music', kind: 'filler', bulletinIds: [music], until: 'nextHour' },
      { slot: 'slot_news', kind: 'bulletin', bulletinId },
    ]);
    const rules = { rules: { maxSessionMinutes: 30 } };
    await call(app, world.tokens.admin, 'patch', `/clusters/${PLACES.quietCluster}`, rules);
    expect((await schedule({ bulletinId }, once('17:00'))).status).toBe(201);
    // Free from 17:20 on, but until 17:49 it would last more than half an hour.
    const answer = await refused(await schedule({ programmeId }, once('16:55')));
    expect(answer).toMatchObject({ status: 409, code: 'overlap' });
    expect(answer.free).toEqual(['17:50', '16:00', '17:55', '15:55', '18:00']);
    expect((await schedule({ programmeId }, once('17:50'))).status).toBe(201);
  });
});

describe('a programme longer than it may be by its own rule', () => {
  const longest = async (overflow: 'refuse' | 'dropLowest') => {
    const bulletinId = await bulletinOf({ vi: 20 });
    const slots = [{ slot: 'slot_news', kind: 'bulletin', bulletinId }];
    const body = { areaId: PLACES.commune, name: 'Bản tin', slots, maxMinutes: 15, overflow };
    return idOf(as('post', '/programmes', body));
  };

  it('is refused where it would sound nowhere', async () => {
    const programmeId = await longest('refuse');
    const answer = await refused(await schedule({ programmeId }, once('17:00')));
    expect(answer).toMatchObject({ status: 422, code: 'programme_too_long' });
  });

  it('is taken with a word where it shortens itself', async () => {
    const programmeId = await longest('dropLowest');
    const taken = SavedSchedule.parse(await (await schedule({ programmeId }, once('17:00'))).json());
    expect(taken.warnings.map(({ message }) => message)).toEqual([
      'Buổi phát ở làng Yên dài 20 phút, quá mức 15 phút của chương trình. Hãy bớt mục, hoặc tăng độ dài nhiều nhất của chương trình.',
    ]);
  });
});

describe('what comes round seldom', () => {
  it('is met by a daily schedule made months before', async () => {
    const bulletinId = await bulletinOf({ vi: 10 });
    const far = await saved(await schedule({ bulletinId }, once('17:00', '2027-03-01')));
    const answer = await schedule({ bulletinId }, daily('17:05'));
    expect(await refused(answer)).toMatchObject({
      status: 409,
      code: 'overlap',
      free: ['17:10'].concat(['17:15', '17:20', '16:50', '17:25']),
    });
    const queued = await schedule({ bulletinId }, daily('17:05'), { onOverlap: 'queue' });
    expect(queued.status).toBe(201);
    expect(SavedSchedule.parse(await queued.json()).warnings).toMatchObject([{ code: 'overlap_queues' }]);
    expect(far.state).toBe('active');
  });

  it.each([
    [5, 18],
    [10, 1],
    [10, 10],
  ])('and a yearly one, on the day of %d/%d', async (month, day) => {
    const bulletinId = await bulletinOf({ vi: 10 });
    const yearly = {
      ...{ kind: 'recurring', days: [{ every: 'year', dates: [{ month, day }] }] },
      times: [{ time: '17:00' }],
    };
    expect((await schedule({ bulletinId }, yearly)).status).toBe(201);
    expect(await refused(await schedule({ bulletinId }, daily('17:00')))).toMatchObject({ status: 409 });
  });

  it('counts for the limits of its day', async () => {
    const bulletinId = await bulletinOf({ vi: 10 });
    const limits = { rules: { maxDayMinutes: 15 } };
    await call(app, world.tokens.admin, 'patch', `/clusters/${PLACES.quietCluster}`, limits);
    expect((await schedule({ bulletinId }, once('17:00', '2027-03-01'))).status).toBe(201);
    expect(await refused(await schedule({ bulletinId }, daily('19:00')))).toMatchObject({
      ...{ status: 422, code: 'day_limit' },
    });
  });
});
