import type { DayRule } from '@loa/shared/timetable';

/** Dates that are named one by one; more of them become a number. */
const NAMED_DATES = 6;
const DIGITS = ['', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín', 'mười'];
const NTH = ['', 'đầu tiên', 'lần thứ hai', 'lần thứ ba', 'lần thứ tư', 'lần thứ năm'];

/** Which days a rule names, as a clerk says it, in lower case: `thứ 2–6`, `rằm và mùng một hằng tháng`. */
export function dayRuleText(rule: DayRule): string {
  switch (rule.every) {
    case 'day':
      return rule.interval === 1 ? `hằng ngày${since(rule)}` : `${rule.interval} ngày một lần${since(rule)}`;
    case 'week':
      return weekText(rule);
    case 'month':
      return monthText(rule);
    case 'year':
      return `${rule.dates.map(({ month, day }) => monthDay(month, day)).join(', ')} hằng năm`;
    case 'lunarMonth':
      return lunarMonthText(rule.days);
    case 'lunarYear':
      return `${rule.dates.map(({ month, day }) => lunarDate(month, day)).join(', ')} âm lịch hằng năm`;
    case 'date':
      return `ngày ${datesText(rule.dates)}`;
    case 'dateInRange':
      return `từ ${dateText(rule.from)} đến ${dateText(rule.until)}`;
  }
}

/** `dd/MM/yyyy` of a civil date. */
export function dateText(date: string): string {
  return date.split('-').reverse().join('/');
}

/** `a, b và c`. */
export function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} và ${last}`;
}

/** Dates in order; of many the first ones, and how many more there are. */
export function datesText(dates: readonly string[]): string {
  const inOrder = [...new Set(dates)].sort();
  const more = inOrder.length - NAMED_DATES;
  const named = inOrder.slice(0, NAMED_DATES).map(dateText);
  return listed(more > 0 ? [...named, `${more} ngày nữa`] : named);
}

/** What an interval counts from, or a rule's own first date. */
function since({ interval, from }: { interval: number; from?: string | undefined }): string {
  if (from === undefined) return '';
  return interval === 1 ? ` từ ${dateText(from)}` : `, tính từ ${dateText(from)}`;
}

function weekText(rule: Extract<DayRule, { every: 'week' }>): string {
  const days = weekdaysText(rule.days);
  if (rule.interval === 1) return `${days}${since(rule)}`;
  const named = days === 'hằng ngày' ? 'cả tuần' : days;
  return `${rule.interval} tuần một lần, ${named}${since(rule)}`;
}

function weekdaysText(weekdays: readonly number[]): string {
  const days = [...new Set(weekdays)].sort((a, b) => a - b);
  if (days.length === 7) return 'hằng ngày';
  const workdays = days.filter((day) => day < 7).map((day) => day + 1);
  const first = workdays[0] ?? 0;
  const last = workdays.at(-1) ?? 0;
  const unbroken = workdays.length > 2 && last - first === workdays.length - 1;
  const sunday = days.includes(7) ? ['Chủ nhật'] : [];
  if (workdays.length === 0) return 'Chủ nhật';
  return [`thứ ${unbroken ? `${first}–${last}` : workdays.join(', ')}`, ...sunday].join(', ');
}

const weekdayName = (day: number) => (day === 7 ? 'Chủ nhật' : `thứ ${day + 1}`);

function monthText(rule: Extract<DayRule, { every: 'month' }>): string {
  const named = rule.dates.filter((date) => date > 0).sort((a, b) => a - b);
  const fromEnd = rule.dates.filter((date) => date < 0).sort((a, b) => a - b);
  const parts = [
    ...(named.length > 0 ? [`ngày ${listed(named.map(String))}`] : []),
    ...fromEnd.map((date) => (date === -1 ? 'ngày cuối tháng' : `ngày thứ ${-date} từ cuối tháng`)),
    ...rule.weekdays.map(({ nth, day }) => `${weekdayName(day)} ${nthText(nth)}`),
  ];
  const days = listed(parts);
  return rule.interval === 1
    ? `${days} hằng tháng${since(rule)}`
    : `${rule.interval} tháng một lần, ${days}${since(rule)}`;
}

function nthText(nth: number): string {
  if (nth === -1) return 'cuối cùng';
  return nth > 0 ? `${NTH[nth]}` : `${NTH[-nth]} từ cuối tháng`;
}

function monthDay(month: number, day: number): string {
  if (day > 0) return `${day}/${month}`;
  return day === -1 ? `ngày cuối tháng ${month}` : `ngày thứ ${-day} từ cuối tháng ${month}`;
}

function lunarMonthText(days: readonly number[]): string {
  // "Rằm và mùng một": the full moon is named first.
  const order = (day: number) => (day === 15 ? 0 : day === -1 ? 31 : day);
  const named = [...days].sort((a, b) => order(a) - order(b)).map(lunarDay);
  const plain = days.every((day) => day === 15 || (day >= 1 && day <= 10));
  return `${listed(named)}${plain ? '' : ' âm lịch'} hằng tháng`;
}

function lunarDay(day: number): string {
  if (day === 15) return 'rằm';
  if (day === -1) return 'ngày cuối tháng';
  return day <= 10 ? `mùng ${DIGITS[day]}` : `ngày ${day}`;
}

function lunarDate(month: number, day: number): string {
  if (day !== -1) return `${day}/${month}`;
  return month === 12 ? 'ngày cuối tháng Chạp' : `ngày cuối tháng ${month}`;
}
