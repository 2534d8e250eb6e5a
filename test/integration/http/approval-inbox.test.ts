import { ApprovalInbox } from '@loa/shared/api/approvals';
import { Today } from '@loa/shared/api/today';
import { DAY } from '@loa/shared/instant';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { approveStation, letPeopleApproveRelays } from '../../support/approved-station.js';
import { approvedBulletin, draftBulletin, signProposal, submit } from '../../support/bulletin-flow.js';
import { call, PLACES } from '../../support/controller-world.js';
import { type PlannedApp, startPlannedApp } from '../../support/planned-app.js';

let planned: PlannedApp;
beforeEach(async () => {
  planned = await startPlannedApp();
});
afterEach(() => planned.stop());

async function post(path: string, body: object): Promise<{ id: string }> {
  const answer = await call(planned.app, planned.world.tokens.broadcaster, 'post', path, body);
  if (answer.status !== 201) throw new Error(`${path}: ${await answer.text()}`);
  return (await answer.json()) as { id: string };
}

const schedule = (what: object, date: string, time: string) =>
  post('/schedules', {
    ...{ ...what, name: `Lịch ${time}`, areaIds: [PLACES.commune], clusterIds: [], priority: 'normal' },
    timetable: { kind: 'once', date, time },
  });

async function waiting(title: string) {
  const { bulletin, variant } = await draftBulletin(planned.app, planned.world, { title });
  await submit(planned.app, planned.world, variant.id);
  return bulletin;
}

async function inbox(token = planned.world.tokens.approver, query = '') {
  const answer = await call(planned.app, token, 'get', `/approvals${query}`);
  if (answer.status !== 200) throw new Error(await answer.text());
  return ApprovalInbox.parse(await answer.json());
}

