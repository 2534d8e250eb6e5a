import { describe, expect, it } from 'vitest';
import { orderClusters } from '../../../../controller/src/planning/conflicts/cluster-order.js';
import { conflictsOf } from '../../../../controller/src/planning/conflicts/conflicts.js';
import type { ConflictingSchedule } from '../../../../controller/src/planning/conflicts/ground.js';
import { unionOf } from '../../../../controller/src/planning/conflicts/intervals.js';
import type { Winner } from '../../../../controller/src/planning/inputs.js';
import { pairKey } from '../../../../controller/src/planning/inputs.js';
import { fixedLength } from '../../../../controller/src/planning/programme/run-length.js';
import { Conflict } from '../../../../shared/src/api/conflicts.js';
import type { Timetable } from '../../../../shared/src/timetable.js';

const MINUTE = 60_000;
const at = (text: string) => Date.parse(`${text}:00+07:00`);
// A Monday.
const now = at('2026-11-02T08:00');
const window = { from: now, until: now + 28 * 24 * 60 * MINUTE };

const villages = ['Ơi Briu', 'Kte', 'Amil', 'Brel'].map((name, index) => ({ id: `area_${index}`, name }));
const clusters = villages.map(({ id, name }, index) => ({
  clusterId: `cluster_${index}`,
  areaId: id,
  zone: 'Asia/Ho_Chi_Minh',
  village: { kind: 'làng', name },
}));
const areas = [
  { id: 'commune', parentId: 'province-not-listed' },
  ...villages.map(({ id }) => ({ id, parentId: 'commune' })),
];
const order = orderClusters({ areas, clusters });
const open = {
  hours: [{ from: '05:30', to: '21:00', maxGainDb: 0 }],
  limits: { maxSessionMs: null, quiet: [{ from: '11:30', to: '13:30', why: 'giờ nghỉ trưa' }] },
};

const every = (days: number[], ...times: string[]): Timetable => ({
  kind: 'recurring',
  days: [{ every: 'week', interval: 1, days }],
  times: times.map((time, index) => ({ occurrenceId: `occ_${index}`, time })),
  except: [],
  extra: [],
  holidays: [],
});
const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];
const IDS: Record<string, string> = {
  'Tin xã': 'sched_news',
  'Tiếp âm VOV': 'sched_relay',
  'Phát ngay': 'sched_now',
};
const idOf = (name: string) => IDS[name] ?? 'sched_other';
/** As long at all clusters. */
const lasting = (minutes: number) => [
  { length: fixedLength(minutes * MINUTE), clusters: unionOf([[0, clusters.length]]) },
];
const schedule = (
  name: string,
  timetable: Timetable,
  minutes: number,
  more: Partial<ConflictingSchedule> = {},
): ConflictingSchedule => ({
  scheduleId: idOf(name),
  name,
  priority: 'normal',
  setBy: 'Lan',
  timetable,
  lengths: lasting(minutes),
  areas: ['commune'],
  clusters: [],
  notBefore: 0,
  ...more,
});
const relay = (more: Partial<ConflictingSchedule> = {}) =>
  schedule('Tiếp âm VOV', every(ALL_DAYS, '17:00'), 20, { areas: ['area_0', 'area_1', 'area_2'], ...more });

const conflicts = (
  draft: ConflictingSchedule,
  others: ConflictingSchedule[],
  winners: ReadonlyMap<string, Winner> = new Map(),
  places = [open],
  looked = window,
) =>
  conflictsOf({
    ...{ draft, others, window: looked, now },
    places: places.map((place) => ({ ...place, length: draft.lengths[0]?.length ?? fixedLength(0) })),
    ground: { order, holidays: new Map(), winners },
  }).map((one) => Conflict.parse(one));

