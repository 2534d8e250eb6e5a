import { Campaign, CampaignProgress } from '@loa/shared/api/campaigns';
import { DAY, HOUR } from '@loa/shared/instant';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
