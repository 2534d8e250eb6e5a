import { Bulletin } from '@loa/shared/api/bulletins';
import { EditPreview } from '@loa/shared/api/edit-preview';
import { Programme } from '@loa/shared/api/programmes';
import { SavedSchedule } from '@loa/shared/api/schedules';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { approvedBulletin } from '../../support/bulletin-flow.js';
import { call, PLACES } from '../../support/controller-world.js';
import { type PlannedApp, startPlannedApp } from '../../support/planned-app.js';

let bench: PlannedApp;
let bulletinId = '';
beforeEach(async () => {
  bench = await startPlannedApp();
  bulletinId = (await approvedBulletin(bench.app, bench.world)).bulletin.id;
});
afterEach(() => bench.stop());

const as = (role: 'admin' | 'broadcaster', method: string, path: string, body?: unknown) =>
  call(bench.app, bench.world.tokens[role], method, path, body);
const daily = (time: string) => ({ kind: 'recurring', days: [{ every: 'day' }], times: [{ time }] });
/** Twenty seconds each. */
const slotsOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ slot: `slot_${n}`, kind: 'bulletin', bulletinId }));

async function scheduled(played: object, time: string, areaIds: string[] = [PLACES.village]) {
  const body = { ...played, areaIds, timetable: daily(time) };
  const answer = await as('broadcaster', 'post', '/schedules', body);
  return SavedSchedule.parse(await answer.json()).schedule;
}

async function programme(fields: object = {}): Promise<Programme> {
  const body = { areaId: PLACES.commune, name: 'Bản tin chiều', slots: slotsOf(1), ...fields };
  return Programme.parse(await (await as('broadcaster', 'post', '/programmes', body)).json());
}

async function preview(role: 'admin' | 'broadcaster', path: string, body: object): Promise<EditPreview> {
  const answer = await as(role, 'post', `${path}/preview`, body);
  return EditPreview.parse(await answer.json());
}

/** Nothing is written, and no box is told anything. */
async function nothingHappened(): Promise<void> {
  await bench.settle();
  expect(bench.published()).toEqual({});
}

describe('an edit of a programme, before it is saved', () => {
  it('says which runs get more and which lose something, and changes nothing', async () => {
    const { id } = await programme({ slots: slotsOf(2) });
    await scheduled({ programmeId: id }, '17:00');
    await bench.settle();
    bench.published();
    const { diff, boxes, warnings, until } = await preview('broadcaster', `/programmes/${id}`, {
      slots: [...slotsOf(1), { ...slotsOf(3)[2] }],
    });
    expect(diff).toMatchObject({ boxes: 1, clusters: 1 });
    const days = new Set(diff.changes.map(({ date }) => date));
    expect(diff.changes.map(({ change }) => change).sort()).toEqual([
      ...[...days].map(() => 'added'),
      ...[...days].map(() => 'removed'),
    ]);
    expect(diff.changes[0]?.villages).toEqual(['làng Ơi Briu']);
    expect(boxes).toBe(1);
    expect(warnings).toEqual([]);
    expect(until).toBeGreaterThan(bench.app.clock.now());
    await nothingHappened();
    expect(await (await as('broadcaster', 'get', `/programmes/${id}`)).json()).toMatchObject({
      slots: [{ slot: 'slot_0' }, { slot: 'slot_1' }],
    });
  });

  it('tells of runs that would fall silent, since they take longer than they may', async () => {
    const { id } = await programme({ maxMinutes: 1, overflow: 'refuse' });
    await scheduled({ programmeId: id }, '17:00');
    const { diff, warnings } = await preview('broadcaster', `/programmes/${id}`, { slots: slotsOf(4) });
    expect(new Set(diff.changes.map(({ change }) => change))).toEqual(new Set(['removed']));
    expect(warnings).toMatchObject([{ code: 'does_not_fit' }]);
    expect(warnings[0]?.message).toMatch(
      /^“Bản tin chiều”, buổi 17:00 ngày .* và \d buổi nữa: dài hơn mức đã đặt, loa sẽ im\.$/,
    );
  });

  it('tells of what it would be cut by where the place falls silent', async () => {
    const hours = [{ from: '05:00', to: '17:01', maxGainDb: 0 }];
    await as('admin', 'patch', `/areas/${PLACES.village}`, { hours });
    const { id } = await programme();
    await scheduled({ programmeId: id }, '17:00');
    const { warnings } = await preview('broadcaster', `/programmes/${id}`, { slots: slotsOf(4) });
    expect(warnings.map(({ code }) => code)).toEqual(['dropped_for_length']);
    expect(warnings[0]?.message).toContain('không kịp xong trước giờ nghỉ phát');
  });

  it('names the neighbour that it would run into, and who waits', async () => {
    const { id } = await programme();
    await scheduled({ programmeId: id }, '17:00');
    await scheduled({ bulletinId }, '17:01');
    const { warnings } = await preview('broadcaster', `/programmes/${id}`, { slots: slotsOf(4) });
    expect(warnings).toMatchObject([{ code: 'queues' }]);
    expect(warnings[0]?.message).toMatch(
      /^“Phòng lừa đảo trực tuyến”, buổi 17:01 ngày .*: phải đợi “Bản tin chiều” phát xong lúc 17:01\.$/,
    );
    // Where they met before, nobody is told again.
    await as('broadcaster', 'patch', `/programmes/${id}`, { slots: slotsOf(4) });
    const again = await preview('broadcaster', `/programmes/${id}`, { name: 'Bản tin tối' });
    expect(again.warnings).toEqual([]);
  });

  it('says that a run which sounds now would be cut', async () => {
    const { id } = await programme();
    await scheduled({ programmeId: id }, '17:00');
    await bench.settle();
    const slots = [{ ...slotsOf(1)[0], slot: 'slot_other' }];
    const warned = async () => (await preview('broadcaster', `/programmes/${id}`, { slots })).warnings;
    expect(await warned()).toEqual([]);
    const first = await bench.app.db
      .selectFrom('playback')
      .select('planned_at')
      .orderBy('planned_at')
      .executeTakeFirstOrThrow();
    await bench.app.advance(first.planned_at - bench.app.clock.now() + 5_000);
    expect(await warned()).toMatchObject([
      {
        code: 'cuts_sounding',
        message: expect.stringMatching(/, buổi 17:00 ngày 02.11.2026: đang phát, lưu thì cắt/),
      },
    ]);
  });

  it('is refused as the edit itself would be', async () => {
    const { id } = await programme();
    const path = `/programmes/${id}/preview`;
    const unknown = [{ slot: 'slot_0', kind: 'bulletin', bulletinId: 'bulletin_none' }];
    expect((await as('broadcaster', 'post', path, { slots: unknown })).status).toBe(422);
    await as('broadcaster', 'post', `/programmes/${id}/archive`);
    expect((await as('broadcaster', 'post', path, { name: 'Khác' })).status).toBe(409);
  });
});

