import type { Instant } from '@loa/shared/instant';
import { type CivilTime, timeText, weekdayOf } from '../calendar/civil-time.js';

const WEEKDAYS = ['Thứ hai', 'Thứ ba', 'Thứ tư', 'Thứ năm', 'Thứ sáu', 'Thứ bảy', 'Chủ nhật'] as const;

/** `23/11/2026` of a civil date. */
export function dateText(date: string): string {
  return date.split('-').reverse().join('/');
}

/** `23/11` of a civil date, where the year is plain. */
export function shortDate(date: string): string {
  return dateText(date).slice(0, 5);
}

/** `Thứ hai 23/11/2026`. */
export function dayText(date: string): string {
  return `${WEEKDAYS[weekdayOf(date) - 1] ?? ''} ${dateText(date)}`;
}

/** `17:05`. */
export function clockText(at: Instant, civil: CivilTime): string {
  return timeText(civil.minuteOf(at));
}

/** `17:05:09`. Zones differ by whole minutes since 1972. */
export function secondText(at: Instant, civil: CivilTime): string {
  return `${clockText(at, civil)}:${String(Math.floor(at / 1000) % 60).padStart(2, '0')}`;
}

/** `17:05 ngày 23/11/2026`. */
export function whenText(at: Instant, civil: CivilTime): string {
  return `${clockText(at, civil)} ngày ${dateText(civil.dateOf(at))}`;
}

/** `2 phút 05 giây`, `45 giây`, `3 phút`. */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} giây`;
  const rest = seconds % 60;
  const minutes = `${Math.floor(seconds / 60)} phút`;
  return rest === 0 ? minutes : `${minutes} ${String(rest).padStart(2, '0')} giây`;
}

/** A number as Vietnamese write it, to one decimal: `97,2`. */
export function decimal(value: number): string {
  return new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 }).format(value);
}

/** The first of these names, and how many more: `làng Ơi Briu, làng Yên và 3 nơi khác`. */
export function namesText(names: readonly string[], shown = 3): string {
  const more = names.length - shown;
  if (more > 0) return `${names.slice(0, shown).join(', ')} và ${more} nơi khác`;
  return names.join(', ');
}
