import { describe, expect, it } from 'vitest';
import { orderClusters } from '../../../../controller/src/planning/conflicts/cluster-order.js';
import { conflictsOf } from '../../../../controller/src/planning/conflicts/conflicts.js';
import type { ConflictingSchedule } from '../../../../controller/src/planning/conflicts/ground.js';
import type { Winner } from '../../../../controller/src/planning/inputs.js';
import { pairKey } from '../../../../controller/src/planning/inputs.js';
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
  limits: { quiet: [{ from: '11:30', to: '13:30', why: 'giờ nghỉ trưa' }] },
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
  durationMs: minutes * MINUTE,
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
) =>
  conflictsOf({ draft, others, places, ground: { order, holidays: new Map(), winners }, window, now }).map(
    (one) => Conflict.parse(one),
  );

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
    expect(conflicts(relay({ durationMs: 30 * MINUTE }), [relay()])).toEqual([]);
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
    const strict = { hours: [{ from: '10:00', to: '14:30', maxGainDb: 0 }], limits: { quiet: [] } };
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
