import { MINUTE } from '@loa/shared/instant';
import { describe, expect, it } from 'vitest';
import { mostTelling, type NearRow } from '../../../../controller/src/planning/answers/most-telling.js';

const FIVE = Date.UTC(2026, 10, 2, 10, 0);

/** A three-minute item of a run at 17:00, on the first box. */
function row(title: string, minute: number, state: NearRow['state'], boxId = 'box_1'): NearRow {
  return {
    ...{ boxId, title, state, sessionId: 'session_one', bulletinId: `bulletin_${title}`, language: 'vi' },
    ...{ plannedAt: FIVE + minute * MINUTE, durationMs: 3 * MINUTE },
  };
}

describe('the row that answers why a place was silent', () => {
  it.each<[string, NearRow[], number, string | null]>([
    ['bài đúng giờ đó', [row('a', 0, 'missed'), row('b', 20, 'missed')], 1, 'a'],
    ['bài không nghe được trước bài đã nghe', [row('a', 0, 'finished'), row('b', 3, 'failed')], 0, 'b'],
    [
      'một bộ thu hỏng, bộ thu kia đã phát: bài ấy đã nghe',
      [row('a', 0, 'failed'), row('a', 0, 'finished', 'box_2'), row('b', 3, 'skipped')],
      1,
      'b',
    ],
    ['mọi bài đã phát: nói là đã phát', [row('a', 0, 'finished')], 1, 'a'],
    [
      'bài đã phát đúng lúc hỏi trước bài lỡ cách đó lâu',
      [row('a', 0, 'finished'), row('b', 25, 'missed')],
      1,
      'a',
    ],
    ['gần nhất khi không bài nào đúng giờ', [row('a', -25, 'missed'), row('b', 20, 'missed')], 0, 'b'],
    ['quá xa thì thôi', [row('a', 40, 'missed')], 0, null],
    ['không có gì', [], 0, null],
  ])('%s', (_what, rows, minute, title) => {
    expect(mostTelling(rows, FIVE + minute * MINUTE)?.title ?? null).toBe(title);
  });

  it('is the same whatever the order of the rows', () => {
    const rows = [
      row('a', 0, 'finished'),
      row('a', 0, 'failed', 'box_2'),
      row('b', 3, 'skipped'),
      row('c', 6, 'missed'),
    ];
    const asked = FIVE + 2 * MINUTE;
    expect(mostTelling(rows.toReversed(), asked)?.title).toBe(mostTelling(rows, asked)?.title);
  });

  it('prefers what ended to what a silent box still calls planned', () => {
    const rows = [row('a', 0, 'planned'), row('a', 0, 'missed', 'box_2')];
    expect(mostTelling(rows, FIVE)?.boxId).toBe('box_2');
  });
});
