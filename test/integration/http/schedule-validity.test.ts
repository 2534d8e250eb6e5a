import { SavedSchedule, SchedulePreview } from '@loa/shared/api/schedules';
import { DAY } from '@loa/shared/instant';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { approveStation, letPeopleApproveRelays } from '../../support/approved-station.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';
import { enrolBoxes } from '../../support/heard-rows.js';
import { recordedBulletin } from '../../support/recorded-bulletin.js';

let app: ControllerApp;
let world: ControllerWorld;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
  await enrolBoxes(app);
});
afterEach(() => app.stop());

const as = (method: string, path: string, body: object) =>
  call(app, world.tokens.broadcaster, method, path, body);
const made = async (path: string, body: object): Promise<string> => {
  const answer = await as('post', path, body);
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
};
const schedule = (what: object, timetable: object, path = '/schedules') =>
  as('post', path, { ...what, areaIds: [PLACES.village], timetable });
const codes = async (answer: Promise<Response>) =>
  SavedSchedule.parse(await (await answer).json()).warnings.map(({ code }) => code);

/** Approved for ninety days from now on. */
const approved = async () =>
  (await recordedBulletin(app, world, { minutes: { vi: 5 }, topics: [], approved: true })).id;
/** Of what is approved already: it lasts until then. */
const validUntil = async (id: string, at: number) =>
  expect((await as('patch', `/bulletins/${id}`, { validUntil: at })).status).toBe(200);
const on = (...dates: string[]) => ({
  ...{ kind: 'recurring', days: [{ every: 'date', dates }], times: [{ time: '17:00' }] },
});
const yearly = {
  ...{ kind: 'recurring', days: [{ every: 'year', dates: [{ month: 5, day: 18 }] }] },
  times: [{ time: '17:00' }],
};

describe('a schedule beyond what a bulletin is valid or approved for', () => {
  it('is taken with a word, once, though nothing is planned for that day yet', async () => {
    const bulletinId = await approved();
    await validUntil(bulletinId, Date.parse('2026-12-01T00:00:00+07:00'));
    expect(await codes(schedule({ bulletinId }, on('2026-11-30')))).toEqual([]);
    expect(await codes(schedule({ bulletinId }, on('2026-12-01')))).toEqual(['outside_validity']);
    await validUntil(bulletinId, Date.parse('2026-11-04T00:00:00+07:00'));
    const preview = await schedule({ bulletinId }, on('2026-11-05'), '/schedules/preview');
    const { warnings } = SchedulePreview.parse(await preview.json());
    expect(warnings).toMatchObject([{ code: 'outside_validity', details: { bulletinId } }]);
    expect(warnings).toHaveLength(1);
  });

  it('is refused where it is to sound at once', async () => {
    const bulletinId = await approved();
    await validUntil(bulletinId, app.clock.now() - DAY);
    const answer = await schedule({ bulletinId }, { kind: 'now' });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ error: { code: 'outside_validity' } });
  });

  it('says so of a day that comes round when the approval has ended', async () => {
    const bulletinId = await approved();
    expect(await codes(schedule({ bulletinId }, yearly))).toEqual(['approval_ends']);
    expect(await codes(schedule({ bulletinId }, on('2026-11-20')))).toEqual([]);
  });

  it('also of what a programme names, and of stations', async () => {
    const bulletinId = await approved();
    await letPeopleApproveRelays(app, world);
    const hours = [{ from: '05:00', to: '22:00' }];
    const station = { areaId: PLACES.commune, name: 'VOV1', url: 'https://vov.example/1', hours };
    const stationId = await made('/stations', station);
    expect((await approveStation(app, world, stationId)).status).toBe(200);
    const slots = [
      { slot: 'slot_news', kind: 'bulletin', bulletinId },
      { slot: 'slot_relay', kind: 'relay', stationId, minutes: 10 },
    ];
    const programmeId = await made('/programmes', { areaId: PLACES.commune, name: 'Ngày KHCN', slots });
    const { warnings } = SavedSchedule.parse(await (await schedule({ programmeId }, yearly)).json());
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^Bài “Phòng lừa đảo trực tuyến” được duyệt đến .*: buổi 18\/05\/2027 .* duyệt lại\.$/,
      ),
      expect.stringMatching(/^Đài “VOV1” được duyệt đến .* buổi 18\/05\/2027/),
    ]);
  });
});
