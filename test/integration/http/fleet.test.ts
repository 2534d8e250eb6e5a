import { Contact } from '@loa/shared/api/contact';
import { BoxEvent, Fleet, MapData, Sim, SimRow, TestSound, Trouble, Volume } from '@loa/shared/api/fleet';
import { BoxRepair } from '@loa/shared/api/repairs';
import { Today } from '@loa/shared/api/today';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { activeOverrides } from '../../../controller/src/db/overrides.js';
import { approvedBulletin, draftBulletin, submit } from '../../support/bulletin-flow.js';
import { call, PLACES } from '../../support/controller-world.js';
import { type PlannedApp, startPlannedApp } from '../../support/planned-app.js';

let planned: PlannedApp;
beforeEach(async () => {
  planned = await startPlannedApp();
});
afterEach(() => planned.stop());

const tokens = () => planned.world.tokens;
const get = async <T>(schema: z.ZodType<T>, path: string, token = tokens().technician): Promise<T> => {
  const answer = await call(planned.app, token, 'get', path);
  const body = await answer.json();
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`);
  return schema.parse(body);
};
const status = async (token: string, method: string, path: string, body?: unknown) =>
  (await call(planned.app, token, method, path, body)).status;
const codeOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string } }).error.code;

async function heardFrom(boxId: string, more: object = {}) {
  const now = planned.app.clock.now();
  const last_status = JSON.stringify({ boxId, connected: true, at: now, ...more });
  await planned.app.db
    .updateTable('box')
    .set({ last_status, last_seen_at: now })
    .where('id', '=', boxId)
    .execute();
}

describe('the loudspeakers of an area', () => {
  it('stand in one table: health in words, SIM with its days, whom to call', async () => {
    await heardFrom(PLACES.box);
    const sim = { number: '0912345678', operator: 'Viettel', expiresOn: '2026-11-12', note: null };
    expect(await status(tokens().technician, 'put', `/boxes/${PLACES.box}/sim`, sim)).toBe(200);
    const contact = { name: 'Ông Rơ Châm Hyơi', phone: '0987654321' };
    expect(await status(tokens().technician, 'put', `/clusters/${PLACES.cluster}/contact`, contact)).toBe(
      200,
    );
    const fleet = await get(Fleet, '/fleet');
    expect(fleet.counts).toEqual({ all: 2, good: 1, silent: 1, waiting: 0, simsExpiring: 1 });
    const row = fleet.items.find(({ boxId }) => boxId === PLACES.box);
    expect(row).toMatchObject({ condition: { kind: 'good' }, trouble: null, simDaysLeft: 10, contact, sim });
    const lost = fleet.items.find(({ boxId }) => boxId === PLACES.quietBox);
    expect(lost?.trouble?.text).toContain('mất liên lạc');
    expect(await get(Sim, `/boxes/${PLACES.box}/sim`)).toEqual(sim);
    expect(await get(Contact, `/clusters/${PLACES.cluster}/contact`)).toEqual(contact);

    const sims = z.object({ items: z.array(SimRow) });
    expect((await get(sims, '/sims?within=5')).items).toEqual([]);
    expect((await get(sims, '/sims?within=10')).items).toMatchObject([{ boxId: PLACES.box, daysLeft: 10 }]);
    const troubles = await get(z.object({ items: z.array(Trouble) }), '/troubles');
    expect(troubles.items.map(({ boxId }) => boxId)).toEqual([PLACES.quietBox]);
  });

  it('are for the people of the place: others neither see nor change them', async () => {
    const { stranger } = planned.world;
    for (const path of ['/fleet', '/map', '/today', '/troubles', '/sims']) {
      expect(await status(stranger, 'get', `${path}?area=${PLACES.commune}`)).toBe(403);
    }
    for (const token of [stranger, tokens().supervisor, tokens().contributor]) {
      expect(await status(token, 'put', `/boxes/${PLACES.box}/sim`, {})).toBe(403);
      expect(await status(token, 'put', `/clusters/${PLACES.cluster}/contact`, {})).toBe(403);
      expect(await status(token, 'patch', `/boxes/${PLACES.box}/volume`, { muted: true })).toBe(403);
      expect(await status(token, 'post', `/boxes/${PLACES.box}/test`)).toBe(403);
    }
    expect(await status(tokens().technician, 'put', `/boxes/${PLACES.box}/sim`, { number: 'gọi ai' })).toBe(
      400,
    );
  });

  it('are given to somebody to mend, and everybody sees to whom until it is done', async () => {
    const path = `/boxes/${PLACES.quietBox}/repair`;
    expect((await get(BoxRepair, path)).technicians).toEqual(['account_technician']);
    const given = { assignee: 'Anh Tư điện', note: 'Mất điện ở cột' };
    expect(await status(tokens().broadcaster, 'put', path, given)).toBe(200);
    const troubles = await get(z.object({ items: z.array(Trouble) }), '/troubles');
    const mine = troubles.items.find(({ boxId }) => boxId === PLACES.quietBox);
    expect(mine?.repair).toEqual({ ...given, at: planned.app.clock.now(), byName: 'account_broadcaster' });
    expect(await status(tokens().supervisor, 'delete', path)).toBe(403);
    expect(await status(tokens().technician, 'delete', path)).toBe(200);
    expect(await status(tokens().technician, 'delete', path)).toBe(200);
    expect((await get(BoxRepair, path)).repair).toBeNull();
    const events = await get(z.object({ items: z.array(BoxEvent) }), `/boxes/${PLACES.quietBox}/events`);
    const told = events.items.map(({ text }) => text);
    expect(told.filter((text) => text.includes('sửa'))).toEqual(['báo đã sửa xong loa', 'giao thợ sửa loa']);
  });

  it('stand on a map with the worst of their boxes, where a position is known', async () => {
    const { db } = planned.app;
    await db.updateTable('cluster').set({ lat: 13.9, lon: 108.1 }).where('id', '=', PLACES.cluster).execute();
    await db.updateTable('area').set({ lat: 13.8, lon: 108 }).where('id', '=', PLACES.village).execute();
    const map = await get(MapData, '/map');
    expect(map.unplaced).toBe(1);
    expect(map.features).toMatchObject([
      {
        id: PLACES.cluster,
        geometry: { coordinates: [108.1, 13.9] },
        properties: { kind: 'cluster', condition: 'lost' },
      },
      { id: PLACES.village, properties: { kind: 'area', condition: null } },
    ]);
  });

  it('have a history of what people did and what was noticed', async () => {
    await call(planned.app, tokens().technician, 'patch', `/boxes/${PLACES.box}/volume`, { maxGainDb: -6 });
    await planned.app.advance(1000);
    const at = planned.app.clock.now();
    await planned.app.db
      .insertInto('incident')
      .values({ at, box_id: PLACES.box, kind: 'box_copied', detail: 'x' })
      .execute();
    const { num } = await planned.app.db
      .insertInto('journal')
      .values({ id: 'journal_x', box_id: PLACES.box })
      .returning('num')
      .executeTakeFirstOrThrow();
    const clock = { state: 'synced', uncertaintyMs: 20 };
    const boot = { kind: 'boot', seq: 1, at: at + 5, clock, version: '0.1.0', bootId: 'b' };
    await planned.app.db
      .insertInto('journal_entry')
      .values({
        journal_num: num,
        seq: 1,
        at: at + 5,
        kind: 'boot',
        playback_id: null,
        body: JSON.stringify(boot),
        rejected: 0,
        received_at: at,
      })
      .execute();
    const { items } = await get(z.object({ items: z.array(BoxEvent) }), `/boxes/${PLACES.box}/events`);
    expect(items.map(({ kind }) => kind)).toEqual(['box', 'trouble', 'person']);
    expect(items[0]?.text).toContain('khởi động');
    expect(items[1]?.text).toContain('sao chép');
    expect(items[2]?.text).toBe('chỉnh âm lượng loa');
  });

  it('have a history that leaves nothing out where a page ends amid what happened at one instant', async () => {
    const incident = (ms: number, kind: string) => ({
      ...{ at: planned.app.clock.now() + ms, box_id: PLACES.box, kind, detail: 'x' },
    });
    const kinds = ['box_copied', 'foreign_report', 'clock_odd'];
    await planned.app.db
      .insertInto('incident')
      .values([incident(0, 'revoked_box'), ...kinds.map((kind) => incident(1, kind)), incident(2, 'late')])
      .execute();
    const Events = z.object({ items: z.array(BoxEvent), next: z.int().nullable() });
    const path = `/boxes/${PLACES.box}/events?limit=2`;
    const first = await get(Events, path);
    const second = await get(Events, `${path}&before=${first.next}`);
    const all = [...first.items, ...second.items];
    const now = planned.app.clock.now();
    expect(all.map(({ at }) => at - now)).toEqual([2, 1, 1, 1, 0]);
    expect(new Set(all.map(({ text }) => text)).size).toBeGreaterThan(2);
    expect(second.next).toBeNull();
  });
});

describe('the volume of a box', () => {
  const path = `/boxes/${PLACES.box}/volume`;

  it('reaches its plan at once: lower, silent, and back', async () => {
    await scheduleDaily();
    expect((await planned.plan())?.settings.maxGainDb).toBe(0);
    expect(await status(tokens().broadcaster, 'patch', path, { maxGainDb: -12 })).toBe(200);
    await planned.settle();
    expect((await planned.plan())?.settings.maxGainDb).toBe(-12);
    const muted = await call(planned.app, tokens().broadcaster, 'patch', path, { muted: true });
    expect(Volume.parse(await muted.json())).toMatchObject({
      effectiveDb: null,
      muted: true,
      maxGainDb: -12,
    });
    await planned.settle();
    const silent = await planned.plan();
    expect([silent?.settings.hours, silent?.sessions]).toEqual([[], []]);
    expect((await get(Fleet, '/fleet')).items.find(({ boxId }) => boxId === PLACES.box)).toMatchObject({
      muted: true,
    });
    await call(planned.app, tokens().broadcaster, 'patch', path, { muted: false });
    await planned.settle();
    expect((await planned.plan())?.sessions.length).toBeGreaterThan(0);
  });

  it('stays silent while somebody else changes how loud it is', async () => {
    const as = (token: string, body: object) => call(planned.app, token, 'patch', path, body);
    expect((await as(tokens().broadcaster, { muted: true })).status).toBe(200);
    const lowered = await as(tokens().technician, { maxGainDb: -6 });
    expect(Volume.parse(await lowered.json())).toMatchObject({ muted: true, maxGainDb: -6 });
  });

  it('is silenced though its level has become more than its cluster allows since', async () => {
    expect(await status(tokens().technician, 'patch', path, { maxGainDb: -3 })).toBe(200);
    expect(await status(tokens().technician, 'patch', `/clusters/${PLACES.cluster}`, { maxGainDb: -6 })).toBe(
      200,
    );
    expect(await status(tokens().technician, 'patch', path, { maxGainDb: -3, muted: true })).toBe(200);
    expect(await get(Volume, path)).toMatchObject({ muted: true, effectiveDb: null });
  });

  it('never goes above what its cluster and the signed limits allow', async () => {
    const answer = await call(planned.app, tokens().admin, 'patch', path, { maxGainDb: 3 });
    expect([answer.status, await codeOf(answer)]).toEqual([422, 'above_limit']);
    expect(await get(Volume, path)).toEqual({
      ...{ maxGainDb: null, muted: false, clusterMaxGainDb: 0, rosterMaxGainDb: 0, effectiveDb: 0 },
    });
  });
});

async function scheduleDaily() {
  const { bulletin } = await approvedBulletin(planned.app, planned.world);
  const body = {
    ...{
      bulletinId: bulletin.id,
      name: 'Hằng ngày',
      areaIds: [PLACES.commune],
      clusterIds: [],
      priority: 'normal',
    },
    timetable: { kind: 'recurring', days: [{ every: 'day' }], times: [{ time: '17:00' }] },
  };
  const answer = await call(planned.app, tokens().broadcaster, 'post', '/schedules', body);
  if (answer.status !== 201) throw new Error(await answer.text());
  await planned.settle();
}

describe('a test of a loudspeaker', () => {
  it('is an override for this box alone with a sound that says so, and is over by itself', async () => {
    const answer = await call(planned.app, tokens().technician, 'post', `/boxes/${PLACES.box}/test`);
    expect(answer.status).toBe(201);
    const test = TestSound.parse(await answer.json());
    expect(test.words).toContain('bản tin thử');
    const active = await activeOverrides(planned.app.db, PLACES.village, planned.app.clock.now());
    expect(active).toMatchObject([{ kind: 'test', overrideId: test.id, boxes: [PLACES.box] }]);
    const again = await call(planned.app, tokens().technician, 'post', `/boxes/${PLACES.box}/test`);
    expect([again.status, await codeOf(again)]).toEqual([429, 'test_under_way']);
    await planned.app.advance(121_000);
    expect(await activeOverrides(planned.app.db, PLACES.village, planned.app.clock.now())).toEqual([]);
  });

  it('keeps to the allowed hours and to boxes that are in use', async () => {
    await planned.app.advance(13 * 3_600_000);
    const late = await call(planned.app, tokens().technician, 'post', `/boxes/${PLACES.quietBox}/test`);
    expect([late.status, await codeOf(late)]).toEqual([409, 'outside_hours']);
    await planned.app.db.updateTable('box').set({ state: 'created' }).where('id', '=', PLACES.box).execute();
    const waiting = await call(planned.app, tokens().technician, 'post', `/boxes/${PLACES.box}/test`);
    expect([waiting.status, await codeOf(waiting)]).toEqual([409, 'not_enrolled']);
  });
});

describe('the home page', () => {
  it('says in one answer what sounds, what comes, what was lost, what is silent and what waits', async () => {
    await scheduleDaily();
    const { variant } = await draftBulletin(planned.app, planned.world, { title: 'Chờ duyệt' });
    await submit(planned.app, planned.world, variant.id);
    await call(planned.app, tokens().admin, 'post', '/stops', { areaId: PLACES.quietVillage });
    const morning = await get(Today, '/today', tokens().broadcaster);
    expect(morning.next[0]).toMatchObject({ title: 'Phòng lừa đảo trực tuyến', clusters: 2, ready: 0 });
    expect(morning.next[0]?.villages).toEqual(['làng Ơi Briu', 'làng Yên']);
    expect(morning).toMatchObject({
      waitingApprovals: 1,
      lostCount: 0,
      date: '2026-11-02',
      openDecisions: 0,
      reviews: [],
    });
    expect(morning.silent).toHaveLength(2);
    expect(morning.stops).toMatchObject([{ areaName: 'làng Yên', createdByName: 'account_admin' }]);

    await planned.app.advance(8 * 3_600_000 + 60_000);
    const { db } = planned.app;
    const rows = await db
      .selectFrom('playback')
      .select(['id', 'box_id'])
      .where('planned_at', '<', planned.app.clock.now())
      .execute();
    const [here, there] = [
      rows.find((row) => row.box_id === PLACES.box),
      rows.find((row) => row.box_id === PLACES.quietBox),
    ];
    await db
      .updateTable('playback')
      .set({ state: 'started', started_at: planned.app.clock.now() })
      .where('id', '=', here?.id ?? '')
      .execute();
    await db
      .updateTable('playback')
      .set({ state: 'missed', reason: 'box_off' })
      .where('id', '=', there?.id ?? '')
      .execute();
    const evening = await get(Today, '/today', tokens().villageHead);
    expect(evening.playing).toMatchObject([{ clusters: 1, ready: 1, villages: ['làng Ơi Briu'] }]);
    expect(evening.lost).toMatchObject([{ playbackId: there?.id, reason: 'box_off', areaName: 'làng Yên' }]);
  });
});