describe('the approval inbox', () => {
  it('begins with what is heard first, says when, and what sounds without it', async () => {
    await waiting('Không lịch');
    const tomorrow = await waiting('Ngày mai');
    await schedule({ bulletinId: tomorrow.id }, '2026-11-03', '17:00');
    const tonight = await waiting('Chiều nay');
    await schedule({ bulletinId: tonight.id }, '2026-11-02', '17:00');
    const soon = await waiting('Sắp phát');
    await schedule({ bulletinId: soon.id }, '2026-11-02', '09:50');
    const { items, next, reasons } = await inbox();
    expect(items.map(({ title, urgency }) => [title, urgency])).toEqual([
      ['Sắp phát', 'now'],
      ['Chiều nay', 'today'],
      ['Ngày mai', 'later'],
      ['Không lịch', 'unscheduled'],
    ]);
    expect(items[0]?.text).toMatch(/^Phát 09:50 hôm nay · còn (49|50) phút$/);
    expect(items[2]?.text).toBe('Phát 17:00 ngày 03/11 · còn 1 ngày');
    expect(items[1]?.firstAir).toMatchObject({
      scheduleName: 'Lịch 17:00',
      instead: 'Loa im trong buổi này.',
    });
    expect(items[0]).toMatchObject({
      durationMs: 20_000,
      notByYou: null,
      createdByName: 'account_broadcaster',
    });
    expect([next, reasons.length > 3]).toEqual([null, true]);
  });

  it('is read page by page in the same order, and one by its id', async () => {
    await waiting('Không lịch');
    for (const time of ['17:00', '16:00', '18:00']) {
      const bulletin = await waiting(`Lúc ${time}`);
      await schedule({ bulletinId: bulletin.id }, '2026-11-02', time);
    }
    const first = await inbox(undefined, '?limit=3');
    expect(first.items.map(({ title }) => title)).toEqual(['Lúc 16:00', 'Lúc 17:00', 'Lúc 18:00']);
    const second = await inbox(undefined, `?limit=3&cursor=${first.next}`);
    expect(second).toMatchObject({ items: [{ title: 'Không lịch' }], next: null });
    const [, one] = first.items;
    expect((await inbox(undefined, `?variant=${one?.variant.id}`)).items).toMatchObject([
      { title: 'Lúc 17:00' },
    ]);
    // A set that somebody signed may stand far behind the first page.
    const set = [...second.items, ...first.items.slice(0, 1)].map(({ variant }) => variant.id);
    const whole = await inbox(undefined, `?limit=100&variant=${set.join()},variant_gone`);
    expect(whole.items.map(({ title }) => title)).toEqual(['Lúc 16:00', 'Không lịch']);
    expect(whole.next).toBeNull();
    expect((await inbox(undefined, '?variant=variant_gone')).items).toEqual([]);
  });

  it('puts first what was already missed, with the next chance', async () => {
    const bulletin = await waiting('Lỡ buổi');
    await schedule({ bulletinId: bulletin.id }, '2026-11-02', '10:00');
    await schedule({ bulletinId: bulletin.id }, '2026-11-02', '17:00');
    await planned.app.advance(2 * 3_600_000);
    const [first] = (await inbox()).items;
    expect(first).toMatchObject({ urgency: 'late', firstAir: { scheduleName: 'Lịch 17:00' } });
    expect(first?.text).toContain('Đã lỡ một buổi phát. Buổi tới 17:00 hôm nay');
  });

  it('knows the column that would choose it, and the fallback of its slot', async () => {
    const tune = (await approvedBulletin(planned.app, planned.world)).bulletin;
    const named = await waiting('Có dự phòng');
    const inColumn = await waiting('Của chuyên mục');
    await call(planned.app, planned.world.tokens.broadcaster, 'patch', `/bulletins/${inColumn.id}`, {
      columnName: 'NQ57',
    });
    const programme = await post('/programmes', {
      ...{ areaId: PLACES.commune, name: 'Bản tin chiều' },
      slots: [
        { slot: 'slot_main', kind: 'bulletin', bulletinId: named.id, fallbackBulletinId: tune.id },
        { slot: 'slot_news', kind: 'newest', column: 'NQ57', notWithinDays: 3 },
      ],
    });
    await schedule({ programmeId: programme.id }, '2026-11-02', '17:00');
    const { items } = await inbox();
    const of = (title: string) => items.find((item) => item.title === title)?.firstAir?.instead;
    expect(of('Có dự phòng')).toBe('Phát bài dự phòng “Phòng lừa đảo trực tuyến”.');
    expect(of('Của chuyên mục')).toContain('Chuyên mục “NQ57”');
  });

  it('tells who may not approve, and is closed to those who have no part in it', async () => {
    await waiting('Một bài');
    const [seen] = (await inbox(planned.world.tokens.broadcaster)).items;
    expect(seen?.notByYou).toContain('quyền duyệt');
    for (const role of ['contributor', 'technician', 'villageHead'] as const) {
      const answer = await call(planned.app, planned.world.tokens[role], 'get', '/approvals');
      expect(answer.status).toBe(403);
    }
    expect((await inbox(planned.world.stranger)).items).toEqual([]);
  });

  it('names what is approved and ends before a run that is planned, and takes it anew', async () => {
    const { app, world } = planned;
    const { bulletin, variant } = await approvedBulletin(app, world);
    const elsewhere = await approvedBulletin(app, world);
    const daily = { kind: 'recurring', days: [{ every: 'day' }], times: [{ time: '17:00' }] };
    await post('/schedules', { bulletinId: bulletin.id, areaIds: [PLACES.commune], timetable: daily });
    const renew = async (id: string) => {
      const grant = await signProposal(app, world, id);
      return call(app, world.tokens.approver, 'post', `/variants/${id}/grant`, { grant });
    };
    await app.advance(81 * DAY);
    expect((await inbox()).items).toEqual([]);
    expect((await renew(variant.id)).status).toBe(409);

    await app.advance(3 * DAY);
    const { items } = await inbox();
    expect(items.map((item) => item.variant.id)).toEqual([variant.id]);
    expect(items[0]).toMatchObject({ endsAt: expect.any(Number), urgency: 'later', notByYou: null });
    expect(items[0]?.text).toMatch(
      /^Duyệt đến \d\d:\d\d ngày 31\/01\/2027 · Từ buổi 17:00 ngày 31\/01 không phát được nữa$/,
    );
    const ending = async () => {
      const answer = await call(app, world.tokens.approver, 'get', '/today');
      return Today.parse(await answer.json()).endingApprovals;
    };
    expect(await ending()).toBe(1);
    // What is itself valid no longer than that needs nobody's signature again.
    const validUntil = async (at: number | null) => {
      const path = `/bulletins/${bulletin.id}`;
      const answer = await call(app, world.tokens.broadcaster, 'patch', path, { validUntil: at });
      expect(answer.status).toBe(200);
    };
    await validUntil(items[0]?.endsAt ?? null);
    expect([await ending(), (await renew(variant.id)).status]).toEqual([0, 409]);
    await validUntil(null);
    expect((await renew(variant.id)).status).toBe(200);
    expect((await inbox()).items).toEqual([]);
    expect(await ending()).toBe(0);
    // Nobody would miss the other, and whoever knows better may still approve it again.
    expect((await renew(elsewhere.variant.id)).status).toBe(200);
  });

  it('says of a station in a scheduled programme that its approval ends, until it was given anew', async () => {
    const { app, world } = planned;
    await letPeopleApproveRelays(app, world);
    const hours = [{ from: '05:00', to: '22:00' }];
    const named = { areaId: PLACES.commune, name: 'VOV1', url: 'https://vov.example/1', hours };
    const { id: stationId } = await post('/stations', named);
    expect((await approveStation(app, world, stationId)).status).toBe(200);
    const slots = [{ slot: 'slot_relay', kind: 'relay', stationId, minutes: 10 }];
    const { id: programmeId } = await post('/programmes', {
      ...{ areaId: PLACES.commune, name: 'Tiếp âm', slots },
    });
    const ending = async () => {
      const answer = await call(app, world.tokens.approver, 'get', '/today');
      return Today.parse(await answer.json()).endingStations;
    };
    await app.advance(83 * DAY);
    expect(await ending()).toBe(0);
    const timetable = { kind: 'recurring', days: [{ every: 'day' }], times: [{ time: '17:00' }] };
    await post('/schedules', { programmeId, areaIds: [PLACES.commune], timetable });
    expect(await ending()).toBe(1);
    expect((await approveStation(app, world, stationId)).status).toBe(200);
    expect(await ending()).toBe(0);
  });
});