describe('a schedule that overlaps another', () => {
  it('is told who, where and when, and where else it could go', () => {
    const draft = schedule('Tin xã', every([1, 3, 5], '17:10'), 10);
    expect(conflicts(draft, [relay()])).toEqual([
      {
        kind: 'queues',
        scheduleId: 'sched_relay',
        name: 'Tiếp âm VOV',
        priority: 'normal',
        setBy: 'Lan',
        villages: ['làng Ơi Briu', 'làng Kte', 'làng Amil'],
        clusters: 3,
        occurrences: 12,
        firstAt: at('2026-11-02T17:10'),
        time: '17:10',
        alternatives: ['17:20', '17:25', '17:30', '16:50', '17:35'].map((time) => ({
          date: '2026-11-02',
          time,
        })),
        text: 'Giờ này đã có “Tiếp âm VOV” ở 3 làng (Ơi Briu, Kte, Amil). Dời sang 17:20?',
      },
    ]);
  });

  it('is told nothing of villages, days and times that it does not share', () => {
    const elsewhere = schedule('Tin xã', every(ALL_DAYS, '17:10'), 10, { areas: ['area_3'] });
    expect(conflicts(elsewhere, [relay()])).toEqual([]);
    const sundays = schedule('Tin xã', every([7], '17:10'), 10);
    expect(conflicts(sundays, [relay({ timetable: every([1, 2, 3], '17:00') })])).toEqual([]);
    expect(conflicts(schedule('Tin xã', every(ALL_DAYS, '17:20'), 10), [relay()])).toEqual([]);
    expect(conflicts(schedule('Tin xã', every(ALL_DAYS, '16:50'), 10), [relay()])).toEqual([]);
  });

  it('is not in its own way when it is changed', () => {
    expect(conflicts(relay({ lengths: lasting(30) }), [relay()])).toEqual([]);
  });

  it('that is to sound now meets what began before', () => {
    const sounding = schedule('Bản tin sáng', { kind: 'once', date: '2026-11-02', time: '07:50' }, 30);
    const found = conflicts(schedule('Phát ngay', { kind: 'now', at: now }, 5), [sounding]);
    expect(found).toMatchObject([{ firstAt: now, alternatives: expect.arrayContaining([]) }]);
    expect(found[0]?.alternatives[0]).toEqual({ date: '2026-11-02', time: '08:20' });
  });

  it('does not meet what ended, or was, before the other was set', () => {
    const young = relay({ notBefore: at('2026-11-20T00:00') });
    expect(conflicts(schedule('Tin xã', every(ALL_DAYS, '17:10'), 10), [young])).toMatchObject([
      { firstAt: at('2026-11-20T17:10') },
    ]);
  });

  it('names which of its times is meant, when it has several', () => {
    const draft = schedule('Tin xã', every(ALL_DAYS, '05:30', '17:10'), 10);
    expect(conflicts(draft, [relay()])[0]?.text).toMatch(/^Giờ 17:10 đã có/);
  });
});

describe('villages that hear one schedule for different times', () => {
  /** Làng Ơi Briu hears two languages, one after the other. */
  const bilingual = (minutes: number) => [
    { length: fixedLength(2 * minutes * MINUTE), clusters: unionOf([[0, 1]]) },
    { length: fixedLength(minutes * MINUTE), clusters: unionOf([[1, 4]]) },
  ];

  it('overlap only where the longer one is heard', () => {
    const draft = schedule('Tin xã', every(ALL_DAYS, '17:15'), 10);
    const found = conflicts(draft, [relay({ lengths: bilingual(10) })]);
    expect(found).toMatchObject([{ villages: ['làng Ơi Briu'], clusters: 1, occurrences: 28 }]);
    expect(conflicts({ ...draft, areas: ['area_1'] }, [relay({ lengths: bilingual(10) })])).toEqual([]);
  });

  it('count a run that overlaps at all of them once', () => {
    const draft = schedule('Tin xã', every(ALL_DAYS, '17:05'), 10, { lengths: bilingual(10) });
    const found = conflicts(draft, [relay({ lengths: bilingual(10) })]);
    expect(found).toMatchObject([{ clusters: 3, occurrences: 28 }]);
  });

  it('are offered times at which the longest is free', () => {
    const draft = schedule('Tin xã', every(ALL_DAYS, '17:05'), 10, { lengths: bilingual(10) });
    const [found] = conflicts(draft, [relay({ lengths: lasting(10) })]);
    expect(found?.alternatives.map(({ time }) => time)).toEqual([
      '17:10',
      '17:15',
      '17:20',
      '17:25',
      '17:30',
    ]);
    const before = schedule('Tin xã', every(ALL_DAYS, '16:55'), 10, { lengths: bilingual(10) });
    const [early] = conflicts(before, [relay({ lengths: lasting(10) })]);
    expect(early?.alternatives.map(({ time }) => time)).toEqual([
      '17:10',
      '16:40',
      '17:15',
      '16:35',
      '17:20',
    ]);
  });
});

