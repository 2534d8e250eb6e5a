import { PriorityDecision } from '@loa/shared/api/conflicts';
import { Programme, ProgrammePreview } from '@loa/shared/api/programmes';
import { SavedSchedule, SchedulePreview } from '@loa/shared/api/schedules';
import { Station } from '@loa/shared/api/stations';
import { SuspensionPreview } from '@loa/shared/api/suspensions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { approvedBulletin } from '../../support/bulletin-flow.js';
import { call, PLACES } from '../../support/controller-world.js';
import { type PlannedApp, startPlannedApp } from '../../support/planned-app.js';

let bench: PlannedApp;
let bulletinId = '';
beforeAll(async () => {
  bench = await startPlannedApp();
  bulletinId = (await approvedBulletin(bench.app, bench.world)).bulletin.id;
});
afterAll(() => bench.stop());

const as = (method: string, path: string, body?: unknown) =>
  call(bench.app, bench.world.tokens.broadcaster, method, path, body);
const dateIn = (days: number) =>
  new Date(bench.app.clock.now() + days * 86_400_000 + 7 * 3_600_000).toISOString().slice(0, 10);

it('knows how long a programme lasts before it is saved, and what is not approved yet', async () => {
  const made = await as('post', '/stations', {
    ...{ areaId: PLACES.commune, name: 'VOV1', url: 'https://vov.example/1' },
    hours: [{ from: '05:00', to: '06:00' }],
  });
  const { id: stationId } = Station.parse(await made.json());
  const body = {
    areaId: PLACES.commune,
    slots: [
      { slot: 'slot_fixed', kind: 'bulletin', bulletinId },
      { slot: 'slot_new', kind: 'newest', column: 'Không có' },
      { slot: 'slot_relay', kind: 'relay', stationId, minutes: 10 },
      { slot: 'slot_music', kind: 'filler', bulletinIds: [bulletinId] },
    ],
  };
  const answer = await as('post', '/programmes/preview', body);
  const preview = ProgrammePreview.parse(await answer.json());
  expect(preview.slots.map(({ durationMs, ready }) => [durationMs, ready])).toEqual([
    ...[[20_000, true] as const, [0, false] as const, [600_000, false] as const, [null, true] as const],
  ]);
  expect(preview.totalMs).toBe(620_000);
  const listed = z.object({ items: z.array(Programme) }).parse(await (await as('get', '/programmes')).json());
  expect(listed.items).toEqual([]);
  const missing = await as('post', '/programmes/preview', {
    ...{
      areaId: PLACES.commune,
      slots: [{ slot: 'slot_fixed', kind: 'bulletin', bulletinId: 'bulletin_no' }],
    },
  });
  expect(missing.status).toBe(422);
});

it('tells of a schedule before it is saved what of it will not sound', async () => {
  const made = await as('post', '/stations', {
    ...{ areaId: PLACES.commune, name: 'VOV4', url: 'https://vov.example/4' },
    hours: [{ from: '06:00', to: '07:00' }],
  });
  const { id: stationId } = Station.parse(await made.json());
  const slots = [{ slot: 'slot_relay', kind: 'relay', stationId, minutes: 10 }];
  const body = { areaId: PLACES.commune, name: 'Tiếp âm', slots };
  const { id: programmeId } = Programme.parse(await (await as('post', '/programmes', body)).json());
  const timetable = { kind: 'once', date: dateIn(1), time: '06:30' };
  const asked = { programmeId, areaIds: [PLACES.village], timetable };
  const answer = await as('post', '/schedules/preview', asked);
  const { warnings } = SchedulePreview.parse(await answer.json());
  expect(warnings.map(({ code, message }) => [code, message.split(': ')[1]])).toEqual([
    ['station_not_approved', 'đài “VOV4” chưa được duyệt.'],
  ]);
});

describe('a suspension before it is set', () => {
  it('says what would fall silent and where, and changes nothing', async () => {
    const timetable = { kind: 'recurring', days: [{ every: 'day' }], times: [{ time: '17:00' }] };
    const saved = await as('post', '/schedules', { bulletinId, areaIds: [PLACES.village], timetable });
    const { schedule } = SavedSchedule.parse(await saved.json());
    await bench.settle();
    bench.published();
    const asked = {
      ...{ name: 'Quốc tang', areaIds: [PLACES.commune], from: dateIn(1), until: dateIn(2) },
    };
    const preview = async (fields: object) => {
      const answer = await as('post', '/suspensions/preview', { ...asked, ...fields });
      return SuspensionPreview.parse(await answer.json());
    };
    const all = await preview({ everything: true });
    expect(all.diff.changes.map(({ change, date }) => [change, date])).toEqual([
      ['removed', dateIn(1)],
      ['removed', dateIn(2)],
    ]);
    expect(all.boxes).toBeGreaterThan(0);
    expect((await preview({})).diff.changes).toEqual([]);
    await bench.settle();
    expect(bench.published()).toEqual({});
    expect(await (await as('get', '/suspensions')).json()).toMatchObject({ items: [] });
    await as('post', `/schedules/${schedule.id}/cancel`);
  });
});

it('tells of two urgent schedules who set them, where and when, and keeps the reason of a choice', async () => {
  const urgent = (name: string) =>
    as('post', '/schedules', {
      ...{ bulletinId, name, priority: 'priority', areaIds: [PLACES.village] },
      timetable: { kind: 'once', date: dateIn(3), time: '11:00' },
    });
  const first = SavedSchedule.parse(await (await urgent('Lũ')).json());
  await urgent('Sơ tán');
  const listed = await as('get', '/priority-decisions');
  const { items } = z.object({ items: z.array(PriorityDecision) }).parse(await listed.json());
  const [decision] = items;
  expect(decision?.sides?.map(({ name }) => name).sort()).toEqual(['Lũ', 'Sơ tán']);
  expect(decision?.sides?.[0]).toMatchObject({ cancelled: false });
  expect(decision?.sides?.[0]?.places).toHaveLength(1);
  expect(decision?.sides?.[0]?.sentence).toContain('lúc 11:00');
  const body = { winner: first.schedule.id, reason: 'Nước lên nhanh hơn' };
  const decided = await as('post', `/priority-decisions/${decision?.id}/decide`, body);
  expect(PriorityDecision.parse(await decided.json()).winner).toBe(first.schedule.id);
  const entry = await bench.app.db
    .selectFrom('audit')
    .select('detail')
    .where('action', '=', 'decision.decide')
    .executeTakeFirstOrThrow();
  expect(JSON.parse(entry.detail ?? '')).toMatchObject(body);
});
