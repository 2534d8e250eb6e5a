import { describe, expect, it } from 'vitest';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import { occurrencesOf } from '../../../../controller/src/planning/calendar/timetable.js';
import { DayRule, type HolidayRule, Timetable } from '../../../../shared/src/timetable.js';

const DAY = 86_400_000;
const civil = civilTime('Asia/Ho_Chi_Minh');

/** What a timetable sounds at from the first to the last date, as `dd/MM/yyyy HH:mm id`, ids shortened. */
function soundsAt(
  parts: object,
  [from, until]: readonly [string, string],
  calendars: Record<string, readonly HolidayRule[]> = {},
): string[] {
  const times = [{ occurrenceId: 'occ_a', time: '05:30' }];
  const timetable = Timetable.parse({ kind: 'recurring', times, ...parts });
  const places = { civil, holidays: new Map(Object.entries(calendars)) };
  const window = { from: civil.startOfDay(from), until: civil.startOfDay(until) + DAY };
  return occurrencesOf(timetable, places, window).map(({ localDate, startsAt, occurrenceId }) => {
    const clock = new Date(startsAt + 7 * 3_600_000).toISOString().slice(11, 16);
    return `${localDate.split('-').reverse().join('/')} ${clock} ${occurrenceId.slice(4)}`;
  });
}

/** The dates alone, `dd/MM` in a window of one year and `dd/MM/yyyy` in one of several. */
function datesOf(rule: object, window: readonly [string, string]): string {
  const oneYear = window[0].slice(0, 4) === window[1].slice(0, 4);
  return soundsAt({ days: [rule] }, window)
    .map((line) => line.slice(0, oneYear ? 5 : 10))
    .join(' ');
}

