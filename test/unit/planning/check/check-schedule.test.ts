import { describe, expect, it } from 'vitest';
import { checkSchedule } from '../../../../controller/src/planning/check/check-schedule.js';
import type { Timetable } from '../../../../shared/src/timetable.js';

const now = Date.parse('2026-11-02T12:00:00+07:00');
const place = {
  name: 'làng Ơi Briu',
  zone: 'Asia/Ho_Chi_Minh',
  hours: [
    { from: '05:30', to: '06:00', maxGainDb: -6 },
    { from: '06:00', to: '21:00', maxGainDb: 0 },
  ],
};
const weekly = (...times: string[]): Timetable => ({
  kind: 'recurring',
  days: [{ every: 'week', interval: 1, days: [1, 2, 3, 4, 5] }],
  times: times.map((time, index) => ({ occurrenceId: `occ_${index}`, time })),
  except: [],
  extra: [],
  holidays: [],
});
const check = (timetable: Timetable, durationMs = 60_000, places = [place]) =>
  checkSchedule({ timetable, durationMs, places, now });

describe('a schedule before it is saved', () => {
  it('passes when every time fits', () => {
    expect(check(weekly('05:30', '17:00', '20:59'))).toEqual([]);
  });

  it('is refused at 03:15, with the nearest time', () => {
    expect(check(weekly('03:15', '17:00'))).toEqual([
      {
        code: 'outside_hours',
        text: '03:15 nằm ngoài khung giờ phát 05:30–21:00 của làng Ơi Briu. Giờ gần nhất phát được: 05:30.',
        nearest: '05:30',
      },
    ]);
  });

  it('is refused when an item cannot end before the hours do', () => {
    expect(check({ kind: 'once', date: '2026-11-02', time: '20:50' }, 20 * 60_000)).toMatchObject([
      { code: 'does_not_fit', nearest: '20:40' },
    ]);
  });

  it('is refused in the past, saying what time it is', () => {
    expect(check({ kind: 'once', date: '2026-11-02', time: '11:00' })).toEqual([
      {
        code: 'past',
        text: 'Giờ phát 11:00 ngày 02/11/2026 đã qua. Bây giờ là 12:00 ngày 02/11/2026; hãy chọn giờ sau đó.',
      },
    ]);
  });

  it('is refused when its last date is over', () => {
    expect(check({ ...weekly('17:00'), until: '2026-11-01' } as Timetable)).toMatchObject([{ code: 'past' }]);
  });

  it('is refused without anybody to hear it', () => {
    expect(check(weekly('17:00'), 60_000, [])).toMatchObject([{ code: 'no_audience' }]);
  });

  it('is judged now by the hour it is there', () => {
    expect(check({ kind: 'now', at: now })).toEqual([]);
    expect(check({ kind: 'now', at: Date.parse('2026-11-02T22:10:00+07:00') })).toMatchObject([
      { code: 'outside_hours', nearest: '20:59' },
    ]);
  });

  it('names each place that forbids it, and one that is open all day forbids nothing', () => {
    const open = { ...place, name: 'thôn Thử', hours: [{ from: '00:00', to: '24:00', maxGainDb: 0 }] };
    const problems = check(weekly('03:15'), 60_000, [place, open, { ...place, name: 'làng Kte' }]);
    expect(problems.map(({ text }) => text.match(/của (.*?)\./)?.[1])).toEqual(['làng Ơi Briu', 'làng Kte']);
  });
});
