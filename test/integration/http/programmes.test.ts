import { Programme } from '@loa/shared/api/programmes';
import { SavedSchedule } from '@loa/shared/api/schedules';
import { Station, StationProposal, StoredStationGrant } from '@loa/shared/api/stations';
import { signGeneral } from '@loa/shared/trust/general';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { insertRoster } from '../../../controller/src/db/rosters.js';
import { approvedBulletin, draftBulletin } from '../../support/bulletin-flow.js';
import { call, PLACES, RECORDING } from '../../support/controller-world.js';
import { type PlannedApp, startPlannedApp } from '../../support/planned-app.js';

let bench: PlannedApp;
beforeEach(async () => {
  bench = await startPlannedApp();
});
afterEach(() => bench.stop());

const as = (role: 'broadcaster' | 'admin' | 'approver', method: string, path: string, body?: unknown) =>
  call(bench.app, bench.world.tokens[role], method, path, body);
const codeOf = async (answer: Response) => {
  const { error } = (await answer.json()) as { error: { code: string; message: string } };
  return [answer.status, error.code] as const;
};
const DAILY = { kind: 'recurring', days: [{ every: 'day' }], times: [{ time: '17:00' }] };
const columnProgramme = {
  areaId: PLACES.commune,
  name: 'Bản tin chiều',
  slots: [{ slot: 'slot_news', kind: 'newest', column: 'NQ57', notWithinDays: 3 }],
};

async function programmeOf(body: object): Promise<Programme> {
  return Programme.parse(await (await as('broadcaster', 'post', '/programmes', body)).json());
}

async function scheduled(
  programmeId: string,
  areaIds: string[] = [PLACES.village],
): Promise<z.infer<typeof SavedSchedule>> {
  const answer = await as('broadcaster', 'post', '/schedules', { programmeId, areaIds, timetable: DAILY });
  return SavedSchedule.parse(await answer.json());
}

/** An approved bulletin of the column NQ57. */
async function inColumn(): Promise<string> {
  const { bulletin } = await approvedBulletin(bench.app, bench.world);
  await as('broadcaster', 'patch', `/bulletins/${bulletin.id}`, { columnName: 'NQ57' });
  await bench.settle();
  return bulletin.id;
}

