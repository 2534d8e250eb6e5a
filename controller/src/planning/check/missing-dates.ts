import type { DayRule } from '@loa/shared/timetable';
import { weekdaysText } from './words.js';

/** The days that each month has in every year, January first. */
const SURE_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** … and in a leap year. */
const MOST_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** A lunar month has 29 or 30. */
const SURE_LUNAR_DAYS = 29;
const LAST_MONTH = 12;

/**
 * Dates that rules name but some months or years do not have (31, 29/2, the 30th of Chạp, the fifth Monday): nothing
 * sounds then, as RFC 5545 has it, though whoever says "the 31st" often means the last day. One sentence each.
 */
export function missingDates(rules: readonly DayRule[]): string[] {
  return [...new Set(rules.flatMap(missingOf))];
}

function missingOf(rule: DayRule): string[] {
  switch (rule.every) {
    case 'month':
      return [...monthDates(rule.dates), ...rule.weekdays.flatMap(fifthWeekday)];
    case 'year':
      return rule.dates.flatMap(({ month, day }) => yearDate(month, day));
    case 'lunarMonth':
      return rule.days.some((day) => day > SURE_LUNAR_DAYS) && !rule.days.includes(-1)
        ? [
            'Tháng âm lịch nào thiếu thì không có ngày 30 nên không phát. Muốn tháng nào cũng phát, hãy chọn cuối tháng.',
          ]
        : [];
    case 'lunarYear':
      return rule.dates.flatMap(({ month, day }) => (day > SURE_LUNAR_DAYS ? lunarDate(month) : []));
    default:
      return [];
  }
}

function monthDates(dates: readonly number[]): string[] {
  if (dates.includes(-1)) return [];
  return dates
    .filter((date) => date > Math.min(...SURE_DAYS))
    .map((date) => {
      return `Tháng nào không có ngày ${date} thì không phát. Muốn tháng nào cũng phát, hãy chọn ngày cuối tháng.`;
    });
}

function fifthWeekday({ nth, day }: { nth: number; day: number }): string[] {
  if (Math.abs(nth) < 5) return [];
  const weekday = weekdaysText([day]);
  return [
    `Tháng nào chỉ có bốn ${weekday} thì không phát. Muốn tháng nào cũng phát, hãy chọn ${weekday} cuối cùng.`,
  ];
}

function yearDate(month: number, day: number): string[] {
  if (day <= (SURE_DAYS[month - 1] ?? 31)) return [];
  const last = `hãy chọn ngày cuối tháng ${month}`;
  if (day > (MOST_DAYS[month - 1] ?? 31)) return [`Không năm nào có ngày ${day}/${month}; ${last}.`];
  return [`Năm không nhuận không có ngày ${day}/${month} nên không phát. Muốn năm nào cũng phát, ${last}.`];
}

function lunarDate(month: number): string[] {
  const name = month === LAST_MONTH ? 'tháng Chạp' : `tháng ${month} âm lịch`;
  return [
    `Năm nào ${name} thiếu thì không có ngày 30/${month} nên không phát. Muốn năm nào cũng phát, hãy chọn ngày cuối ${name}.`,
  ];
}
