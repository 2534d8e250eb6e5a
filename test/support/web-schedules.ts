import { Bulletin } from '@loa/shared/api/bulletins';
import { z } from 'zod';
import type { ControllerApp } from './controller-app.js';
import { call } from './controller-world.js';

/** Whoever plans in the seeded commune. */
interface Planner {
  token: string;
  commune: string;
}

/** What a commune has in its calendar: programmes, a station, single days, two urgent things at one time, a mourning. */
export async function seedSchedules(app: ControllerApp, { token, commune }: Planner): Promise<void> {
  const post = async (path: string, body: unknown): Promise<string> => {
    const answer = await call(app, token, 'post', path, body);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    const made: unknown = JSON.parse(text);
    return (Made.safeParse(made).data ?? SavedMade.parse(made).schedule).id;
  };
  const listed = await call(app, token, 'get', '/bulletins?limit=10');
  const { items } = z.object({ items: z.array(Bulletin) }).parse(await listed.json());
  const [first, second, third] = items.map(({ id }) => id);
  const stationId = await post('/stations', {
    ...{ areaId: commune, name: 'VOV4 tiếng Jrai', url: 'https://stream.vov.vn/vov4-tay-nguyen' },
    ...{ hours: [{ from: '05:30', to: '07:00' }], fallbackBulletinId: first },
  });
  const programmeId = await post('/programmes', {
    ...{ areaId: commune, name: 'Chương trình sáng xã Ia Pia', maxMinutes: 30 },
    slots: [
      { slot: 'slot_newest', kind: 'newest', column: 'Nông nghiệp', weight: 4 },
      { slot: 'slot_fixed', kind: 'bulletin', bulletinId: second, weight: 6, fallbackBulletinId: first },
      { slot: 'slot_relay', kind: 'relay', stationId, minutes: 15 },
    ],
  });
  const weekly = (days: number[], time: string) => ({
    ...{ kind: 'recurring', days: [{ every: 'week', days }], times: [{ time }] },
  });
  const once = (date: string, time: string) => ({ kind: 'once', date, time });
  await post('/schedules', {
    ...{ programmeId, areaIds: [commune], timetable: weekly([1, 2, 3, 4, 5, 6], '06:00') },
  });
  await post('/schedules', {
    ...{ bulletinId: third, areaIds: ['area_thon3'], timetable: weekly([2, 4], '18:15') },
  });
  await post('/schedules', {
    ...{ bulletinId: second, areaIds: ['area_oibriu'], timetable: once('2026-11-05', '17:30') },
  });
  for (const [bulletinId, name] of [
    [first, 'Báo động lũ trên sông Ia Drăng'],
    [third, 'Sơ tán dân vùng sạt lở'],
  ]) {
    const urgent = { priority: 'priority', areaIds: ['area_oibriu'] };
    await post('/schedules', { bulletinId, name, ...urgent, timetable: once('2026-11-14', '20:15') });
  }
  await post('/suspensions', {
    ...{ name: 'Lễ bỏ mả', areaIds: ['area_oibriu'], from: '2026-11-05', until: '2026-11-06' },
  });
  await post('/suspensions', {
    ...{ name: 'Quốc tang', areaIds: [commune], from: '2026-12-01', until: '2026-12-02' },
  });
}

const Made = z.object({ id: z.string() });
const SavedMade = z.object({ schedule: Made });
