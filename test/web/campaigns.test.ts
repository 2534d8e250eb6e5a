import { describe, expect, it } from 'vitest';
import { campaignOf, emptyCampaign } from '../../controller/web/src/features/campaigns/campaign-draft.js';
import { whenOf } from '../../controller/web/src/features/campaigns/campaign-when.js';
import {
  lacksAhead,
  weekFigures,
  weekThatCounts,
} from '../../controller/web/src/features/campaigns/week-figures.js';
import { newSentId } from '../../controller/web/src/lib/new-sent-id.js';
import { NewCampaign } from '../../shared/src/api/campaigns.js';

const week = (plays: number, plannedPlays: number, playsWanted: number | null = 3) => ({
  ...{ week: '2026-10-05', plays, playsWanted, plannedPlays },
  ...{ minutes: 0, minutesWanted: null as number | null, plannedMinutes: 0 },
});
const cluster = (clusterId: string, weeks: ReturnType<typeof week>[]) => ({
  ...{ clusterId, name: clusterId, village: 'Ơi Briu', weeks },
});

describe('a campaign’s week over all its places', () => {
  it('does not let one place’s eager week hide that another heard nothing', () => {
    const [figure] = weekFigures([cluster('a', [week(9, 5)]), cluster('b', [week(0, 1)])]);
    expect(figure).toMatchObject({ met: 1, places: 2, plays: { done: 3, planned: 1, wanted: 6 } });
  });

  it('counts a place without goals as content', () => {
    const [figure] = weekFigures([cluster('a', [week(0, 0, null)])]);
    expect(figure).toMatchObject({ met: 1, places: 1, plays: { wanted: 0 } });
  });
});

it.each([
  ['before it', '2026-09-20T12:00', '2026-09-28'],
  ['on its first Monday', '2026-09-28T00:00', '2026-09-28'],
  ['on a Sunday evening', '2026-10-04T23:59', '2026-09-28'],
  ['in the middle of it, whatever was missed before', '2026-10-05T00:00', '2026-10-05'],
  ['after it', '2026-10-19T08:00', '2026-10-05'],
])('who is behind is judged %s by the week that can still be helped', (_, time, monday) => {
  const weeks = ['2026-09-28', '2026-10-05'].map((each) => ({ ...week(0, 0), week: each }));
  expect(weekThatCounts(weeks, Date.parse(`${time}:00+07:00`))?.week).toBe(monday);
});

describe('whether something is lacking that can still be helped', () => {
  const at = (time: string) => Date.parse(`${time}:00+07:00`);
  it.each([
    ['what is in the calendar is not enough', [week(1, 1)], '2026-10-11T23:59', true],
    ['what is in the calendar is enough', [week(1, 2)], '2026-10-05T08:00', false],
    ['the week is over', [week(1, 1)], '2026-10-12T00:00', false],
    ['there is no goal', [week(0, 0, null)], '2026-10-05T08:00', false],
    ['minutes are wanted', [{ ...week(3, 0), minutesWanted: 20 }], '2026-10-05T08:00', true],
  ])('%s', (_what, weeks, time, lacks) => {
    expect(lacksAhead(weeks, at(time))).toBe(lacks);
  });
});

describe('a campaign as it is typed', () => {
  const whole = {
    ...emptyCampaign('area_commune'),
    ...{ name: ' 10/10 ', from: '2026-10-01', until: '2026-10-10', topics: ['chuyển đổi số'] },
  };

  it('is sent when nothing is missing', () => {
    const made = campaignOf({ ...whole, coveragePercent: 80 }, 'area_commune');
    expect(made).toMatchObject({
      ok: true,
      campaign: {
        name: '10/10',
        areaIds: ['area_commune'],
        quotas: { playsPerWeek: 3, populationCoverage: 0.8 },
      },
    });
  });

  it('is sent by the name that it was begun with, again after a lost answer too', () => {
    const id = newSentId('campaign');
    const made = campaignOf({ ...whole, id }, 'area_commune');
    if (!made.ok) throw new Error(made.lack);
    expect(NewCampaign.parse(made.campaign).id).toBe(id);
    expect(campaignOf(whole, 'area_commune')).not.toHaveProperty('campaign.id');
  });

  it.each([
    ['needName', { name: '  ' }],
    ['needDates', { until: null }],
    ['needOrder', { until: '2026-09-30' }],
    ['needTopic', { topics: [] }],
    ['needArea', { areaIds: [] }],
  ])('says first what it lacks: %s', (lack, change) => {
    expect(campaignOf({ ...whole, ...change }, 'area_commune')).toEqual({ ok: false, lack });
  });
});

it.each([
  ['2026-09-30', null, 'ahead'],
  ['2026-10-01', null, 'running'],
  ['2026-10-10', null, 'running'],
  ['2026-10-11', null, 'over'],
  ['2026-10-05', 1, 'cancelled'],
])('a campaign from 1/10 to 10/10 on %s', (today, cancelledAt, when) => {
  const campaign = { from: '2026-10-01', until: '2026-10-10', cancelledAt };
  expect(whenOf(campaign, today)).toBe(when);
});