describe('a rule names its days', () => {
  it.each([
    // what it says, the rule, first and last date of the window, the days
    [
      'hằng ngày',
      { every: 'day' },
      ['2026-12-30', '2027-01-02'],
      '30/12/2026 31/12/2026 01/01/2027 02/01/2027',
    ],
    [
      'ngày nào cũng phát, bắt đầu 03/12',
      { every: 'day', from: '2026-12-03' },
      ['2026-12-01', '2026-12-05'],
      '03/12 04/12 05/12',
    ],
    [
      '3 ngày một lần, tính từ 30/12',
      { every: 'day', interval: 3, from: '2026-12-30' },
      ['2026-12-20', '2027-01-10'],
      '30/12/2026 02/01/2027 05/01/2027 08/01/2027',
    ],

    [
      'thứ 2–6',
      { every: 'week', days: [1, 2, 3, 4, 5] },
      ['2026-12-04', '2026-12-09'],
      '04/12 07/12 08/12 09/12',
    ],
    ['Chủ nhật', { every: 'week', days: [7] }, ['2026-12-01', '2026-12-20'], '06/12 13/12 20/12'],
    [
      '2 tuần một lần, thứ 3, qua năm mới',
      { every: 'week', interval: 2, from: '2026-12-15', days: [2] },
      ['2026-12-01', '2027-01-31'],
      '15/12/2026 29/12/2026 12/01/2027 26/01/2027',
    ],
    [
      '2 tuần một lần, thứ 2 và Chủ nhật, tính từ thứ 4: tuần bắt đầu ngày thứ 2',
      { every: 'week', interval: 2, from: '2026-12-02', days: [1, 7] },
      ['2026-11-25', '2026-12-31'],
      '06/12 14/12 20/12 28/12',
    ],
    [
      '3 tuần một lần, nhiều năm sau',
      { every: 'week', interval: 3, from: '2020-01-06', days: [1] },
      ['2026-12-01', '2026-12-31'],
      '21/12',
    ],

    [
      'ngày 1 và 15 hằng tháng',
      { every: 'month', dates: [15, 1] },
      ['2026-11-02', '2027-01-01'],
      '15/11/2026 01/12/2026 15/12/2026 01/01/2027',
    ],
    [
      'ngày 31 hằng tháng: tháng thiếu thì bỏ',
      { every: 'month', dates: [31] },
      ['2026-01-01', '2026-12-31'],
      '31/01 31/03 31/05 31/07 31/08 31/10 31/12',
    ],
    [
      'ngày cuối tháng',
      { every: 'month', dates: [-1] },
      ['2028-01-15', '2028-04-30'],
      '31/01 29/02 31/03 30/04',
    ],
    [
      'ngày 28 và ngày cuối tháng 2 là một',
      { every: 'month', dates: [28, -1] },
      ['2027-02-01', '2027-02-28'],
      '28/02',
    ],
    [
      'ngày thứ 31 từ cuối tháng: chỉ tháng có 31 ngày',
      { every: 'month', dates: [-31] },
      ['2026-01-01', '2026-06-30'],
      '01/01 01/03 01/05',
    ],
    [
      '3 tháng một lần, ngày 5, tính từ 05/11',
      { every: 'month', interval: 3, from: '2026-11-05', dates: [5] },
      ['2026-10-01', '2027-08-31'],
      '05/11/2026 05/02/2027 05/05/2027 05/08/2027',
    ],
    [
      'hằng tháng ngày 1, tính từ giữa tháng',
      { every: 'month', from: '2026-11-10', dates: [1, 20] },
      ['2026-11-01', '2026-12-31'],
      '20/11 01/12 20/12',
    ],

    [
      'thứ 7 đầu tiên',
      { every: 'month', weekdays: [{ nth: 1, day: 6 }] },
      ['2026-08-01', '2026-11-30'],
      '01/08 05/09 03/10 07/11',
    ],
    [
      'thứ 2 lần thứ năm: tháng không có thì bỏ',
      { every: 'month', weekdays: [{ nth: 5, day: 1 }] },
      ['2026-01-01', '2026-12-31'],
      '30/03 29/06 31/08 30/11',
    ],
    [
      'Chủ nhật cuối cùng',
      { every: 'month', weekdays: [{ nth: -1, day: 7 }] },
      ['2026-01-01', '2026-05-31'],
      '25/01 22/02 29/03 26/04 31/05',
    ],
    [
      'thứ 6 lần thứ hai từ cuối',
      { every: 'month', weekdays: [{ nth: -2, day: 5 }] },
      ['2026-01-01', '2026-03-31'],
      '23/01 20/02 20/03',
    ],
    [
      'thứ 6 lần thứ năm từ cuối',
      { every: 'month', weekdays: [{ nth: -5, day: 5 }] },
      ['2026-01-01', '2026-06-30'],
      '02/01 01/05',
    ],
    [
      'ngày 1 và thứ 2 đầu tiên, cùng một ngày thì một lần',
      { every: 'month', dates: [1], weekdays: [{ nth: 1, day: 1 }] },
      ['2026-05-01', '2026-06-30'],
      '01/05 04/05 01/06',
    ],

    [
      '18/5, 1/10, 10/10 hằng năm',
      {
        every: 'year',
        dates: [
          { month: 10, day: 10 },
          { month: 5, day: 18 },
          { month: 10, day: 1 },
        ],
      },
      ['2026-06-01', '2027-09-30'],
      '01/10/2026 10/10/2026 18/05/2027',
    ],
    [
      '29/2 hằng năm: chỉ năm nhuận',
      { every: 'year', dates: [{ month: 2, day: 29 }] },
      ['2023-01-01', '2033-12-31'],
      '29/02/2024 29/02/2028 29/02/2032',
    ],
    [
      '29/2 và năm 2100 không nhuận',
      { every: 'year', dates: [{ month: 2, day: 29 }] },
      ['2095-01-01', '2105-12-31'],
      '29/02/2096 29/02/2104',
    ],
    [
      'ngày cuối tháng 2',
      { every: 'year', dates: [{ month: 2, day: -1 }] },
      ['2027-01-01', '2028-12-31'],
      '28/02/2027 29/02/2028',
    ],
    [
      '30/2: không bao giờ',
      { every: 'year', dates: [{ month: 2, day: 30 }] },
      ['2024-01-01', '2028-12-31'],
      '',
    ],

    [
      'từng ngày, ngày ghi hai lần thì một lần',
      { every: 'date', dates: ['2026-12-20', '2026-12-05', '2026-12-20'] },
      ['2026-12-01', '2026-12-31'],
      '05/12 20/12',
    ],
    [
      'từ 30/11 đến 02/12, cả hai đầu',
      { every: 'dateInRange', from: '2026-11-30', until: '2026-12-02' },
      ['2026-11-01', '2026-12-31'],
      '30/11 01/12 02/12',
    ],
    [
      'một khoảng dài hơn cửa sổ',
      { every: 'dateInRange', from: '2026-01-01', until: '2027-12-31' },
      ['2026-12-01', '2026-12-03'],
      '01/12 02/12 03/12',
    ],
    [
      'một khoảng đã qua',
      { every: 'dateInRange', from: '2026-01-01', until: '2026-01-31' },
      ['2026-12-01', '2026-12-03'],
      '',
    ],
  ] as [string, object, [string, string], string][])('%s', (_words, rule, window, dates) => {
    expect(datesOf(rule, window)).toBe(dates);
  });
});