describe('music up to a time of day', () => {
  const withMusic = (minutes: number): ConflictingSchedule['lengths'] => [
    {
      length: {
        steps: [{ until: 18 * 60 * MINUTE }, { ms: minutes * MINUTE }],
        ...{ maxMs: null, overflow: 'refuse' },
      },
      clusters: unionOf([[0, clusters.length]]),
    },
  ];

  it('is in the way until what follows it has ended, and no longer than that', () => {
    const music = relay({ timetable: every(ALL_DAYS, '17:35'), lengths: withMusic(20) });
    const at = (time: string) => conflicts(schedule('Tin xã', every(ALL_DAYS, time), 10), [music]);
    expect(at('18:19')).toMatchObject([{ occurrences: 28 }]);
    expect(at('17:35')).toMatchObject([{ occurrences: 28 }]);
    expect(at('18:20')).toEqual([]);
    expect(at('17:25')).toEqual([]);
  });

  it('makes a draft as long as it is at each time offered', () => {
    const draft = schedule('Tin xã', every(ALL_DAYS, '17:30'), 0, { lengths: withMusic(20) });
    const other = schedule('Khác', every(ALL_DAYS, '18:10'), 10);
    const [found] = conflicts(draft, [other]);
    // Before 18:00 it always ends at 18:20; from then on it lasts 20 minutes.
    expect(found?.alternatives.map(({ time }) => time)).toEqual([
      '18:20',
      '18:25',
      '18:30',
      '18:35',
      '18:40',
    ]);
  });
});

describe('what comes round seldom', () => {
  const wholeYear = { from: now, until: now + 400 * 24 * 60 * MINUTE };
  const yearly: Timetable = {
    ...{ kind: 'recurring', days: [{ every: 'year', dates: [{ month: 10, day: 10 }] }] },
    ...{ times: [{ occurrenceId: 'occ_0', time: '17:10' }], except: [], extra: [], holidays: [] },
  };

  it('is found by a daily schedule, as far ahead as is looked, and the free times keep clear of it', () => {
    const draft = schedule('Tin xã', every(ALL_DAYS, '17:00'), 15);
    const anniversary = schedule('Chuyển đổi số', yearly, 20);
    const found = conflicts(draft, [anniversary], new Map(), [open], wholeYear);
    expect(found).toMatchObject([{ occurrences: 1, firstAt: at('2027-10-10T17:10') }]);
    expect(found[0]?.alternatives.map(({ time }) => time)).toEqual([
      '16:55',
      '16:50',
      '16:45',
      '16:40',
      '16:35',
    ]);
  });

  it('finds a daily one', () => {
    const daily = relay({ areas: ['commune'] });
    const found = conflicts(schedule('Tin xã', yearly, 15), [daily], new Map(), [open], wholeYear);
    expect(found).toMatchObject([{ occurrences: 1, firstAt: at('2027-10-10T17:10') }]);
  });
});

