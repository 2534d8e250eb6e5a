import type { QuietTime } from '@loa/shared/place-rules';
import { timeText } from '../calendar/civil-time.js';
import type { Stretch } from '../place/hours.js';

/** `05:30–21:00`, several joined by commas. */
export function hoursText(stretches: readonly Stretch[]): string {
  return stretches.map(({ from, to }) => `${timeText(from)}–${timeText(to)}`).join(', ');
}

/** "11:30–13:30 (giờ nghỉ trưa)". */
export function quietText({ from, to, why }: QuietTime): string {
  return `${from}–${to} (${why})`;
}

/** 02/11/2026. */
export function dateText(date: string): string {
  return date.split('-').reverse().join('/');
}

/** "thứ 2, thứ 4, chủ nhật"; days that follow one another are drawn together: "thứ 2–6". ISO weekdays, in order. */
export function weekdaysText(days: readonly number[]): string {
  const runs: number[][] = [];
  for (const day of days) {
    const last = runs.at(-1);
    // Sunday has no number to draw together with.
    if (last?.at(-1) === day - 1 && day !== 7) last.push(day);
    else runs.push([day]);
  }
  return runs.map(runText).join(', ');
}

function runText(run: readonly number[]): string {
  const [first = 7, last = first] = [run[0], run.at(-1)];
  if (first === 7) return 'chủ nhật';
  if (run.length < 3) return run.map((day) => `thứ ${day + 1}`).join(', ');
  return `thứ ${first + 1}–${last + 1}`;
}

/** Whole minutes, a begun one counted: "20 phút". */
export function minutesText(ms: number): string {
  return `${Math.ceil(ms / 60_000)} phút`;
}
