import { describe, expect, it } from 'vitest';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import { namesOf, problemWords } from '../../../../controller/src/planning/plan/problem-text.js';
import { bulletinOf, once, planOf, scheduleOf, slotOf, worldOf } from '../../../support/planning-world.js';
import { casesOf } from '../../../support/readable-table.js';

/**
 * Bài A bắt đầu 06:00, dài mười phút; chương trình B hai bài, mỗi bài một phút, được bắt đầu trễ năm phút, trừ khi ghi khác.
 * Báo trước: buổi nào sẽ bỏ bài vì bài kia còn phát.
 */
const TABLE = `
| A            | B            | B lúc | B nếu muộn  | báo trước                                                            |
|--------------|--------------|-------|-------------|----------------------------------------------------------------------|
| ưu tiên      | thông thường | 06:02 | thì bỏ      | B phải chờ “A” phát xong lúc 06:10; bài nào quá giờ thì bị bỏ.        |
| thông thường | thông thường | 06:02 | thì bỏ      | B phải chờ “A” phát xong lúc 06:10; bài nào quá giờ thì bị bỏ.        |
| ưu tiên      | thông thường | 06:04 | thì bỏ      | B phải chờ “A” phát xong lúc 06:10; bài nào quá giờ thì bị bỏ.        |
| ưu tiên      | thông thường | 06:05 | thì bỏ      |                                                                      |
| ưu tiên      | thông thường | 06:02 | vẫn phát đủ |                                                                      |
| ưu tiên      | thông thường | 06:02 | nối vào     | B phải chờ “A” phát xong lúc 06:10; bài nào quá giờ thì bị bỏ.        |
| thông thường | ưu tiên      | 06:02 | thì bỏ      |                                                                      |
| ưu tiên      | thông thường | 05:59 | thì bỏ      | B phải chờ “A” phát xong lúc 06:10; bài nào quá giờ thì bị bỏ.        |
| ưu tiên      | thông thường | 05:50 | thì bỏ      |                                                                      |
`;

const RANKS = { 'ưu tiên': 'priority', 'thông thường': 'normal' } as const;
const LATENESS = { 'thì bỏ': 'skip', 'vẫn phát đủ': 'fromStart', 'nối vào': 'joinMidway' } as const;
const civil = civilTime('Asia/Ho_Chi_Minh');

function told(row: Record<string, string>): string {
  const rank = (word = '') => RANKS[word as keyof typeof RANKS];
  const wish = {
    bulletins: [bulletinOf('dài', { minutes: 10 }), bulletinOf('một'), bulletinOf('hai')],
    schedules: [
      scheduleOf('A', [slotOf('a', 'dài')], {
        priority: rank(row.A),
        timetable: once('2026-11-02', '06:00'),
      }),
      scheduleOf('B', [slotOf('b', 'một'), slotOf('c', 'hai')], {
        priority: rank(row.B),
        timetable: once('2026-11-02', row['B lúc'] ?? ''),
        lateness: LATENESS[row['B nếu muộn'] as keyof typeof LATENESS],
      }),
    ],
  };
  const names = namesOf(worldOf(wish));
  const { problems } = planOf(wish);
  return problems
    .filter(({ kind }) => kind === 'waits')
    .map((problem) => `${names.schedule(problem.scheduleId)} ${problemWords(problem, civil, names)}`)
    .join(' ');
}

describe('what will wait too long for the loudspeaker', () => {
  it.each(casesOf(TABLE))('%s', (_name, row) => {
    expect(told(row)).toBe(row['báo trước']);
  });
});
