import { describe, expect, it } from 'vitest';
import type { QuietTime } from '../../../../shared/src/place-rules.js';
import {
  bulletinOf,
  clock,
  heard,
  on,
  once,
  placeOf,
  planOf,
  scheduleOf,
  slotOf,
  told,
} from '../../../support/planning-world.js';
import { casesOf } from '../../../support/readable-table.js';

/** Ngày 02/11/2026 là thứ hai. `11:30-13:30 T2-T6` là giờ yên tĩnh chỉ vào các ngày ấy. */
const TABLE = `
| khung giờ   | giờ yên tĩnh       | buổi             | dài (phút) | loa              | báo trước     |
|-------------|--------------------|------------------|------------|------------------|---------------|
| 05:30-21:00 | -                  | 2026-11-02 05:30 | 10         | 05:30-05:40      | -             |
| 05:30-21:00 | -                  | 2026-11-02 05:29 | 10         | im               | outside_hours |
| 05:30-21:00 | -                  | 2026-11-02 03:15 | 1          | im               | outside_hours |
| 05:30-21:00 | -                  | 2026-11-02 21:00 | 1          | im               | outside_hours |
| 05:30-21:00 | -                  | 2026-11-02 20:50 | 10         | 20:50-21:00      | -             |
| 05:30-21:00 | -                  | 2026-11-02 20:51 | 10         | im               | does_not_fit  |
| 05:30-21:00 | 11:30-13:30        | 2026-11-02 11:20 | 10         | 11:20-11:30      | -             |
| 05:30-21:00 | 11:30-13:30        | 2026-11-02 11:21 | 10         | im               | does_not_fit  |
| 05:30-21:00 | 11:30-13:30        | 2026-11-02 11:30 | 1          | im               | quiet_time    |
| 05:30-21:00 | 11:30-13:30        | 2026-11-02 13:29 | 1          | im               | quiet_time    |
| 05:30-21:00 | 11:30-13:30        | 2026-11-02 13:30 | 10         | 13:30-13:40      | -             |
| 05:30-21:00 | 11:30-13:30 T2-T6  | 2026-11-06 12:00 | 10         | im               | quiet_time    |
| 05:30-21:00 | 11:30-13:30 T2-T6  | 2026-11-07 12:00 | 10         | 12:00-12:10      | -             |
| 00:00-24:00 | 22:00-06:00        | 2026-11-02 21:55 | 10         | im               | does_not_fit  |
| 00:00-24:00 | 22:00-06:00        | 2026-11-03 05:59 | 1          | im               | quiet_time    |
| 00:00-24:00 | 22:00-06:00 T7     | 2026-11-08 05:59 | 1          | im               | quiet_time    |
| 00:00-24:00 | 22:00-06:00 T7     | 2026-11-07 05:59 | 1          | 05:59-06:00      | -             |
| 00:00-24:00 | -                  | 2026-11-02 23:55 | 10         | 23:55-00:05      | -             |
`;

function quietOf(cell: string): QuietTime[] {
  if (cell === '') return [];
  const [times = '', weekdays] = cell.split(' ');
  const [from = '', to = ''] = times.split('-');
  const [first = 1, last = first] = (weekdays ?? 'T2-T8').split('-').map((name) => Number(name.slice(1)) - 1);
  const days = Array.from({ length: last - first + 1 }, (_, n) => first + n);
  return [{ from, to, why: 'giờ nghỉ', ...(weekdays === undefined ? {} : { days }) }];
}

function run(row: Record<string, string>, priority: 'normal' | 'emergency' = 'normal') {
  const [from = '', to = ''] = (row['khung giờ'] ?? '').split('-');
  const [date = '', time = ''] = (row.buổi ?? '').split(' ');
  return planOf(
    {
      schedules: [scheduleOf('a', [slotOf('main', 'tin')], { timetable: once(date, time), priority })],
      bulletins: [bulletinOf('tin', { minutes: Number(row['dài (phút)']) })],
    },
    {
      settings: { ...placeOf().settings, languages: ['vi'], hours: [{ from, to, maxGainDb: 0 }] },
      limits: { ...placeOf().limits, quiet: quietOf(row['giờ yên tĩnh'] ?? '') },
    },
  );
}

describe('hours and quiet times', () => {
  it.each(casesOf(TABLE))('%s', (_, row) => {
    const built = run(row);
    const [item] = built.playbacks;
    const sounds = item ? `${clock(item.plannedAt)}-${clock(item.plannedAt + item.durationMs)}` : 'im';
    expect([sounds, told(built).join()]).toEqual([row.loa, row['báo trước']]);
  });

  it('cut a session when they begin, so that a late start is not heard in them', () => {
    const row = {
      'khung giờ': '05:30-21:00',
      'giờ yên tĩnh': '11:30-13:30',
      buổi: '2026-11-02 11:20',
      'dài (phút)': '8',
    };
    const [session] = run(row).content.sessions;
    expect([session?.endsBy, session?.items[0]?.latestStartAt]).toEqual([on('11:30'), on('11:22')]);
  });

  it('do not silence an emergency', () => {
    const row = {
      'khung giờ': '05:30-21:00',
      'giờ yên tĩnh': '22:00-06:00',
      buổi: '2026-11-03 03:15',
      'dài (phút)': '8',
    };
    expect(heard(run(row, 'emergency'))).toEqual(['03:15 tin']);
  });
});
