import { DAY } from '@loa/shared/instant';
import { describe, expect, it } from 'vitest';
import {
  type KnownState,
  outlook,
  type RunWarning,
} from '../../../../controller/src/planning/answers/outlook.js';
import type { ToldItem } from '../../../../controller/src/planning/answers/told-item.js';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import { toldItem, toldPlan } from '../../../support/told-plan.js';

const civil = civilTime('Asia/Ho_Chi_Minh');
const at = (time: string) => civil.instantOf('2026-11-23', time);
const from = at('00:00');

interface Told {
  items: ToldItem[];
  warnings?: RunWarning[];
}

/** One cluster whose boxes have these items; the log knows these states by `session-slot-language@box`. */
function look(boxes: readonly Told[], states: Record<string, KnownState> = {}) {
  const told = outlook({
    area: { areaId: 'area_briu', name: 'làng Ơi Briu', zone: 'Asia/Ho_Chi_Minh' },
    ...{ from, until: from + 7 * DAY },
    clusters: [
      {
        ...{ clusterId: 'cluster_a', name: 'Nhà rông' },
        boxes: boxes.map(({ items, warnings = [] }, n) => {
          const boxId = `box_${n + 1}`;
          const plan = toldPlan({ boxId, clusterId: 'cluster_a', village: '' }, items);
          return { boxId, items: plan.items, warnings };
        }),
      },
    ],
    schedules: new Map([['schedule_one', { name: 'Bản tin sáng', priority: 'normal' }]]),
    states: new Map(Object.entries(states)),
  });
  return told.clusters[0]?.runs ?? [];
}

const vi = toldItem({ plannedAt: at('05:30') });
const jra = toldItem({ plannedAt: at('05:33'), language: 'jra' });
const noJrai: RunWarning = {
  ...{ sessionId: 'session_one', scheduleId: 'schedule_one', localDate: '2026-11-23', startsAt: at('05:30') },
  ...{ code: 'variant_not_approved', text: 'chưa duyệt tiếng Jrai', slot: 'main' },
};
const ready = { state: 'ready', reason: null } as const;
const key = (language: string, box: number) => `session_one-main-${language}@box_${box}`;

describe('what a village will hear', () => {
  it.each<[string, Told[], Record<string, KnownState>, 'ready' | 'partly' | 'silent']>([
    ['đủ duyệt, loa đã có bài', [{ items: [vi] }], { [key('vi', 1)]: ready }, 'ready'],
    ['loa chưa tải xong', [{ items: [vi] }], {}, 'partly'],
    [
      'một trong hai bộ thu đã có bài',
      [{ items: [vi] }, { items: [vi] }],
      { [key('vi', 1)]: ready },
      'partly',
    ],
    [
      'hai thứ tiếng, một tiếng chưa tải',
      [{ items: [vi, jra] }],
      { [key('vi', 1)]: ready, [key('jra', 1)]: { state: 'planned', reason: null } },
      'partly',
    ],
    ['thiếu tiếng Jrai', [{ items: [vi], warnings: [noJrai] }], { [key('vi', 1)]: ready }, 'partly'],
    ['không bài nào phát được', [{ items: [], warnings: [noJrai] }], {}, 'silent'],
    [
      'bài duy nhất đã hỏng',
      [{ items: [vi] }],
      { [key('vi', 1)]: { state: 'failed', reason: 'audio_damaged' } },
      'silent',
    ],
    [
      'hỏng ở một bộ thu, bộ thu kia vẫn phát',
      [{ items: [vi] }, { items: [vi] }],
      { [key('vi', 1)]: { state: 'failed', reason: 'output' }, [key('vi', 2)]: ready },
      'partly',
    ],
    ['đang phát', [{ items: [vi] }], { [key('vi', 1)]: { state: 'started', reason: null } }, 'ready'],
  ])('%s', (_what, boxes, states, readiness) => {
    expect(look(boxes, states).map((run) => run.readiness)).toEqual([readiness]);
  });

  it('counts boxes for each item, and orders items and runs by time', () => {
    const late = toldItem({ sessionId: 'session_two', plannedAt: at('17:00') });
    const runs = look([{ items: [late, jra, vi] }, { items: [vi, late] }], { [key('vi', 2)]: ready });
    expect(runs.map(({ sessionId, startsAt, endsAt }) => [sessionId, startsAt, endsAt])).toEqual([
      ['session_one', at('05:30'), at('05:36')],
      ['session_two', at('17:00'), at('17:03')],
    ]);
    expect(runs[0]?.items.map(({ language, boxesReady, boxes }) => [language, boxesReady, boxes])).toEqual([
      ['vi', 1, 2],
      ['jra', 0, 2],
    ]);
    expect(runs[0]?.items[0]?.states.map(({ boxId, state }) => [boxId, state])).toEqual([
      ['box_1', 'planned'],
      ['box_2', 'ready'],
    ]);
  });

  it('names a silent run and when it would begin, and warns once for two boxes', () => {
    const silent = { items: [], warnings: [noJrai] };
    expect(look([silent, silent])).toEqual([
      {
        ...{ sessionId: 'session_one', scheduleId: 'schedule_one', name: 'Bản tin sáng', priority: 'normal' },
        ...{ date: '2026-11-23', startsAt: at('05:30'), endsAt: at('05:30'), readiness: 'silent', items: [] },
        warnings: [{ code: 'variant_not_approved', text: 'chưa duyệt tiếng Jrai', slot: 'main' }],
      },
    ]);
  });

  it('tells before anybody asks why something was not heard', () => {
    const [run] = look([{ items: [vi] }], { [key('vi', 1)]: { state: 'missed', reason: 'box_off' } });
    expect(run?.warnings).toEqual([
      { code: 'box_off', text: '“Tin” bị lỡ giờ vì bộ thu tắt vào giờ phát.', slot: 'main' },
    ]);
  });
});
