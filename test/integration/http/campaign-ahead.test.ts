import { Campaign, CampaignProgress } from '@loa/shared/api/campaigns';
import { DAY, HOUR } from '@loa/shared/instant';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insertBox } from '../../../controller/src/db/boxes.js';
import { approvedBulletin } from '../../support/bulletin-flow.js';
import { call, PLACES } from '../../support/controller-world.js';
import { scheduleDaily } from '../../support/heard-rows.js';
import { type PlannedApp, startPlannedApp } from '../../support/planned-app.js';

/** On Monday 2/11/2026 at 09:00 the boxes' plans, and so the log, reach to the end of Monday 9/11. */
let planned: PlannedApp;
beforeEach(async () => {
  planned = await startPlannedApp();
});
afterEach(() => planned.stop());

const TOPIC = 'chuyển đổi số';

/** Every day at 17:00 in the village. */
async function givenDaily() {
  const { app, world } = planned;
  const { bulletin } = await approvedBulletin(app, world);
  const path = `/bulletins/${bulletin.id}`;
  await call(app, world.tokens.broadcaster, 'patch', path, { topics: [TOPIC] });
  const schedule = await scheduleDaily(app, world, bulletin.id);
  await planned.settle();
  return schedule;
}

/** Seven plays a week in the village. */
async function begin(dates: { from: string; until: string }): Promise<string> {
  const { app, world } = planned;
  const answer = await call(app, world.tokens.broadcaster, 'post', '/campaigns', {
    ...{ areaId: PLACES.commune, name: 'Ngày chuyển đổi số', ...dates },
    ...{ topics: [TOPIC], columns: [], areaIds: [PLACES.village] },
    quotas: { playsPerWeek: 7, minutesPerWeek: null, populationCoverage: null },
  });
  return Campaign.parse(await answer.json()).id;
}

async function progressOf(id: string): Promise<CampaignProgress> {
  const { app, world } = planned;
  const answer = await call(app, world.tokens.supervisor, 'get', `/campaigns/${id}/progress`);
  return CampaignProgress.parse(await answer.json());
}

const plannedPlays = ({ clusters }: CampaignProgress) =>
  clusters.map(({ weeks }) => weeks.map(({ week, plannedPlays: plays }) => [week, plays]));

const SECOND = 'box_second';

/** Just enrolled beside the village's first: no plan was made for it yet. */
async function secondBox(): Promise<void> {
  const { db, clock } = planned.app;
  const now = clock.now();
  const place = { clusterId: PLACES.cluster, name: 'Bộ thu thứ hai', outputs: [] };
  await insertBox(db, { id: SECOND, ...place, createdAt: now });
  const enrolled = { state: 'enrolled', enrolled_at: now, commune_id: PLACES.commune } as const;
  await db.updateTable('box').set(enrolled).where('id', '=', SECOND).execute();
}

async function mute(boxId: string): Promise<void> {
  const { db, clock } = planned.app;
  const changed = { updated_by: 'account_technician', updated_at: clock.now() };
  await db
    .insertInto('box_volume')
    .values({ box_id: boxId, max_gain_db: null, muted: 1, ...changed })
    .execute();
}

describe('what is scheduled beyond the boxes’ plans', () => {
  it('counts as planned for the coming week, so that nothing is suggested that is there already', async () => {
    await givenDaily();
    const progress = await progressOf(await begin({ from: '2026-11-02', until: '2026-11-15' }));
    expect(plannedPlays(progress)).toEqual([
      [
        ['2026-11-02', 7],
        ['2026-11-09', 7],
      ],
    ]);
    expect(progress.suggestions).toEqual([]);
  });

  it('counts each run once, also while a plan is renewed, and none that was cancelled', async () => {
    const schedule = await givenDaily();
    const id = await begin({ from: '2026-11-02', until: '2026-11-22' });
    await planned.app.advance(3 * DAY);
    expect(plannedPlays(await progressOf(id))).toEqual([
      [
        ['2026-11-02', 4],
        ['2026-11-09', 7],
      ],
    ]);
    const { app, world } = planned;
    await call(app, world.tokens.broadcaster, 'post', `/schedules/${schedule.id}/cancel`);
    await planned.settle();
    expect(plannedPlays(await progressOf(id)).flat()).toEqual([
      ['2026-11-02', 0],
      ['2026-11-09', 0],
    ]);
  });

  it('counts once where a cluster has two boxes, of which one has no plan yet or is muted', async () => {
    await givenDaily();
    const id = await begin({ from: '2026-11-02', until: '2026-11-15' });
    await secondBox();
    const both = [
      ['2026-11-02', 7],
      ['2026-11-09', 7],
    ];
    expect(plannedPlays(await progressOf(id)).flat()).toEqual(both);
    await mute(SECOND);
    expect(plannedPlays(await progressOf(id)).flat()).toEqual(both);
  });

  it('leaves to the log what the log knows: a run that a box has given up is planned no more', async () => {
    const { db, clock } = planned.app;
    await givenDaily();
    const today = db.updateTable('playback').where('planned_at', '<', clock.now() + DAY);
    await today.set({ state: 'failed', reason: 'audio_damaged' }).execute();
    const progress = await progressOf(await begin({ from: '2026-11-02', until: '2026-11-15' }));
    expect(plannedPlays(progress).flat()).toEqual([
      ['2026-11-02', 6],
      ['2026-11-09', 7],
    ]);
  });

  it('counts for a box that has no plan yet', async () => {
    const { db } = planned.app;
    await givenDaily();
    for (const table of ['playback', 'plan'] as const) await db.deleteFrom(table).execute();
    const progress = await progressOf(await begin({ from: '2026-11-02', until: '2026-11-08' }));
    expect(plannedPlays(progress).flat()).toEqual([['2026-11-02', 7]]);
  });

  it('is suggested for a cluster of which one box is muted', async () => {
    const id = await begin({ from: '2026-11-02', until: '2026-11-15' });
    await secondBox();
    await mute(SECOND);
    expect((await progressOf(id)).suggestions).toHaveLength(14);
    await mute(PLACES.box);
    expect((await progressOf(id)).suggestions).toEqual([]);
  });

  it('is told of a campaign that begins in some weeks', async () => {
    await givenDaily();
    const progress = await progressOf(await begin({ from: '2026-12-07', until: '2026-12-20' }));
    expect(plannedPlays(progress)).toEqual([[['2026-12-07', 7]]]);
    expect(progress.text).toBe('Đợt bắt đầu ngày 07/12; đã đặt 7 lượt phát cho tuần đầu.');
    expect(progress.suggestions).toEqual([]);
  });

  it('is not what a box would be silent at: the bulletin is not valid any more', async () => {
    const { app, world } = planned;
    const { bulletinId } = await givenDaily();
    // Until Tuesday 10/11 at 19:00.
    const validUntil = app.clock.now() + 8 * DAY + 10 * HOUR;
    await call(app, world.tokens.broadcaster, 'patch', `/bulletins/${bulletinId}`, { validUntil });
    await planned.settle();
    const progress = await progressOf(await begin({ from: '2026-11-02', until: '2026-11-15' }));
    expect(plannedPlays(progress).flat()).toEqual([
      ['2026-11-02', 7],
      ['2026-11-09', 2],
    ]);
  });
});