describe('what an overlap means', () => {
  const decided = (winner: string) =>
    new Map([[pairKey('sched_news', 'sched_relay'), { scheduleId: idOf(winner), decidedAt: now }]]);
  const none = new Map<string, Winner>();
  it.each([
    ['normal', 'normal', none, 'queues'],
    ['normal', 'priority', none, 'yields'],
    ['priority', 'normal', none, 'displaces'],
    ['priority', 'priority', none, 'undecided'],
    ['priority', 'priority', decided('Tin xã'), 'displaces'],
    ['priority', 'priority', decided('Tiếp âm VOV'), 'yields'],
    ['normal', 'normal', decided('Tin xã'), 'queues'],
    ['normal', 'emergency', none, 'yields'],
    ['emergency', 'priority', none, 'displaces'],
  ] as const)('%s against %s: %o', (own, other, winners, kind) => {
    const draft = schedule('Tin xã', every(ALL_DAYS, '17:10'), 10, { priority: own });
    const [found] = conflicts(draft, [relay({ priority: other })], winners);
    expect(found?.kind).toBe(kind);
    expect(found?.text).toContain('“Tiếp âm VOV” ở 3 làng (Ơi Briu, Kte, Amil)');
  });
});

describe('the free times offered', () => {
  const times = (draft: ConflictingSchedule, others: ConflictingSchedule[], places = [open]) =>
    conflicts(draft, others, new Map(), places)[0]?.alternatives.map(({ time }) => time);

  it('keep clear of hours and quiet times of every place', () => {
    const draft = schedule('Tin xã', every(ALL_DAYS, '11:00'), 20);
    const other = schedule('Khác', every(ALL_DAYS, '10:50'), 30);
    const strict = {
      hours: [{ from: '10:00', to: '14:30', maxGainDb: 0 }],
      limits: { maxSessionMs: null, quiet: [] },
    };
    expect(times(draft, [other], [open, strict])).toEqual(['10:30', '10:25', '10:20', '10:15', '10:10']);
  });

  it('are free on all the days of the timetable, not only on the first', () => {
    const draft = schedule('Tin xã', every([1, 2, 3, 4, 5], '17:00'), 10);
    const friday = schedule('Họp', every([5], '17:20'), 60);
    expect(times(draft, [relay(), friday])).toEqual(['16:50', '16:45', '16:40', '16:35', '16:30']);
  });

  it('keep clear of the draft’s own other times, and of what it would displace', () => {
    const draft = schedule('Tin xã', every(ALL_DAYS, '17:00', '17:20'), 10, { priority: 'priority' });
    expect(times(draft, [relay()])?.[0]).toBe('16:50');
    expect(times(draft, [relay()])).not.toContain('17:20');
  });

  it('are never over', () => {
    const draft = schedule('Tin xã', { kind: 'once', date: '2026-11-02', time: '08:05' }, 10);
    expect(times(draft, [schedule('Khác', every([1], '08:00'), 30)])).toEqual([
      '08:30',
      '08:35',
      '08:40',
      '08:45',
      '08:50',
    ]);
  });

  it('are none where the day is full', () => {
    const draft = schedule('Tin xã', every(ALL_DAYS, '17:00'), 10);
    const full = schedule('Nhạc', every(ALL_DAYS, '05:30'), 16 * 60);
    expect(conflicts(draft, [full])).toMatchObject([
      { alternatives: [], text: expect.stringContaining('Hãy chọn giờ khác hoặc bớt nơi nghe.') },
    ]);
  });
});

describe('the order of clusters', () => {
  it('keeps all that is below an area together', () => {
    expect([...order.audienceOf({ areas: ['commune'], clusters: [] })]).toEqual([0, 4]);
    expect([...order.audienceOf({ areas: ['area_1', 'area_3'], clusters: ['cluster_0'] })]).toEqual([
      0, 2, 3, 4,
    ]);
    expect([...order.audienceOf({ areas: ['unknown'], clusters: ['unknown'] })]).toEqual([]);
  });
});
