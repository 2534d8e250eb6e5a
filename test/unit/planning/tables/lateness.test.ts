import { describe, expect, it } from 'vitest';
import type { Item, Lateness, Session } from '../../../../shared/src/messages/plan.js';
import { createLife } from '../../../support/agent-life.js';
import { wall } from '../../../support/agent-plan.js';
import { bulletinOf, planOf, scheduleOf, slotOf } from '../../../support/planning-world.js';
import { casesOf } from '../../../support/readable-table.js';

const POLICIES: Record<string, Lateness> = {
  'không phát muộn': 'skip',
  'vào giữa chừng': 'joinMidway',
  'phát muộn từ đầu': 'fromStart',
};

/**
 * Lịch 05:30, một bài sáu phút. Bộ thu mất điện từ trước, có điện lại và biết giờ vào lúc ghi ở cột "có điện lại".
 * Kế hoạch do bộ điều khiển lập, bộ thu thật quyết định.
 */
const TABLE = `
| chính sách       | muộn nhất (phút) | có điện lại | nhật ký của bộ thu                                     |
|------------------|------------------|-------------|--------------------------------------------------------|
| không phát muộn  | -                | 05:20:00    | 05:29:58 claimed for 05:30:00; 05:36:00 finished       |
| không phát muộn  | -                | 05:30:01    | 05:30:01 claimed for 05:30:01; 05:36:01 finished       |
| không phát muộn  | -                | 05:31:00    | 05:35:01 missed(box_off)                               |
| phát muộn từ đầu | -                | 05:31:00    | 05:31:00 claimed for 05:31:00; 05:37:00 finished       |
| phát muộn từ đầu | -                | 05:59:00    | 05:59:00 claimed for 05:59:00; 06:05:00 finished       |
| phát muộn từ đầu | -                | 06:00:30    | 06:00:30 missed(box_off)                               |
| phát muộn từ đầu | 10               | 05:39:00    | 05:39:00 claimed for 05:39:00; 05:45:00 finished       |
| phát muộn từ đầu | 10               | 05:41:00    | 05:41:00 missed(box_off)                               |
| phát muộn từ đầu | 0                | 05:31:00    | 05:31:00 missed(box_off)                               |
| vào giữa chừng   | -                | 05:31:00    | 05:31:00 claimed for 05:31:00 from 60.25 s; 05:36:00 finished |
| vào giữa chừng   | -                | 05:35:30    | 05:35:30 claimed for 05:35:30 from 330.25 s; 05:36:00 finished |
| vào giữa chừng   | -                | 05:36:30    | 05:36:30 missed(box_off)                               |
| vào giữa chừng   | 2                | 05:33:00    | 05:33:00 missed(box_off)                               |
`;

/** What the controller plans for one run at 05:30. */
function planned(lateness: Lateness, latestStartMs: number | null): Session {
  const { content } = planOf({
    schedules: [scheduleOf('a', [slotOf('main', 'tin')], { lateness, latestStartMs })],
    bulletins: [bulletinOf('tin', { minutes: 6 })],
  });
  const [session] = content.sessions;
  if (!session) throw new Error('nothing was planned');
  return session;
}

function wish(session: Session, item: Item) {
  const { lateness, source, startsAt, latestStartAt } = item;
  const starts = wall(startsAt);
  const seconds = source.durationMs / 1000;
  return {
    endsBy: wall(session.endsBy),
    items: [{ name: 'a', starts, latest: wall(latestStartAt), seconds, lateness }],
  };
}

describe('a box that comes back late', () => {
  it.each(casesOf(TABLE))('%s', (_, row) => {
    const lateness = POLICIES[row['chính sách'] ?? ''];
    if (!lateness) throw new Error(`no such policy: ${row['chính sách']}`);
    const minutes = row['muộn nhất (phút)'];
    const session = planned(lateness, minutes ? Number(minutes) * 60_000 : null);
    const [item] = session.items;
    if (!item) throw new Error('the session is empty');
    const { log } = createLife({ names: ['a'], now: '05:00' })
      .plan({ sessions: [wish(session, item)] })
      .powerCut(row['có điện lại'] ?? '')
      .until('07:00');
    expect(log.map((line) => line.replace(' a ', ' ')).join('; ')).toBe(row['nhật ký của bộ thu']);
  });
});
