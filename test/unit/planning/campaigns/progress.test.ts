import { MINUTE } from '@loa/shared/instant';
import { describe, expect, it } from 'vitest';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import type { CampaignPlayback } from '../../../../controller/src/planning/campaigns/count-plays.js';
import {
  campaignProgress,
  type ProgressInput,
} from '../../../../controller/src/planning/campaigns/progress.js';
import {
  campaignWeeks,
  quotaOf,
  stretchToPlan,
} from '../../../../controller/src/planning/campaigns/weeks.js';

const ZONE = 'Asia/Ho_Chi_Minh';
const civil = civilTime(ZONE);
/** The civil time of Monday 2/11/2026 plus days. */
const at = (date: string, time: string) => civil.instantOf(date, time);

/** One row of the log: 5 minutes, finished, whole, unless said otherwise. */
function row(date: string, time: string, more: Partial<CampaignPlayback> = {}): CampaignPlayback {
  const plannedAt = at(date, time);
  return {
    clusterId: 'cluster_a',
    sessionId: `session_${date}_${time}`,
    bulletinId: 'bulletin_one',
    variantId: 'variant_vi',
    plannedAt,
    latestStartAt: plannedAt + 5 * MINUTE,
    startedAt: plannedAt + 40,
    durationMs: 5 * MINUTE,
    deliveredMs: 5 * MINUTE,
    state: 'finished',
    ...more,
  };
}

const quotas = { playsPerWeek: 2, minutesPerWeek: null, populationCoverage: 0.8 };
const clusters = [
  { clusterId: 'cluster_a', name: 'Nhà rông', areaId: 'area_briu', zone: ZONE },
  { clusterId: 'cluster_b', name: 'Cổng làng', areaId: 'area_yen', zone: ZONE },
];
const villages = [
  { areaId: 'area_briu', name: 'Ơi Briu', population: 600 },
  { areaId: 'area_yen', name: 'Yên', population: 300 },
  { areaId: 'area_xa', name: 'Xa', population: 100 },
];

function progress(more: Partial<ProgressInput> = {}) {
  return campaignProgress({
    campaign: { id: 'campaign_x', from: '2026-11-02', until: '2026-11-22', quotas },
    clusters,
    villages,
    playbacks: [],
    now: at('2026-11-10', '12:00'),
    ...more,
  });
}

const first = (rows: CampaignPlayback[], more: Partial<ProgressInput> = {}) =>
  progress({ playbacks: rows, ...more }).clusters[0]?.weeks[0];

describe('weeks of a campaign', () => {
  it('run from Monday to Sunday and are cut by its dates', () => {
    const weeks = campaignWeeks({ from: '2026-11-05', until: '2026-11-17' }, civil);
    expect(weeks.map(({ week, from, until, days }) => [week, from, until, days])).toEqual([
      ['2026-11-02', '2026-11-05', '2026-11-08', 4],
      ['2026-11-09', '2026-11-09', '2026-11-15', 7],
      ['2026-11-16', '2026-11-16', '2026-11-17', 2],
    ]);
  });

  it('end where the zone’s day ends, also when the clocks change in them', () => {
    const [week] = campaignWeeks({ from: '2026-10-19', until: '2026-10-25' }, civilTime('Europe/Paris'));
    expect(((week?.endsAt ?? 0) - (week?.startsAt ?? 0)) / 3_600_000).toBe(7 * 24 + 1);
  });

  it.each<[string, string, string, [string, string] | null]>([
    ['in its first week', '2026-11-05', '2026-11-06', ['2026-11-06', '2026-11-16']],
    ['in its last week', '2026-11-05', '2026-11-17', ['2026-11-17', '2026-11-18']],
    ['some days before it', '2026-11-05', '2026-11-01', ['2026-11-01', '2026-11-09']],
    ['long before it', '2026-11-05', '2026-09-01', ['2026-10-22', '2026-11-09']],
    ['after it', '2026-11-05', '2026-11-18', null],
  ])('ask for plans of whole days to the end of the coming week: %s', (_when, from, today, days) => {
    const stretch = stretchToPlan({ from, until: '2026-11-17' }, civil, at(today, '09:00'));
    expect(stretch && [stretch.from, stretch.until]).toEqual(days?.map((date) => at(date, '00:00')) ?? null);
  });

  it.each([
    [5, 7, 5],
    [5, 4, 3],
    [5, 1, 1],
    [1, 1, 1],
    [null, 4, null],
  ])('a quota of %s a week in %s days asks for %s', (perWeek, days, wanted) => {
    expect(quotaOf(perWeek, days)).toBe(wanted);
  });
});

