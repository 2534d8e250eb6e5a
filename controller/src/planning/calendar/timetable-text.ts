import type { RecurringTimetable, Timetable, TimetableTime } from '@loa/shared/timetable';
import { type CivilTime, timeText } from './civil-time.js';
import { datesText, dateText, dayRuleText, listed } from './day-rule-text.js';

/**
 * A timetable as a clerk says it, in Vietnamese: `Thứ 2–6 lúc 05:30 và 17:00, từ 01/12/2026, trừ 25/12/2026`.
 * `calendars` names the holiday calendars by id.
 */
export function timetableText(
  timetable: Timetable,
  { civil, calendars }: { civil: CivilTime; calendars: ReadonlyMap<string, string> },
): string {
  switch (timetable.kind) {
    case 'now': {
      const time = timeText(civil.minuteOf(timetable.at));
      return `Phát ngay lúc ${time} ngày ${dateText(civil.dateOf(timetable.at))}`;
    }
    case 'once':
      return `Một lần, lúc ${timetable.time} ngày ${dateText(timetable.date)}`;
    case 'recurring':
      return sentence([
        `${timetable.days.map(dayRuleText).join('; ')} ${timesText(timetable.times)}`,
        ...boundsText(timetable),
        ...holidaysText(timetable, calendars),
        ...(timetable.except.length > 0 ? [`trừ ${datesText(timetable.except)}`] : []),
        ...extraText(timetable),
      ]);
  }
}

function boundsText({ from, until }: RecurringTimetable): string[] {
  if (from !== undefined && until !== undefined) return [`từ ${dateText(from)} đến ${dateText(until)}`];
  if (from !== undefined) return [`từ ${dateText(from)}`];
  return until === undefined ? [] : [`đến hết ${dateText(until)}`];
}

function holidaysText(timetable: RecurringTimetable, calendars: ReadonlyMap<string, string>): string[] {
  return timetable.holidays.map(({ calendarId, on }) => {
    const name = calendars.get(calendarId);
    const calendar = name === undefined ? 'một lịch không còn nữa' : `“${name}”`;
    return on === 'skip' ? `nghỉ các ngày của ${calendar}` : `chỉ vào các ngày của ${calendar}`;
  });
}

function extraText({ extra }: RecurringTimetable): string[] {
  const plain = extra.filter(({ times }) => times === undefined).map(({ date }) => date);
  const timed = extra.flatMap(({ date, times }) => (times ? [{ date, times }] : []));
  timed.sort((a, b) => (a.date < b.date ? -1 : 1));
  return [
    ...(plain.length > 0 ? [`thêm ${datesText(plain)}`] : []),
    ...timed.map(({ date, times }) => `thêm ${dateText(date)} ${timesText(times)}`),
  ];
}

function timesText(times: readonly TimetableTime[]): string {
  return `lúc ${listed([...new Set(times.map(({ time }) => time))].sort())}`;
}

function sentence(parts: readonly string[]): string {
  const text = parts.join(', ');
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}