describe('an edit of a bulletin, before it is saved', () => {
  const changesOf = ({ diff }: EditPreview) => new Set(diff.changes.map(({ change }) => change));

  it('says which runs fall silent by another title, whose approval is for the old one', async () => {
    await scheduled({ bulletinId }, '17:00');
    await bench.settle();
    bench.published();
    const path = `/bulletins/${bulletinId}`;
    const told = await preview('broadcaster', path, { title: 'Tiêu đề khác' });
    expect(told.boxes).toBe(1);
    expect(changesOf(told)).toEqual(new Set(['removed']));
    expect(told.diff.changes[0]?.villages).toEqual(['làng Ơi Briu']);
    expect(told.warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/: bản tiếng Việt của “Tiêu đề khác” chưa được duyệt\.$/),
    ]);
    expect(await preview('broadcaster', path, { topics: ['y tế'] })).toMatchObject({
      ...{ warnings: [], diff: { changes: [] } },
    });
    await nothingHappened();
    expect(await (await as('broadcaster', 'get', path)).json()).toMatchObject({ state: 'approved' });
  });

  it('says from which day on it is no longer valid', async () => {
    await scheduled({ bulletinId }, '17:00');
    const validUntil = Date.parse('2026-11-05T00:00:00+07:00');
    const told = await preview('broadcaster', `/bulletins/${bulletinId}`, { validUntil });
    expect(told.diff.changes[0]).toMatchObject({ change: 'removed', date: '2026-11-05' });
    expect(told.warnings).toMatchObject([{ code: 'bulletin_not_valid' }]);
    const refused = await as('broadcaster', 'post', `/bulletins/${bulletinId}/preview`, {
      ...{ validFrom: validUntil, validUntil },
    });
    expect(refused.status).toBe(400);
  });

  it('says where a column has it from then on, and where one goes without it', async () => {
    const newest = { slot: 'slot_new', kind: 'newest', column: 'Nông nghiệp' };
    const { id } = await programme({ slots: [newest] });
    await scheduled({ programmeId: id }, '17:00');
    const path = `/bulletins/${bulletinId}`;
    expect(changesOf(await preview('broadcaster', path, { columnName: 'Nông nghiệp' }))).toEqual(
      new Set(['added']),
    );
    await as('broadcaster', 'patch', path, { columnName: 'Nông nghiệp' });
    const told = await preview('broadcaster', path, { columnName: null });
    expect(changesOf(told)).toEqual(new Set(['removed']));
    expect(told.warnings).toMatchObject([{ code: 'nothing_new' }]);
  });

  it('says what falls silent when one language is withdrawn, and changes nothing', async () => {
    await scheduled({ bulletinId }, '17:00');
    await bench.settle();
    bench.published();
    const bulletin = Bulletin.parse(
      await (await as('broadcaster', 'get', `/bulletins/${bulletinId}`)).json(),
    );
    const told = await preview('broadcaster', `/variants/${bulletin.variants[0]?.id}/withdraw`, {});
    expect(changesOf(told)).toEqual(new Set(['removed']));
    expect(told.warnings).toMatchObject([{ code: 'variant_not_approved' }]);
    await nothingHappened();
  });
});

