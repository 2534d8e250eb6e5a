import type { HolidayRule } from '@loa/shared/timetable';

/** The id of the calendar below; it belongs to no area and nobody edits it. */
export const VIETNAM_CALENDAR_ID = 'vietnam';

/**
 * The days off of Việt Nam: Bộ luật Lao động 45/2019/QH14, Điều 112 khoản 1. Days that are set each year are left to the
 * commune's own calendar: the second day of Quốc khánh (before or after 2/9) and the days swapped with weekends.
 */
export const VIETNAM_HOLIDAYS: readonly HolidayRule[] = [
  // Điểm a: 01 day.
  { name: 'Tết Dương lịch', days: [{ every: 'year', dates: [{ month: 1, day: 1 }] }] },
  // Điểm b: 05 days. Khoản 3 lets the Prime Minister place them each year; the last day of the old year and the first
  // four of the new one is what is meant where nothing else was decided.
  {
    name: 'Tết Nguyên đán',
    days: [
      {
        every: 'lunarYear',
        dates: [
          { month: 12, day: -1 },
          { month: 1, day: 1 },
          { month: 1, day: 2 },
          { month: 1, day: 3 },
          { month: 1, day: 4 },
        ],
      },
    ],
  },
  // Điểm e: 01 day, the tenth of the third lunar month.
  { name: 'Giỗ Tổ Hùng Vương', days: [{ every: 'lunarYear', dates: [{ month: 3, day: 10 }] }] },
  // Điểm c: 01 day.
  { name: 'Ngày Chiến thắng', days: [{ every: 'year', dates: [{ month: 4, day: 30 }] }] },
  // Điểm d: 01 day.
  { name: 'Ngày Quốc tế lao động', days: [{ every: 'year', dates: [{ month: 5, day: 1 }] }] },
  // Điểm đ: 02 days, 2/9 and the day before or after it, as decided each year.
  { name: 'Quốc khánh', days: [{ every: 'year', dates: [{ month: 9, day: 2 }] }] },
];