describe('a programme', () => {
  it('is scheduled, and every village hears what its column has', async () => {
    const programme = await programmeOf(columnProgramme);
    const { schedule } = await scheduled(programme.id);
    expect(schedule).toMatchObject({ programmeId: programme.id, bulletinId: null, name: 'Bản tin chiều' });
    await bench.settle();
    expect((await bench.plan())?.sessions).toEqual([]);
    bench.published();
    const bulletinId = await inColumn();
    // A new bulletin of the column reaches the boxes that hear it, and no others.
    expect(Object.keys(bench.published())).toEqual([PLACES.box]);
    const rows = await bench.app.db.selectFrom('playback').selectAll().orderBy('planned_at').execute();
    expect(rows.map((row) => [row.role, row.slot, row.bulletin_id, row.local_date])).toEqual([
      ['newest', 'slot_news', bulletinId, '2026-11-02'],
      ['newest', 'slot_news', bulletinId, '2026-11-05'],
      ['newest', 'slot_news', bulletinId, '2026-11-08'],
    ]);
  });

  it('that names what is not there is refused, and says what', async () => {
    const slots = [{ slot: 'slot_tune', kind: 'tune', bulletinId: 'bulletin_none' }];
    const answer = await as('broadcaster', 'post', '/programmes', { ...columnProgramme, slots });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      error: { code: 'unknown_part', details: { missing: ['bulletin_none'] } },
    });
  });

  it('knows nothing of another commune’s bulletins, programmes and stations, whatever their ids', async () => {
    const { bulletin } = await approvedBulletin(bench.app, bench.world);
    await inColumn();
    const own = await programmeOf(columnProgramme);
    const hours = [{ from: '05:00', to: '06:00' }];
    const station = await as('broadcaster', 'post', '/stations', {
      ...{
        areaId: PLACES.commune,
        name: 'VOV4',
        url: 'https://vov.vn/vov4',
        hours,
        fallbackBulletinId: null,
      },
    });
    const { id: stationId } = Station.parse(await station.json());
    const stranger = (path: string, body: object, method = 'post') =>
      call(bench.app, bench.world.stranger, method, path, body);
    const slot = { slot: 'slot_one', fallbackBulletinId: null };
    const slots = [
      { ...slot, kind: 'bulletin', bulletinId: bulletin.id },
      { ...slot, kind: 'filler', bulletinIds: [bulletin.id] },
      { ...slot, kind: 'newest', column: 'X', fallbackBulletinId: bulletin.id },
      { ...slot, kind: 'relay', stationId, minutes: 5 },
    ];
    for (const named of slots) {
      const body = { areaId: PLACES.otherCommune, slots: [named] };
      expect(await codeOf(await stranger('/programmes/preview', body))).toEqual([422, 'unknown_part']);
      expect(
        (await as('broadcaster', 'post', '/programmes/preview', { ...body, areaId: PLACES.commune })).status,
      ).toBe(200);
      const made = await stranger('/programmes', { ...body, name: 'Mượn' });
      expect(await codeOf(made)).toEqual([422, 'unknown_part']);
    }
    const mine = { areaId: PLACES.otherCommune, slots: [{ ...slot, kind: 'newest', column: 'NQ57' }] };
    const previewed = await (await stranger('/programmes/preview', mine)).json();
    expect(previewed).toMatchObject({ totalMs: 0, slots: [{ ready: false }] });
    const { id } = Programme.parse(
      await (await stranger('/programmes', { ...mine, name: 'Của tôi' })).json(),
    );
    const changed = await stranger(`/programmes/${id}`, { slots: slots.slice(0, 1) }, 'patch');
    expect(await codeOf(changed)).toEqual([422, 'unknown_part']);

    await as('broadcaster', 'post', `/programmes/${own.id}/archive`);
    for (const played of [{ bulletinId: bulletin.id }, { programmeId: own.id }]) {
      const body = { ...played, areaIds: [PLACES.otherCommune], timetable: DAILY };
      expect(await codeOf(await stranger('/schedules/preview', body))).toEqual([404, 'not_found']);
      expect(await codeOf(await stranger('/schedules', body))).toEqual([404, 'not_found']);
    }
  });

  it('that is changed is filled anew at its boxes alone', async () => {
    const { bulletin } = await approvedBulletin(bench.app, bench.world);
    const programme = await programmeOf(columnProgramme);
    await scheduled(programme.id);
    await bench.settle();
    bench.published();
    const slots = [{ slot: 'slot_news', kind: 'bulletin', bulletinId: bulletin.id }];
    const answer = await as('broadcaster', 'patch', `/programmes/${programme.id}`, { slots });
    expect(Programme.parse(await answer.json()).slots[0]).toMatchObject({ kind: 'bulletin', weight: 5 });
    await bench.settle();
    expect(bench.published()).toEqual({ [PLACES.box]: 1 });
    expect((await bench.plan())?.sessions).toHaveLength(8);
    // The same again says nothing new.
    await as('broadcaster', 'patch', `/programmes/${programme.id}`, { slots });
    await bench.settle();
    expect(bench.published()).toEqual({});
  });

  it('is put away once nothing uses it, and is scheduled no more', async () => {
    const programme = await programmeOf(columnProgramme);
    const { schedule } = await scheduled(programme.id);
    const archive = () => as('broadcaster', 'post', `/programmes/${programme.id}/archive`);
    expect(await codeOf(await archive())).toEqual([409, 'in_use']);
    await as('broadcaster', 'post', `/schedules/${schedule.id}/cancel`);
    expect((await archive()).status).toBe(200);
    const body = { programmeId: programme.id, areaIds: [PLACES.village], timetable: DAILY };
    expect(await codeOf(await as('broadcaster', 'post', '/schedules', body))).toEqual([409, 'archived']);
    expect(await (await as('broadcaster', 'get', '/programmes')).json()).toMatchObject({ items: [] });
    const all = await as('broadcaster', 'get', '/programmes?archived=true');
    expect(((await all.json()) as { items: unknown[] }).items).toHaveLength(1);
  });
});

