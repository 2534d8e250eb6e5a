import { describe, expect, it } from 'vitest';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import { timetableText } from '../../../../controller/src/planning/calendar/timetable-text.js';
import { Timetable } from '../../../../shared/src/timetable.js';

const places = {
  civil: civilTime('Asia/Ho_Chi_Minh'),
  calendars: new Map([['vietnam', 'Ngày lễ Việt Nam']]),
};
const at = (...times: string[]) => times.map((time, n) => ({ occurrenceId: `occ_${n}`, time }));
const weekdays = { every: 'week', days: [1, 2, 3, 4, 5] };
const recurring = (days: unknown, more: object = {}) =>
  timetableText(
    Timetable.parse({ kind: 'recurring', days: [days].flat(), times: at('18:00'), ...more }),
    places,
  );

describe('a timetable in words', () => {
  it.each([
    [{ every: 'day' }, 'Hằng ngày'],
    [{ every: 'day', from: '2026-12-01' }, 'Hằng ngày từ 01/12/2026'],
    [{ every: 'day', interval: 3, from: '2026-12-01' }, '3 ngày một lần, tính từ 01/12/2026'],
    [weekdays, 'Thứ 2–6'],
    [{ every: 'week', days: [5, 1, 3] }, 'Thứ 2, 4, 6'],
    [{ every: 'week', days: [1, 2] }, 'Thứ 2, 3'],
    [{ every: 'week', days: [6, 7] }, 'Thứ 7, Chủ nhật'],
    [{ every: 'week', days: [7] }, 'Chủ nhật'],
    [{ every: 'week', days: [1, 2, 3, 4, 5, 6, 7] }, 'Hằng ngày'],
    [
      { every: 'week', interval: 2, from: '2026-12-01', days: [2] },
      '2 tuần một lần, thứ 3, tính từ 01/12/2026',
    ],
    [{ every: 'month', dates: [15, 1] }, 'Ngày 1 và 15 hằng tháng'],
    [{ every: 'month', dates: [-1, -3] }, 'Ngày thứ 3 từ cuối tháng và ngày cuối tháng hằng tháng'],
    [{ every: 'month', weekdays: [{ nth: 1, day: 6 }] }, 'Thứ 7 đầu tiên hằng tháng'],
    [{ every: 'month', weekdays: [{ nth: -1, day: 7 }] }, 'Chủ nhật cuối cùng hằng tháng'],
    [{ every: 'month', weekdays: [{ nth: 3, day: 5 }] }, 'Thứ 6 lần thứ ba hằng tháng'],
    [{ every: 'month', weekdays: [{ nth: -2, day: 5 }] }, 'Thứ 6 lần thứ hai từ cuối tháng hằng tháng'],
    [
      { every: 'month', interval: 3, from: '2026-12-05', dates: [5] },
      '3 tháng một lần, ngày 5, tính từ 05/12/2026',
    ],
    [
      {
        every: 'year',
        dates: [
          { month: 5, day: 18 },
          { month: 10, day: 1 },
          { month: 10, day: 10 },
        ],
      },
      '18/5, 1/10, 10/10 hằng năm',
    ],
    [{ every: 'year', dates: [{ month: 2, day: -1 }] }, 'Ngày cuối tháng 2 hằng năm'],
    [{ every: 'lunarMonth', days: [1, 15] }, 'Rằm và mùng một hằng tháng'],
    [{ every: 'lunarMonth', days: [10] }, 'Mùng mười hằng tháng'],
    [{ every: 'lunarMonth', days: [23, -1] }, 'Ngày 23 và ngày cuối tháng âm lịch hằng tháng'],
    [{ every: 'lunarYear', dates: [{ month: 3, day: 10 }] }, '10/3 âm lịch hằng năm'],
    [
      {
        every: 'lunarYear',
        dates: [
          { month: 12, day: -1 },
          { month: 1, day: 1 },
        ],
      },
      'Ngày cuối tháng Chạp, 1/1 âm lịch hằng năm',
    ],
    [{ every: 'date', dates: ['2026-12-25', '2026-12-20'] }, 'Ngày 20/12/2026 và 25/12/2026'],
    [
      { every: 'date', dates: Array.from({ length: 9 }, (_, n) => `2026-12-0${n + 1}`) },
      'Ngày 01/12/2026, 02/12/2026, 03/12/2026, 04/12/2026, 05/12/2026, 06/12/2026 và 3 ngày nữa',
    ],
    [{ every: 'dateInRange', from: '2026-12-01', until: '2026-12-15' }, 'Từ 01/12/2026 đến 15/12/2026'],
    [[weekdays, { every: 'lunarMonth', days: [15] }], 'Thứ 2–6; rằm hằng tháng'],
  ])('%j is “%s”', (rule, words) => {
    expect(recurring(rule)).toBe(`${words} lúc 18:00`);
  });

  it.each([
    [{ times: at('17:00', '05:30') }, 'Thứ 2–6 lúc 05:30 và 17:00'],
    [{ times: at('17:00', '05:30', '11:00') }, 'Thứ 2–6 lúc 05:30, 11:00 và 17:00'],
    [{ from: '2026-12-01' }, 'Thứ 2–6 lúc 18:00, từ 01/12/2026'],
    [{ until: '2026-12-31' }, 'Thứ 2–6 lúc 18:00, đến hết 31/12/2026'],
    [{ from: '2026-12-01', until: '2026-12-31' }, 'Thứ 2–6 lúc 18:00, từ 01/12/2026 đến 31/12/2026'],
    [{ except: ['2026-12-26', '2026-12-25'] }, 'Thứ 2–6 lúc 18:00, trừ 25/12/2026 và 26/12/2026'],
    [
      { extra: [{ date: '2027-01-02', times: at('08:00') }, { date: '2026-12-27' }] },
      'Thứ 2–6 lúc 18:00, thêm 27/12/2026, thêm 02/01/2027 lúc 08:00',
    ],
    [
      { holidays: [{ calendarId: 'vietnam', on: 'skip' }] },
      'Thứ 2–6 lúc 18:00, nghỉ các ngày của “Ngày lễ Việt Nam”',
    ],
    [
      { holidays: [{ calendarId: 'gone', on: 'only' }] },
      'Thứ 2–6 lúc 18:00, chỉ vào các ngày của một lịch không còn nữa',
    ],
  ] as [object, string][])('with %j it is “%s”', (more, words) => {
    expect(recurring(weekdays, more)).toBe(words);
  });

  it('that sounds once names its time and date', () => {
    expect(timetableText({ kind: 'once', date: '2026-12-20', time: '05:30' }, places)).toBe(
      'Một lần, lúc 05:30 ngày 20/12/2026',
    );
    expect(timetableText({ kind: 'now', at: Date.parse('2026-11-02T17:30:00Z') }, places)).toBe(
      'Phát ngay lúc 00:30 ngày 03/11/2026',
    );
  });
});