describe('an edit of the rules of a place, before it is saved', () => {
  it('says which runs fall silent, and where, and changes nothing', async () => {
    await scheduled({ bulletinId }, '17:00', [PLACES.commune]);
    await bench.settle();
    bench.published();
    const quiet = [{ from: '16:30', to: '17:30', why: 'giờ tan trường' }];
    const { boxes, diff, warnings } = await preview('admin', `/areas/${PLACES.village}`, {
      rules: { quiet },
    });
    expect(boxes).toBe(1);
    expect(new Set(diff.changes.map(({ change }) => change))).toEqual(new Set(['removed']));
    expect(diff.changes[0]?.villages).toEqual(['làng Ơi Briu']);
    expect(warnings).toMatchObject([{ code: 'quiet_time' }]);
    expect(warnings[0]?.message).toMatch(
      /^“Phòng lừa đảo trực tuyến”, buổi 17:00 .* rơi vào giờ yên tĩnh \(giờ tan trường\), loa sẽ im\.$/,
    );
    const whole = await preview('admin', `/areas/${PLACES.commune}`, { rules: { quiet } });
    expect(whole.boxes).toBeGreaterThan(1);
    expect(whole.diff.changes[0]?.clusters).toBe(whole.boxes);
    await nothingHappened();
    expect(await (await as('admin', 'get', `/areas/${PLACES.village}`)).json()).toMatchObject({
      rules: { quiet: [] },
    });
  });

  it('moves every run where its clock is set otherwise', async () => {
    await scheduled({ bulletinId }, '17:00');
    const { diff } = await preview('admin', `/areas/${PLACES.village}`, { zone: 'Asia/Tokyo' });
    expect(diff.changes.map(({ change }) => change)).toContain('moved');
  });

  it('is told of one cluster as well: its hours, its languages, another village', async () => {
    await scheduled({ bulletinId }, '17:00');
    const path = `/clusters/${PLACES.cluster}`;
    const removed = async (body: object) => {
      const { diff } = await preview('admin', path, body);
      return diff.changes.map(({ change, language }) => `${change} ${language}`)[0];
    };
    expect(await removed({ hours: [{ from: '05:00', to: '12:00', maxGainDb: 0 }] })).toBe('removed vi');
    const { warnings } = await preview('admin', path, { languages: ['km'] });
    expect(warnings.map(({ message }) => message.split(': ')[1])).toEqual([
      '“Phòng lừa đảo trực tuyến” chưa có bản tiếng Khmer.',
    ]);
    const moved = await preview('admin', path, { areaId: PLACES.quietVillage });
    expect(moved.diff.changes[0]).toMatchObject({ change: 'removed' });
    expect(moved.diff.changes[0]?.villages).toEqual([expect.stringMatching(/^làng Ơi Briu → /)]);
    expect(await removed({ name: 'Cụm khác' })).toBeUndefined();
    const elsewhere = await as('admin', 'post', `${path}/preview`, { areaId: PLACES.otherCommune });
    expect(elsewhere.status).toBe(403);
  });
});

describe('an edit of a calendar of days, before it is saved', () => {
  const days = (date: string) => ({
    ...{ areaId: PLACES.commune, name: 'Lịch nghỉ của xã' },
    holidays: [{ name: 'Lễ bỏ mả', days: [{ every: 'date', dates: [date] }] }],
  });

  it('says which runs are left out or come back, and changes nothing', async () => {
    const path = '/holiday-calendars/calendar_commune';
    expect((await as('broadcaster', 'put', path, days('2026-11-04'))).status).toBe(200);
    const holidays = [{ calendarId: 'calendar_commune', on: 'skip' }];
    const body = { bulletinId, areaIds: [PLACES.village], timetable: { ...daily('17:00'), holidays } };
    expect((await as('broadcaster', 'post', '/schedules', body)).status).toBe(201);
    await bench.settle();
    bench.published();
    const { diff, boxes } = await preview('broadcaster', path, days('2026-11-05'));
    expect(boxes).toBe(1);
    expect(diff.changes.map(({ change, date }) => `${change} ${date}`)).toEqual([
      'added 2026-11-04',
      'removed 2026-11-05',
    ]);
    await nothingHappened();
    const unused = await preview('broadcaster', '/holiday-calendars/calendar_new', days('2026-11-05'));
    expect(unused).toMatchObject({ boxes: 0, diff: { changes: [] } });
    const country = await as('broadcaster', 'post', '/holiday-calendars/vietnam/preview', days('2026-11-05'));
    expect(country.status).toBe(409);
  });
});