describe('a station', () => {
  const body = {
    areaId: PLACES.commune,
    name: 'VOV1',
    url: 'https://stream.vov.example/vov1',
    hours: [{ from: '05:00', to: '21:00' }],
  };
  /** The approver may approve relays as well from here on. */
  const allowRelay = async () => {
    const { roster, rootKey } = bench.world;
    const right = { use: 'relay' as const, areas: [PLACES.commune] };
    const people = roster.people.map((person) => ({ ...person, rights: [...person.rights, right] }));
    const next = { ...roster, version: roster.version + 1, people };
    const bytes = await signGeneral('roster', next, [rootKey]);
    await insertRoster(bench.app.db, { roster: next, bytes }, bench.app.clock.now());
  };
  async function station(fields: object = {}): Promise<Station> {
    return Station.parse(await (await as('broadcaster', 'post', '/stations', { ...body, ...fields })).json());
  }
  async function signed(stationId: string, lie: object = {}): Promise<string> {
    const answer = await as('approver', 'get', `/stations/${stationId}/proposal`);
    const { payload } = StationProposal.parse(await answer.json());
    const grant = { ...payload, signedAt: bench.app.clock.now(), ...lie };
    return Buffer.from(await signGeneral('grant', grant, [bench.world.approverKey])).toString('utf8');
  }
  const handIn = (stationId: string, grant: string) =>
    as('approver', 'post', `/stations/${stationId}/grant`, { grant });

  it('is carried once somebody with the right to has approved it as it stands', async () => {
    await allowRelay();
    const { bulletin } = await draftBulletin(bench.app, bench.world);
    const vov = await station({ fallbackBulletinId: bulletin.id });
    const slots = [{ slot: 'slot_vov', kind: 'relay', stationId: vov.id, minutes: 30 }];
    const programme = await programmeOf({ ...columnProgramme, slots });
    await scheduled(programme.id);
    await bench.settle();
    expect((await bench.plan())?.sessions).toEqual([]);
    bench.published();

    const grant = await signed(vov.id);
    const stored = StoredStationGrant.parse(await (await handIn(vov.id, grant)).json());
    expect(stored).toMatchObject({ signers: ['person_nam'], station: { grantId: stored.grantId } });
    await bench.settle();
    expect(bench.published()).toEqual({ [PLACES.box]: 1 });
    const plan = await bench.plan();
    expect(plan?.sessions[0]?.items[0]).toMatchObject({
      source: { kind: 'relay', url: body.url, durationMs: 30 * 60_000, fallback: RECORDING },
      grantId: stored.grantId,
    });
    expect(plan?.hold).toMatchObject([{ sha256: RECORDING, durationMs: expect.any(Number) }]);
    // The same again is one approval.
    expect((await handIn(vov.id, grant)).status).toBe(200);

    // Another address is another station: the approval falls, and the boxes go silent.
    const changed = await as('broadcaster', 'patch', `/stations/${vov.id}`, {
      url: 'https://other.example/x',
    });
    expect(Station.parse(await changed.json()).grantId).toBeNull();
    await bench.settle();
    expect((await bench.plan())?.sessions).toEqual([]);
  });

  it('is not approved by a signature for something else, nor by somebody without the right', async () => {
    const vov = await station();
    const honest = await signed(vov.id);
    expect(await codeOf(await handIn(vov.id, honest))).toEqual([422, 'grant_not_allowed']);
    await allowRelay();
    const elsewhere = { subject: { url: 'https://evil.example/x', hours: body.hours } };
    const longer = { subject: { url: body.url, hours: [{ from: '00:00', to: '24:00' }] } };
    for (const lie of [elsewhere, longer, { title: 'VOV2' }]) {
      expect(await codeOf(await handIn(vov.id, await signed(vov.id, lie)))).toEqual([
        422,
        'grant_wrong_subject',
      ]);
    }
    const beyond = await signed(vov.id, { areas: [PLACES.otherCommune] });
    expect(await codeOf(await handIn(vov.id, beyond))).toEqual([422, 'grant_wrong_audience']);
    expect((await handIn(vov.id, honest)).status).toBe(200);
  });

  it('stays while a programme carries it', async () => {
    const vov = await station();
    const slots = [{ slot: 'slot_vov', kind: 'relay', stationId: vov.id, minutes: 30 }];
    const programme = await programmeOf({ ...columnProgramme, slots });
    expect(await codeOf(await as('admin', 'delete', `/stations/${vov.id}`))).toEqual([409, 'in_use']);
    await as('broadcaster', 'post', `/programmes/${programme.id}/archive`);
    expect((await as('admin', 'delete', `/stations/${vov.id}`)).status).toBe(204);
    expect(await (await as('admin', 'get', '/stations')).json()).toMatchObject({ items: [] });
  });
});
