import { type Instant, MINUTE, minutesOfDay } from '@loa/shared/instant';
import type { SoundWindow } from '@loa/shared/messages/roster';
import type { Timetable } from '@loa/shared/timetable';
import { type CivilTime, civilTime, timeText } from '../calendar/civil-time.js';
import { NO_HOLIDAYS } from '../calendar/compile-timetable.js';
import { occurrencesOf } from '../calendar/timetable.js';
import { fits, nearestStart, type Stretch, stretchesOf } from '../place/hours.js';

/** A place that a schedule would sound at, as staff call it: "làng Ơi Briu". */
export interface CheckedPlace {
  name: string;
  zone: string;
  /** The strictest of its areas and cluster. */
  hours: readonly SoundWindow[];
}

/** Why a schedule cannot be saved as it is. `text` is Vietnamese and says what to do. */
export interface ScheduleProblem {
  code: 'no_audience' | 'past' | 'outside_hours' | 'does_not_fit' | 'closed_all_day';
  text: string;
  /** The allowed local time nearest to the one asked for. */
  nearest?: string;
}

/** How far ahead a timetable must sound at least once, milliseconds. */
const HORIZON_MS = 400 * 24 * 60 * MINUTE;

/** What is wrong with a schedule before it is saved; empty when nothing is. `durationMs` is its whole queue's. */
export function checkSchedule(input: {
  timetable: Timetable;
  durationMs: number;
  places: readonly CheckedPlace[];
  now: Instant;
}): ScheduleProblem[] {
  const [first] = input.places;
  if (!first) {
    return [{ code: 'no_audience', text: 'Chưa có cụm loa nào trong địa bàn đã chọn. Hãy chọn nơi nghe.' }];
  }
  const past = checkPast(input.timetable, civilTime(first.zone), input.now);
  if (past) return [past];
  const problems: ScheduleProblem[] = [];
  for (const place of input.places) {
    for (const time of timesOf(input.timetable, place.zone)) {
      const problem = checkTime(time, input.durationMs, place);
      if (problem && !problems.some(({ text }) => text === problem.text)) problems.push(problem);
    }
  }
  return problems;
}

function checkPast(timetable: Timetable, civil: CivilTime, now: Instant): ScheduleProblem | null {
  if (timetable.kind === 'now') return null;
  // Without its holidays: that they leave nothing is another trouble than a timetable that is over.
  const bare: Timetable = timetable.kind === 'recurring' ? { ...timetable, holidays: [] } : timetable;
  const places = { civil, holidays: NO_HOLIDAYS };
  if (occurrencesOf(bare, places, { from: now, until: now + HORIZON_MS }).length > 0) return null;
  const clock = `Bây giờ là ${timeText(civil.minuteOf(now))} ngày ${dateText(civil.dateOf(now))}`;
  if (timetable.kind === 'once') {
    const asked = `${timetable.time} ngày ${dateText(timetable.date)}`;
    const far = civil.instantOf(timetable.date, timetable.time) > now;
    const text = far
      ? `Giờ phát ${asked} còn quá xa (hơn 400 ngày). Hãy chọn ngày gần hơn.`
      : `Giờ phát ${asked} đã qua. ${clock}; hãy chọn giờ sau đó.`;
    return { code: 'past', text };
  }
  return { code: 'past', text: `Lịch này không còn buổi phát nào. ${clock}; hãy chọn ngày sau đó.` };
}

function checkTime(time: string, durationMs: number, place: CheckedPlace): ScheduleProblem | null {
  const stretches = stretchesOf(place.hours);
  if (stretches.length === 0) {
    return {
      code: 'closed_all_day',
      text: `${sentence(place.name)} không có khung giờ phát nào trong ngày.`,
    };
  }
  const minute = minutesOfDay(time);
  const lengthMin = durationMs / MINUTE;
  if (fits(minute, lengthMin, stretches)) return null;
  const nearest = nearestStart(minute, lengthMin, stretches);
  const advice =
    nearest === null ? 'Bài dài hơn khung giờ phát.' : `Giờ gần nhất phát được: ${timeText(nearest)}.`;
  const hint = nearest === null ? {} : { nearest: timeText(nearest) };
  const inside = stretches.find((s) => s.from <= minute && minute < s.to);
  if (inside) {
    const text = `Phát lúc ${time} thì không kịp xong trước ${timeText(inside.to)}, giờ loa của ${place.name} phải im. ${advice}`;
    return { code: 'does_not_fit', text, ...hint };
  }
  const text = `${time} nằm ngoài khung giờ phát ${hoursText(stretches)} của ${place.name}. ${advice}`;
  return { code: 'outside_hours', text, ...hint };
}

function timesOf(timetable: Timetable, zone: string): string[] {
  switch (timetable.kind) {
    case 'once':
      return [timetable.time];
    case 'recurring': {
      const times = [...timetable.times, ...timetable.extra.flatMap((day) => day.times ?? [])];
      return [...new Set(times.map(({ time }) => time))];
    }
    case 'now':
      return [timeText(civilTime(zone).minuteOf(timetable.at))];
  }
}

/** `05:30–21:00`, several joined by commas. */
export function hoursText(stretches: readonly Stretch[]): string {
  return stretches.map(({ from, to }) => `${timeText(from)}–${timeText(to)}`).join(', ');
}

function dateText(date: string): string {
  const [year, month, day] = date.split('-');
  return `${day}/${month}/${year}`;
}

const sentence = (text: string) => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
