import { describe, expect, it } from 'vitest';
import { diffTold } from '../../../../controller/src/planning/answers/diff.js';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import { toldItem, toldPlan } from '../../../support/told-plan.js';

const civil = civilTime('Asia/Ho_Chi_Minh');
const at = (time: string) => civil.instantOf('2026-11-23', time);

const morning = toldItem({ sessionId: 'session_morning', plannedAt: at('05:30'), title: 'Tin sáng' });
const evening = toldItem({ sessionId: 'session_evening', plannedAt: at('17:00'), title: 'Tin chiều' });
const briu = { boxId: 'box_briu', clusterId: 'cluster_briu', village: 'làng Ơi Briu' };
const yen = { boxId: 'box_yen', clusterId: 'cluster_yen', village: 'làng Yên' };

describe('what an edit would change', () => {
  it('is nothing where nothing changes', () => {
    const plans = [toldPlan(briu, [morning]), toldPlan(yen, [evening])];
    expect(diffTold(plans, plans)).toEqual({
      ...{ boxes: 0, clusters: 0, changes: [], more: 0 },
      text: 'Không có gì thay đổi trong những ngày tới.',
    });
  });

  it('tells a moved time as moved, not as removed and added', () => {
    const later = { ...evening, plannedAt: at('17:20') };
    const { changes, text } = diffTold([toldPlan(briu, [evening])], [toldPlan(briu, [later])]);
    expect(changes).toEqual([
      {
        ...{
          change: 'moved',
          date: '2026-11-23',
          title: 'Tin chiều',
          language: 'vi',
          scheduleId: 'schedule_one',
        },
        ...{ before: at('17:00'), after: at('17:20'), villages: ['làng Ơi Briu'], clusters: 1 },
      },
    ]);
    expect(text).toBe('Dời giờ 1 lượt ở làng Ơi Briu.');
  });

  it('tells another bulletin in the same slot, or another loudness, as changed', () => {
    const other = { ...evening, sound: 'other', title: 'Tin khác', bulletinId: 'bulletin_other' };
    const softer = { ...morning, gainDb: -6 };
    const { changes } = diffTold([toldPlan(briu, [morning, evening])], [toldPlan(briu, [softer, other])]);
    expect(changes.map(({ change, title }) => [change, title])).toEqual([
      ['changed', 'Tin sáng'],
      ['changed', 'Tin khác'],
    ]);
  });

  it('merges what is equal over clusters, and tells it once for several boxes of one', () => {
    const second = { ...briu, boxId: 'box_briu_2' };
    const after = [toldPlan(briu, [morning]), toldPlan(second, [morning]), toldPlan(yen, [morning])];
    const before = [toldPlan(briu, []), toldPlan(second, []), toldPlan(yen, [evening])];
    const diff = diffTold(before, after);
    expect(diff).toMatchObject({ boxes: 3, clusters: 2, more: 0 });
    expect(diff.changes.map(({ change, clusters, villages }) => [change, clusters, villages])).toEqual([
      ['added', 2, ['làng Ơi Briu', 'làng Yên']],
      ['removed', 1, ['làng Yên']],
    ]);
    expect(diff.text).toBe('Thêm 2 lượt ở 2 làng, bỏ 1 lượt ở làng Yên.');
  });

  it('keeps languages of one slot apart', () => {
    const jrai = { ...evening, language: 'jra', sound: 'jrai' };
    const { changes } = diffTold([toldPlan(briu, [evening])], [toldPlan(briu, [evening, jrai])]);
    expect(changes.map(({ change, language }) => [change, language])).toEqual([['added', 'jra']]);
  });

  it('lists at most 200 and counts the others', () => {
    const many = Array.from({ length: 230 }, (_, n) =>
      toldItem({ sessionId: `session_${n}`, plannedAt: at('05:30') + n * 60_000 }),
    );
    const diff = diffTold([toldPlan(briu, [])], [toldPlan(briu, many)]);
    expect([diff.changes.length, diff.more]).toEqual([200, 30]);
    expect(diff.text).toBe('Thêm 230 lượt ở làng Ơi Briu.');
    expect(diff.changes[0]?.after).toBe(at('05:30'));
  });

  it('a box that is new or gone has all of its items added or removed', () => {
    expect(diffTold([], [toldPlan(briu, [morning, evening])]).text).toBe('Thêm 2 lượt ở làng Ơi Briu.');
    expect(diffTold([toldPlan(briu, [morning])], []).text).toBe('Bỏ 1 lượt ở làng Ơi Briu.');
  });
});