describe('around its rules a timetable', () => {
  const daily = { days: [{ every: 'day' }] };
  const december = ['2026-12-01', '2026-12-05'] as const;
  const at = (occurrenceId: string, time: string) => ({ occurrenceId, time });
  const market: HolidayRule[] = [{ name: 'Chợ phiên', days: [{ every: 'week', interval: 1, days: [3, 5] }] }];

  it.each([
    [
      'keeps to its first and last date',
      { ...daily, from: '2026-12-02', until: '2026-12-03' },
      ['02/12/2026 05:30 a', '03/12/2026 05:30 a'],
    ],
    ['is silent when it ends before it begins', { ...daily, from: '2026-12-04', until: '2026-12-02' }, []],
    [
      'leaves out its exceptions, those twice named as well',
      { ...daily, except: ['2026-12-02', '2026-12-02', '2026-12-04', '2026-12-05'] },
      ['01/12/2026 05:30 a', '03/12/2026 05:30 a'],
    ],
    [
      'sounds on extra days at its own times',
      { days: [{ every: 'week', days: [2] }], extra: [{ date: '2026-12-03' }] },
      ['01/12/2026 05:30 a', '03/12/2026 05:30 a'],
    ],
    [
      'sounds once on an extra day that its rules name too',
      { ...daily, until: '2026-12-01', extra: [{ date: '2026-12-01' }] },
      ['01/12/2026 05:30 a'],
    ],
    [
      'sounds on an extra day that is an exception as well',
      { ...daily, until: '2026-12-02', except: ['2026-12-02'], extra: [{ date: '2026-12-02' }] },
      ['01/12/2026 05:30 a', '02/12/2026 05:30 a'],
    ],
    [
      'sounds on extra days beyond its last date',
      { ...daily, until: '2026-12-01', extra: [{ date: '2026-12-05' }] },
      ['01/12/2026 05:30 a', '05/12/2026 05:30 a'],
    ],
    [
      'adds the times of an extra day to its own',
      { ...daily, until: '2026-12-02', extra: [{ date: '2026-12-02', times: [at('occ_b', '08:00')] }] },
      ['01/12/2026 05:30 a', '02/12/2026 05:30 a', '02/12/2026 08:00 b'],
    ],
    [
      'plays only the times of an extra day where its own fall out',
      {
        ...daily,
        until: '2026-12-02',
        except: ['2026-12-02'],
        extra: [{ date: '2026-12-02', times: [at('occ_b', '08:00')] }],
      },
      ['01/12/2026 05:30 a', '02/12/2026 08:00 b'],
    ],
    [
      'moves a time for one day, which keeps its id',
      { ...daily, until: '2026-12-02', extra: [{ date: '2026-12-02', times: [at('occ_a', '08:00')] }] },
      ['01/12/2026 05:30 a', '02/12/2026 08:00 a'],
    ],
    [
      'gathers what is said of one extra day in several places',
      {
        days: [{ every: 'date', dates: ['2026-12-01'] }],
        extra: [
          { date: '2026-12-02' },
          { date: '2026-12-02', times: [at('occ_b', '08:00')] },
          { date: '2026-12-02', times: [at('occ_c', '07:00')] },
        ],
      },
      ['01/12/2026 05:30 a', '02/12/2026 05:30 a', '02/12/2026 07:00 c', '02/12/2026 08:00 b'],
    ],
    [
      'sounds once on a day that two rules name',
      {
        days: [
          { every: 'date', dates: ['2026-12-02'] },
          { every: 'dateInRange', from: '2026-12-02', until: '2026-12-02' },
        ],
      },
      ['02/12/2026 05:30 a'],
    ],
    [
      'puts times in order, equal ones by id',
      {
        days: [{ every: 'date', dates: ['2026-12-02'] }],
        times: [at('occ_z', '17:00'), at('occ_c', '05:30'), at('occ_b', '05:30')],
      },
      ['02/12/2026 05:30 b', '02/12/2026 05:30 c', '02/12/2026 17:00 z'],
    ],
    [
      'leaves out the days of a calendar',
      { ...daily, holidays: [{ calendarId: 'market', on: 'skip' }] },
      ['01/12/2026 05:30 a', '03/12/2026 05:30 a', '05/12/2026 05:30 a'],
    ],
    [
      'keeps to the days of a calendar',
      { ...daily, holidays: [{ calendarId: 'market', on: 'only' }] },
      ['02/12/2026 05:30 a', '04/12/2026 05:30 a'],
    ],
    [
      'keeps to its own rules within the days of a calendar',
      { days: [{ every: 'week', days: [2, 3] }], holidays: [{ calendarId: 'market', on: 'only' }] },
      ['02/12/2026 05:30 a'],
    ],
    [
      'sounds on an extra day that a calendar leaves out',
      {
        ...daily,
        until: '2026-12-02',
        extra: [{ date: '2026-12-02' }],
        holidays: [{ calendarId: 'market', on: 'skip' }],
      },
      ['01/12/2026 05:30 a', '02/12/2026 05:30 a'],
    ],
    [
      'is not stopped by a calendar that is gone',
      { ...daily, until: '2026-12-01', holidays: [{ calendarId: 'gone', on: 'skip' }] },
      ['01/12/2026 05:30 a'],
    ],
    [
      'is silent where it keeps to a calendar that is gone',
      { ...daily, holidays: [{ calendarId: 'gone', on: 'only' }] },
      [],
    ],
  ] as [string, object, string[]][])('%s', (_words, parts, lines) => {
    expect(soundsAt(parts, december, { market })).toEqual(lines);
  });

  it('keeps the id of a time that is moved', () => {
    const before = soundsAt({ ...daily, times: [at('occ_evening', '17:00')] }, ['2026-12-01', '2026-12-01']);
    const after = soundsAt({ ...daily, times: [at('occ_evening', '17:30')] }, ['2026-12-01', '2026-12-01']);
    expect([before, after]).toEqual([['01/12/2026 17:00 evening'], ['01/12/2026 17:30 evening']]);
  });
});

describe('a rule is refused', () => {
  it.each([
    ['with an interval and nothing to count from', { every: 'week', interval: 2, days: [1] }],
    ['when it names no day of the month', { every: 'month' }],
    [
      'when its range ends before it begins',
      { every: 'dateInRange', from: '2026-12-02', until: '2026-12-01' },
    ],
    ['with an eighth day of the week', { every: 'week', days: [8] }],
    ['with a 31st lunar day', { every: 'lunarMonth', days: [31] }],
    ['with a date that no calendar has', { every: 'date', dates: ['2026-02-30'] }],
  ])('%s', (_words, rule) => {
    expect(DayRule.safeParse(rule).success).toBe(false);
  });
});
