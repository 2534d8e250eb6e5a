import { MergedArea, MergePreview } from '@loa/shared/api/areas';
import { Box, ReplacedBox } from '@loa/shared/api/boxes';
import { HolidayCalendar } from '@loa/shared/api/holiday-calendars';
import { Suspension } from '@loa/shared/api/suspensions';
import { NO_RULES, type PlaceRules } from '@loa/shared/place-rules';
import { signGeneral } from '@loa/shared/trust/general';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { areasOfBox } from '../../../controller/src/db/box-areas.js';
import { findCluster } from '../../../controller/src/db/clusters.js';
import { insertRoster } from '../../../controller/src/db/rosters.js';
import { beforeNextTransaction } from '../../support/between.js';
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

const as = async (method: string, path: string, body?: unknown) => {
  const answer = await call(bench.app, bench.world.tokens.admin, method, path, body);
  await bench.settle();
  return answer;
};
const codeOf = async (answer: Response) => {
  const { error } = (await answer.json()) as { error: { code: string } };
  return [answer.status, error.code] as const;
};
const schedule = (fields: object = {}) =>
  as('post', '/schedules', {
    ...{ bulletinId, areaIds: [PLACES.village] },
    timetable: { kind: 'recurring', days: [{ every: 'day' }], times: [{ time: '17:00' }] },
    ...fields,
  });
const days = async (boxId?: string) =>
  (await bench.plan(boxId))?.sessions.map(({ startsAt }) => new Date(startsAt).toISOString().slice(8, 10));

describe('a suspension', () => {
  const mourning = { name: 'Quốc tang', from: '2026-11-04', until: '2026-11-05', everything: true };

  it('silences its days at its places, and gives them back when it is cancelled', async () => {
    await schedule({ areaIds: [PLACES.commune] });
    bench.published();
    const made = await as('post', '/suspensions', { ...mourning, areaIds: [PLACES.village] });
    const suspension = Suspension.parse(await made.json());
    expect(bench.published()).toEqual({ [PLACES.box]: 1 });
    expect(await days()).toEqual(['02', '03', '06', '07', '08', '09']);
    expect(await days(PLACES.quietBox)).toHaveLength(8);
    await as('post', `/suspensions/${suspension.id}/cancel`);
    expect(await days()).toHaveLength(8);
  });

  it('needs something to silence and a day to do so', async () => {
    const areaIds = [PLACES.village];
    const post = (fields: object) => as('post', '/suspensions', { ...mourning, areaIds, ...fields });
    expect((await post({ music: false, everything: false })).status).toBe(400);
    expect((await post({ until: '2026-11-03' })).status).toBe(400);
    expect((await post({ areaIds: [PLACES.otherCommune] })).status).toBe(403);
  });

  it('that is sent again because its answer was lost is one, which ends as one', async () => {
    const id = 'suspension_abcdefghijklmn23';
    const areaIds = [PLACES.village, PLACES.quietVillage];
    const send = (fields: object = {}, token = bench.world.tokens.admin) =>
      call(bench.app, token, 'post', '/suspensions', { id, ...mourning, areaIds, ...fields });
    const made = Suspension.parse(await (await send()).json());
    expect(made.id).toBe(id);
    await bench.settle();
    bench.published();
    expect(Suspension.parse(await (await send({ areaIds: [...areaIds].reverse() })).json())).toEqual(made);
    await bench.settle();
    expect(bench.published()).toEqual({});
    const other = await send({ until: '2026-11-06' });
    expect(other.status).toBe(409);
    expect(await other.json()).toMatchObject({
      error: { code: 'already_saved', details: { suspensionId: id } },
    });
    // Nobody else finds out by guessing its name.
    expect(await codeOf(await send({}, bench.world.tokens.broadcaster))).toEqual([409, 'id_taken']);
    await as('post', `/suspensions/${id}/cancel`);
    // Nobody is told that it is silent there once it was ended.
    expect((await send()).status).toBe(409);
    const left = await as('get', '/suspensions?cancelled=false');
    expect(await left.json()).toMatchObject({ items: [] });
  });

  it('that is sent twice at one moment is one', async () => {
    const id = 'suspension_abcdefghijklmn45';
    const send = () => as('post', '/suspensions', { id, ...mourning, areaIds: [PLACES.village] });
    beforeNextTransaction(bench.app.db, send);
    expect((await send()).status).toBe(201);
    const { items } = (await (await as('get', '/suspensions')).json()) as { items: unknown[] };
    expect(items).toHaveLength(1);
  });
});

