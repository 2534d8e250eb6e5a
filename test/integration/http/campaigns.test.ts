import { Campaign, CampaignProgress } from '@loa/shared/api/campaigns';
import { DAY } from '@loa/shared/instant';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { approvedBulletin } from '../../support/bulletin-flow.js';
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

const CAMPAIGN = {
  ...{ areaId: PLACES.commune, name: 'Ngày chuyển đổi số', from: '2026-11-02', until: '2026-11-15' },
  ...{ topics: ['chuyển đổi số'], columns: [], areaIds: [PLACES.commune] },
  quotas: { playsPerWeek: 2, minutesPerWeek: null, populationCoverage: 0.5 },
};

const post = (body: Record<string, unknown> = {}, token = world.tokens.broadcaster) =>
  call(app, token, 'post', '/campaigns', { ...CAMPAIGN, ...body });
const begin = async () => Campaign.parse(await (await post()).json());
const progressOf = async (id: string) =>
  CampaignProgress.parse(
    await (await call(app, world.tokens.supervisor, 'get', `/campaigns/${id}/progress`)).json(),
  );
const status = async (answer: Promise<Response>) => (await answer).status;

describe('a campaign', () => {
  it('is begun, listed, changed and cancelled, each in the audit log', async () => {
    const campaign = await begin();
    const path = `/campaigns/${campaign.id}`;
    const { broadcaster, admin } = world.tokens;
    const changed = await call(app, broadcaster, 'patch', path, { name: 'Tháng chuyển đổi số' });
    expect(Campaign.parse(await changed.json()).name).toBe('Tháng chuyển đổi số');
    const list = async (query = '') =>
      ((await (await call(app, admin, 'get', `/campaigns${query}`)).json()) as { items: Campaign[] }).items;
    expect((await list()).map(({ name }) => name)).toEqual(['Tháng chuyển đổi số']);
    expect(await status(call(app, broadcaster, 'post', `${path}/cancel`))).toBe(200);
    expect(await list()).toEqual([]);
    expect(await list('?cancelled=true')).toHaveLength(1);
    expect(await status(call(app, broadcaster, 'patch', path, { name: 'Lại' }))).toBe(409);
    const audit = await (await call(app, admin, 'get', '/audit')).json();
    const actions = (audit as { items: { action: string }[] }).items.map(({ action }) => action);
    expect(actions.filter((action) => action.startsWith('campaign'))).toEqual([
      'campaign.cancel',
      'campaign.change',
      'campaign.create',
    ]);
  });

  it('is refused where its dates or topics mean nothing, or its areas are not one’s own', async () => {
    expect(await status(post({ from: '2026-11-20' }))).toBe(400);
    expect(await status(post({ topics: [] }))).toBe(400);
    expect(await status(post({ areaIds: [PLACES.otherCommune] }))).toBe(403);
    expect(await status(post({ areaIds: ['area_none'] }))).toBe(404);
    expect(await status(post({}, world.tokens.contributor))).toBe(403);
    const { id } = await begin();
    const patch = (body: unknown) =>
      status(call(app, world.tokens.broadcaster, 'patch', `/campaigns/${id}`, body));
    expect(await patch({ from: '2026-11-20' })).toBe(422);
    expect(await patch({ topics: [] })).toBe(422);
    expect(await patch({ areaIds: [PLACES.otherCommune] })).toBe(403);
    expect(await status(call(app, world.stranger, 'get', `/campaigns/${id}/progress`))).toBe(403);
  });
});

describe('the progress of a campaign', () => {
  async function givenPlays(count: number) {
    const { bulletin } = await approvedBulletin(app, world);
    await call(app, world.tokens.broadcaster, 'patch', `/bulletins/${bulletin.id}`, {
      topics: ['Chuyển đổi số'],
    });
    await scheduleDaily(app, world, bulletin.id);
    const outlook = await outlookAt(app, world.tokens.broadcaster, `area=${PLACES.village}&days=7`);
    await logRuns(app, outlook, count, { state: 'finished' });
    return bulletin;
  }

  it('counts what was heard of its topics, village by village, of all the people there are', async () => {
    const populate = (area: string, population: number) =>
      call(app, world.tokens.admin, 'patch', `/areas/${area}`, { population });
    await populate(PLACES.village, 600);
    await populate(PLACES.quietVillage, 400);
    await givenPlays(2);
    const { id } = await begin();
    await app.advance(7 * DAY);
    const { clusters, coverage, text } = await progressOf(id);
    const weeks = clusters.map(({ village, weeks: [first] }) => [village, first?.plays, first?.playsWanted]);
    expect(weeks.toSorted()).toEqual([
      ['làng Yên', 0, 2],
      ['làng Ơi Briu', 2, 2],
    ]);
    expect(coverage).toEqual({ reached: 600, population: 1000, wanted: 0.5 });
    expect(text).toContain('Đã phủ 60% dân số (mục tiêu 50%)');
  });

  it('ignores bulletins about something else', async () => {
    const bulletin = await givenPlays(2);
    await call(app, world.tokens.broadcaster, 'patch', `/bulletins/${bulletin.id}`, { topics: ['mùa vụ'] });
    const { id } = await begin();
    const { clusters } = await progressOf(id);
    expect(clusters.every(({ weeks }) => weeks.every(({ plays }) => plays === 0))).toBe(true);
  });

  it('suggests times that meet what is lacking, inside the hours and beside what is planned', async () => {
    const { id: other } = await givenPlays(0);
    await call(app, world.tokens.broadcaster, 'patch', `/bulletins/${other}`, { topics: ['mùa vụ'] });
    const { id } = await begin();
    const { suggestions } = await progressOf(id);
    const yen = suggestions.filter(({ clusterIds }) => clusterIds.includes(PLACES.quietCluster));
    expect(yen.map(({ date, time }) => [date, time])).toEqual([
      ['2026-11-02', '17:00'],
      ['2026-11-03', '17:00'],
      ['2026-11-09', '17:00'],
      ['2026-11-10', '17:00'],
    ]);
    const briu = suggestions.filter(({ clusterIds }) => clusterIds.includes(PLACES.cluster));
    // 17:00 is taken by the schedule that is there.
    expect(new Set(briu.map(({ time }) => time))).toEqual(new Set(['17:05']));
  });
});