describe('what counts as a play', () => {
  it.each<[string, CampaignPlayback[], number, number]>([
    ['phát xong trọn bài', [row('2026-11-03', '17:00')], 1, 5],
    ['phát xong 80%', [row('2026-11-03', '17:00', { deliveredMs: 4 * MINUTE })], 1, 4],
    ['phát xong nhưng dưới 80%', [row('2026-11-03', '17:00', { deliveredMs: 4 * MINUTE - 1 })], 0, 0],
    ['phát dở', [row('2026-11-03', '17:00', { state: 'interrupted' })], 0, 0],
    ['chưa rõ', [row('2026-11-03', '17:00', { state: 'unknown', deliveredMs: null })], 0, 0],
    ['hai bộ thu cùng một cụm', [row('2026-11-03', '17:00'), row('2026-11-03', '17:00')], 1, 5],
    [
      'một bộ thu xong, một bộ thu hỏng',
      [row('2026-11-03', '17:00', { state: 'failed', deliveredMs: 0 }), row('2026-11-03', '17:00')],
      1,
      5,
    ],
    [
      'hai thứ tiếng trong một buổi',
      [row('2026-11-03', '17:00'), row('2026-11-03', '17:00', { variantId: 'variant_jra' })],
      1,
      10,
    ],
    ['hai buổi một ngày', [row('2026-11-03', '05:30'), row('2026-11-03', '17:00')], 2, 10],
    ['Chủ nhật 23:50 tính cho tuần đó', [row('2026-11-08', '23:50')], 1, 5],
    ['Thứ hai 00:00 thuộc tuần sau', [row('2026-11-09', '00:00')], 0, 0],
  ])('%s', (_what, rows, plays, minutes) => {
    expect(first(rows)).toMatchObject({ plays, minutes, playsWanted: 2, minutesWanted: null });
  });

  it('what is planned and can still sound is told apart from what was heard', () => {
    const now = at('2026-11-03', '12:00');
    const planned = { state: 'ready', startedAt: null, deliveredMs: null } as const;
    const rows = [
      row('2026-11-03', '05:30', planned), // its start has passed
      row('2026-11-03', '17:00', planned),
      row('2026-11-03', '17:00', { ...planned, variantId: 'variant_jra' }),
    ];
    expect(first(rows, { now })).toMatchObject({ plays: 0, plannedPlays: 1, plannedMinutes: 10 });
  });
});

describe('coverage', () => {
  const twice = (clusterId: string, dates: string[]) =>
    dates.map((date) => row(date, '17:00', { clusterId }));

  it('counts the people of villages that met every week that is over, of all people', () => {
    const rows = twice('cluster_a', ['2026-11-02', '2026-11-03']);
    expect(progress({ playbacks: rows }).coverage).toEqual({ reached: 600, population: 1000, wanted: 0.8 });
  });

  it('loses a village by one missed week', () => {
    const rows = twice('cluster_a', ['2026-11-02', '2026-11-03']);
    const now = at('2026-11-17', '08:00');
    expect(progress({ playbacks: rows, now }).coverage.reached).toBe(0);
  });

  it('loses a village by one silent cluster of two', () => {
    const two = [...clusters, { clusterId: 'cluster_c', name: 'Trường', areaId: 'area_briu', zone: ZONE }];
    const rows = twice('cluster_a', ['2026-11-02', '2026-11-03']);
    expect(progress({ clusters: two, playbacks: rows }).coverage.reached).toBe(0);
  });

  it('is nobody before the campaign begins, and judges the first week while it runs', () => {
    expect(progress({ now: at('2026-10-30', '08:00') }).coverage.reached).toBe(0);
    const rows = twice('cluster_b', ['2026-11-02', '2026-11-03']);
    expect(progress({ playbacks: rows, now: at('2026-11-04', '08:00') }).coverage.reached).toBe(300);
  });
});

describe('the line for a clerk', () => {
  it('tells the week, what is short, and the coverage', () => {
    const rows = [...['2026-11-02', '2026-11-03', '2026-11-09'].map((date) => row(date, '17:00'))];
    const planned = { state: 'planned', startedAt: null, deliveredMs: null } as const;
    rows.push(row('2026-11-12', '17:00', planned));
    expect(progress({ playbacks: rows }).text).toBe(
      'Tuần 09/11–15/11: 0/2 cụm loa đã đủ chỉ tiêu, 1 cụm sẽ đủ khi phát hết các lượt đã đặt, ' +
        '1 cụm còn thiếu 2 lượt. Đã phủ 60% dân số (mục tiêu 80%).',
    );
  });

  it('says when it begins, when a population is missing, and when nobody can hear', () => {
    expect(progress({ now: at('2026-10-30', '08:00') }).text).toBe(
      'Đợt bắt đầu ngày 02/11; chưa có lượt phát nào được đặt.',
    );
    const unknown = [{ areaId: 'area_briu', name: 'Ơi Briu', population: null }];
    expect(progress({ villages: unknown }).text).toContain('Chưa ghi số dân của 1 thôn, làng.');
    expect(progress({ clusters: [] }).text).toBe('Địa bàn của đợt này chưa có cụm loa nào.');
  });
});