describe('a holiday calendar', () => {
  const put = (id: string, dates: string[]) =>
    as('put', `/holiday-calendars/${id}`, {
      ...{ areaId: PLACES.commune, name: 'Ngày nghỉ của xã' },
      holidays: [{ name: 'Lễ', days: [{ every: 'date', dates }] }],
    });

  it('that is changed reaches the boxes whose timetables ask it', async () => {
    await put('calendar_xa', ['2026-11-03']);
    const holidays = [{ calendarId: 'calendar_xa', on: 'skip' }];
    const rule = { kind: 'recurring', days: [{ every: 'day' }], times: [{ time: '17:00' }] };
    await schedule({ timetable: { ...rule, holidays } });
    expect(await days()).not.toContain('03');
    bench.published();
    await put('calendar_xa', ['2026-11-04']);
    expect(bench.published()).toEqual({ [PLACES.box]: 1 });
    expect(await days()).toEqual(['02', '03', '05', '06', '07', '08', '09']);
  });

  it('of the country is there for everybody and for nobody to change', async () => {
    const answer = await as('get', '/holiday-calendars');
    const { items } = z.object({ items: z.array(HolidayCalendar) }).parse(await answer.json());
    expect(items).toMatchObject([{ id: 'vietnam', areaId: null }]);
    expect(await codeOf(await put('vietnam', ['2026-11-03']))).toEqual([409, 'built_in']);
  });
});

describe('the rules of a place', () => {
  it('reach its boxes alone', async () => {
    await schedule({ areaIds: [PLACES.commune] });
    bench.published();
    const quiet = [{ from: '16:30', to: '17:30', days: [2], why: 'giờ học' }];
    const answer = await as('patch', `/areas/${PLACES.village}`, { rules: { quiet } });
    expect(answer.status).toBe(200);
    expect(bench.published()).toEqual({ [PLACES.box]: 1 });
    expect(await days()).not.toContain('03');
    expect(await days(PLACES.quietBox)).toHaveLength(8);
  });

  const noon = { from: '11:30', to: '13:30', why: 'giờ nghỉ trưa' };
  const clinic = { kind: 'hospital' as const, name: 'Trạm y tế', quiet: [noon], maxGainDb: null };

  it.each([
    { what: 'an area', path: `/areas/${PLACES.village}` },
    { what: 'a cluster', path: `/clusters/${PLACES.cluster}` },
  ])(
    'of $what keep what a change does not name, though a colleague saves at that moment',
    async ({ path }) => {
      const rulesOf = async () => ((await (await as('get', path)).json()) as { rules: PlaceRules }).rules;
      expect((await as('patch', path, { rules: { maxDayMinutes: 90, quiet: [noon] } })).status).toBe(200);
      beforeNextTransaction(bench.app.db, () => as('patch', path, { rules: { neighbours: [clinic] } }));
      const answer = await as('patch', path, { name: 'Tên mới', rules: { maxDayMinutes: null } });
      expect(await answer.json()).toMatchObject({
        ...{ name: 'Tên mới', rules: { ...NO_RULES, quiet: [noon], neighbours: [clinic] } },
      });
      expect(await rulesOf()).toEqual({ ...NO_RULES, quiet: [noon], neighbours: [clinic] });
      expect((await as('patch', path, { rules: { neighbors: [] } })).status).toBe(400);
    },
  );
});

describe('a roster', () => {
  it('reaches the boxes of its commune alone', async () => {
    await schedule({ areaIds: [PLACES.commune] });
    bench.published();
    const { roster, rootKey } = bench.world;
    const limits = [{ areas: [PLACES.commune], windows: [{ from: '06:00', to: '12:00', maxGainDb: -3 }] }];
    const bytes = await signGeneral('roster', { ...roster, version: 2, limits }, [rootKey]);
    const answer = await as('put', `/areas/${PLACES.commune}/roster`, {
      roster: Buffer.from(bytes).toString('utf8'),
    });
    expect(answer.status).toBe(200);
    expect(bench.published()).toEqual({ [PLACES.box]: 1, [PLACES.quietBox]: 1 });
    expect(await days()).toEqual([]);
  });
});

describe('merging', () => {
  const merge = (from: string, into: string) => as('post', `/areas/${from}/merge`, { into });
  const history = () => bench.app.db.selectFrom('playback').select(['id', 'area_id']).orderBy('id').execute();

  it('a village: its boxes hear what the other’s do and go on with their own, wake nobody else; the log stays', async () => {
    const made = await schedule();
    await schedule({
      ...{ areaIds: [PLACES.quietVillage], timetable: { kind: 'once', date: '2026-11-03', time: '18:00' } },
    });
    const logged = await history();
    bench.published();
    const answer = await merge(PLACES.village, PLACES.quietVillage);
    const { area, into, warnings } = MergedArea.parse(await answer.json());
    expect(area).toMatchObject({ mergedInto: into.id, parentId: into.id });
    expect(warnings.map(({ code }) => code)).toEqual(['roster_behind']);
    expect(await bench.plan()).toMatchObject({
      areaChain: [PLACES.province, PLACES.commune, PLACES.quietVillage],
    });
    expect(await days()).toHaveLength(9);
    expect(await days(PLACES.quietBox)).toEqual(['03']);
    const after = await history();
    expect(after.map(({ id }) => id)).toEqual(expect.arrayContaining(logged.map(({ id }) => id)));
    const found = await as('get', `/playbacks?area=${PLACES.quietVillage}&limit=100`);
    expect(((await found.json()) as { items: unknown[] }).items).toHaveLength(after.length);
    expect(await areasOfBox(bench.app.db, PLACES.box)).toContain(PLACES.village);
    expect(await codeOf(await merge(PLACES.village, PLACES.quietVillage))).toEqual([409, 'already_merged']);
    const { schedule: old } = (await made.json()) as { schedule: { id: string } };
    await as('post', `/schedules/${old.id}/cancel`);
    expect([await days(), await days(PLACES.quietBox)]).toEqual([['03'], ['03']]);
    const child = { areaId: PLACES.village, name: 'Cụm mới' };
    expect(await codeOf(await as('post', '/clusters', child))).toEqual([409, 'merged']);
  });

  it('a village: what it was spared is spared its loudspeakers in the other, too', async () => {
    const school = { kind: 'school', name: 'Trường Kon Brung', maxGainDb: -6 };
    const noon = { from: '11:00', to: '13:00', why: 'giờ học' };
    const rules = { ...NO_RULES, neighbours: [{ ...school, quiet: [noon] }] };
    const hours = [{ from: '06:00', to: '18:00', maxGainDb: 0 }];
    expect((await as('patch', `/areas/${PLACES.village}`, { hours, rules })).status).toBe(200);
    const { warnings } = MergedArea.parse(await (await merge(PLACES.village, PLACES.quietVillage)).json());
    expect(warnings.map(({ code }) => code)).toContain('rules_kept');
    await bench.settle();
    const kept = await findCluster(bench.app.db, PLACES.cluster);
    expect(kept).toMatchObject({ areaId: PLACES.quietVillage, hours, rules });
    expect((await bench.plan())?.settings.hours).toEqual([
      { from: '06:00', to: '11:00', maxGainDb: -6 },
      { from: '13:00', to: '18:00', maxGainDb: -6 },
    ]);
    const other = await findCluster(bench.app.db, PLACES.quietCluster);
    expect(other?.rules.neighbours).toEqual([]);
  });

  it('is refused in words where a part could not hold all that it is spared', async () => {
    const quiet = (why: string) =>
      Array.from({ length: 30 }, (_, n) => ({ from: '11:00', to: '13:00', why: `${why} ${n}` }));
    const rulesOf = (why: string) => ({ rules: { ...NO_RULES, quiet: quiet(why) } });
    expect((await as('patch', `/areas/${PLACES.village}`, rulesOf('làng'))).status).toBe(200);
    expect((await as('patch', `/clusters/${PLACES.cluster}`, rulesOf('cụm'))).status).toBe(200);
    const refused = await merge(PLACES.village, PLACES.quietVillage);
    expect(await codeOf(refused)).toEqual([409, 'too_many_rules']);
    expect((await findCluster(bench.app.db, PLACES.cluster))?.areaId).toBe(PLACES.village);
  });

  it('says before it is done what would move, what is left to do, and why not', async () => {
    await schedule();
    const preview = async (from: string, into: string) =>
      MergePreview.parse(await (await as('get', `/areas/${from}/merge?into=${into}`)).json());
    const said = await preview(PLACES.village, PLACES.quietVillage);
    expect(said).toMatchObject({
      ...{ villages: [], clusters: [{ name: PLACES.cluster, boxes: 1 }], schedules: 1, refused: null },
      warnings: [{ code: 'roster_behind' }],
    });
    expect((await preview(PLACES.village, PLACES.commune)).refused).toContain('thôn, làng với thôn, làng');
    expect((await as('get', `/areas/${PLACES.village}`)).status).toBe(200);
    expect((await preview(PLACES.village, PLACES.quietVillage)).area.mergedInto).toBeNull();
  });

  it('is not asked for again when the roster names the successor', async () => {
    const { roster, rootKey } = bench.world;
    const next = { ...roster, version: 2, successors: { [PLACES.village]: PLACES.quietVillage } };
    const bytes = await signGeneral('roster', next, [rootKey]);
    await insertRoster(bench.app.db, { roster: next, bytes }, bench.app.clock.now());
    const { warnings } = MergedArea.parse(await (await merge(PLACES.village, PLACES.quietVillage)).json());
    expect(warnings).toEqual([]);
  });

  it('a commune: its boxes keep the commune they pinned, and lie in the other', async () => {
    const top = bench.world.provinceAdmin;
    const path = `/areas/${PLACES.commune}/merge`;
    const answer = await call(bench.app, top, 'post', path, { into: PLACES.otherCommune });
    const { warnings } = MergedArea.parse(await answer.json());
    expect(warnings.map(({ code }) => code)).toEqual(['roster_behind', 'rules_kept']);
    await bench.settle();
    expect((await bench.plan())?.areaChain).toEqual([
      ...[PLACES.province, PLACES.otherCommune, PLACES.village],
    ]);
    expect(await areasOfBox(bench.app.db, PLACES.box)).toContain(PLACES.commune);
  });

  it('a commune: its staff go along, are named before, and work on in the other; each is in the log', async () => {
    const { provinceAdmin: top, tokens } = bench.world;
    const path = `/areas/${PLACES.commune}/merge`;
    const { accounts } = MergePreview.parse(
      await (await call(bench.app, top, 'get', `${path}?into=${PLACES.otherCommune}`)).json(),
    );
    expect(accounts).toContain('account_broadcaster');
    await call(bench.app, top, 'post', path, { into: PLACES.otherCommune });
    const me = await (await call(bench.app, tokens.broadcaster, 'get', '/session')).json();
    expect(me).toMatchObject({ areaId: PLACES.otherCommune });
    const boxes = await call(bench.app, tokens.broadcaster, 'get', '/boxes');
    expect(await boxes.json()).toMatchObject({ items: expect.arrayContaining([expect.anything()]) });
    const made = await call(bench.app, tokens.broadcaster, 'post', '/bulletins', {
      ...{ title: 'Sau sáp nhập', kind: 'tin', areaId: PLACES.otherCommune },
    });
    expect(made.status).toBe(201);
    const log = await call(bench.app, top, 'get', `/audit?area=${PLACES.otherCommune}&kind=people`);
    const { items } = (await log.json()) as { items: { action: string; subject: string; reason: string }[] };
    const moved = items.filter(({ action }) => action === 'account.change');
    expect(moved.map(({ subject }) => subject)).toContain('account_broadcaster');
    expect(moved.length).toBeGreaterThanOrEqual(accounts.length);
    expect(moved[0]?.reason).toContain('sáp nhập vào');
  });

  it('never lifts a stop unsaid, joins unequals, or crosses a commune', async () => {
    expect(await codeOf(await merge(PLACES.village, PLACES.village))).toEqual([422, 'same_area']);
    expect(await codeOf(await merge(PLACES.village, PLACES.commune))).toEqual([422, 'wrong_level']);
    const across = await call(bench.app, bench.world.provinceAdmin, 'post', '/areas', {
      ...{ parentId: PLACES.otherCommune, level: 'village', kind: 'làng', name: 'Xa' },
    });
    const { id } = (await across.json()) as { id: string };
    const top = bench.world.provinceAdmin;
    const far = await call(bench.app, top, 'post', `/areas/${PLACES.village}/merge`, { into: id });
    expect(await codeOf(far)).toEqual([422, 'another_parent']);
    await as('post', '/stops', { areaId: PLACES.village });
    expect(await codeOf(await merge(PLACES.village, PLACES.quietVillage))).toEqual([409, 'stopped']);
  });
});

describe('moving a cluster', () => {
  it('takes its boxes along inside the commune, and nowhere else', async () => {
    await schedule({ areaIds: [PLACES.quietVillage] });
    expect(await days()).toEqual([]);
    const move = (areaId: string) =>
      call(bench.app, bench.world.provinceAdmin, 'patch', `/clusters/${PLACES.cluster}`, { areaId });
    expect((await move(PLACES.quietVillage)).status).toBe(200);
    await bench.settle();
    expect(await days()).toHaveLength(8);
    expect(await codeOf(await move(PLACES.otherCommune))).toEqual([409, 'another_commune']);
  });
});

describe('a broken box', () => {
  it('is replaced by one that hears the same, while its own log stays', async () => {
    await schedule();
    const answer = await as('post', `/boxes/${PLACES.box}/replace`);
    expect(answer.status).toBe(201);
    const { replaced, box, code } = ReplacedBox.parse(await answer.json());
    expect(replaced.state).toBe('revoked');
    expect(box).toMatchObject({ clusterId: PLACES.cluster, name: replaced.name, state: 'created' });
    expect(code.code).toMatch(/^[A-Z0-9]{4}-/);
    await bench.app.db
      .updateTable('box')
      .set({ state: 'enrolled', enrolled_at: bench.app.clock.now(), commune_id: PLACES.commune })
      .where('id', '=', box.id)
      .execute();
    bench.app.changes.notify({ kind: 'plans', boxIds: [box.id] });
    await bench.settle();
    expect(await days(box.id)).toHaveLength(8);
    const old = await bench.app.db
      .selectFrom('playback')
      .select('withdrawn_at')
      .where('box_id', '=', PLACES.box)
      .execute();
    expect(old).toHaveLength(8);
    expect(old.every((row) => row.withdrawn_at !== null)).toBe(true);
    expect(await codeOf(await as('post', `/boxes/${PLACES.box}/replace`))).toEqual([409, 'box_revoked']);
    expect(Box.parse(await (await as('get', `/boxes/${PLACES.box}`)).json()).state).toBe('revoked');
  });
});
