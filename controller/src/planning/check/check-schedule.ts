import type { Instant } from '@loa/shared/instant';
import type { Timetable } from '@loa/shared/timetable';
import { type CivilTime, civilTime } from '../calendar/civil-time.js';
import type { Holidays } from '../calendar/compile-timetable.js';
import { type Asked, askedTimes, whyNone } from './asked-times.js';
import { warnEarly } from './check-early.js';
import { checkDays, checkLength } from './check-limits.js';
import { warnSpacing } from './check-spacing.js';
import { checkTime } from './check-times.js';
import { type DatedItem, warnValidity } from './check-validity.js';
import { missingDates } from './missing-dates.js';
import { createNearestTimes, type NearestTimes } from './nearest-times.js';
import { createOpenPlaces, type OpenPlace } from './open-place.js';
import { type CheckedPlace, type Finding, gather, type ScheduleProblem } from './problem.js';

export interface ScheduleCheck {
  /** Why it cannot be saved; empty when it can. */
  refusals: ScheduleProblem[];
  /** What its author should know before saving it. */
  warnings: ScheduleProblem[];
}

/** What is wrong with a schedule, new or changed, before it is saved, at every place that would hear it. */
export function checkSchedule(input: {
  timetable: Timetable;
  places: readonly CheckedPlace[];
  /** What it names: bulletins, stations. */
  items: readonly DatedItem[];
  holidays: Holidays;
  now: Instant;
}): ScheduleCheck {
  const { timetable, holidays, now } = input;
  const [first] = input.places;
  if (!first) return refused('no_audience', 'Chưa có cụm loa nào trong địa bàn đã chọn. Hãy chọn nơi nghe.');
  const zones = zonesOf(input.places, (civil) => askedTimes(timetable, { civil, holidays }, now));
  if ([...zones.values()].every(({ asked }) => asked.occurrences.length === 0)) {
    const civil = zones.get(first.zone)?.civil ?? civilTime(first.zone);
    return { refusals: [whyNone(timetable, { civil, holidays }, now)], warnings: [] };
  }
  const all = input.places.map(createOpenPlaces());
  const nearestOf = createNearestTimes(all);
  const refusals: Finding[] = [];
  const warnings: Finding[] = [];
  for (const open of all) {
    const zone = zones.get(open.place.zone);
    if (zone) judgePlace(open, { ...zone, nearestOf }, refusals, warnings);
  }
  const told = new Map<string, ScheduleProblem>();
  for (const [zone, { asked, civil }] of zones) {
    const there = input.places.filter((place) => place.zone === zone);
    const found = [
      ...warnSpacing(asked.occurrences, there, civil),
      ...warnValidity(input.items, asked, civil),
    ];
    for (const problem of found) told.set(problem.text, problem);
  }
  const missing = timetable.kind === 'recurring' ? missingDates(timetable.days) : [];
  const dates = missing.map((text): ScheduleProblem => ({ code: 'missing_dates', text }));
  return { refusals: gather(refusals), warnings: [...gather(warnings), ...told.values(), ...dates] };
}

function judgePlace(
  open: OpenPlace,
  { civil, asked, nearestOf }: Zone & { nearestOf: NearestTimes },
  refusals: Finding[],
  warnings: Finding[],
): void {
  const { place, openings } = open;
  if (openings.every((stretches) => stretches.length === 0)) {
    const text = (places: string) =>
      `${places} không có khung giờ phát nào trong ngày. Hãy đặt giờ phát cho nơi đó hoặc chọn nơi khác.`;
    refusals.push({ code: 'closed_all_day', place: place.name, text });
    return;
  }
  const allowed = asked.times.filter((time) => {
    const found = checkTime(time, open, nearestOf);
    refusals.push(...found);
    return found.length === 0;
  });
  refusals.push(...checkLength(asked.times, place));
  refusals.push(...checkDays(asked.occurrences, place, civil));
  warnings.push(...warnEarly(allowed, place));
}

interface Zone {
  civil: CivilTime;
  asked: Asked;
}

/** What is asked for in each zone: a civil time is another instant, and "now" another time of day. */
function zonesOf(places: readonly CheckedPlace[], ask: (civil: CivilTime) => Asked): Map<string, Zone> {
  const zones = new Map<string, Zone>();
  for (const { zone } of places) {
    if (zones.has(zone)) continue;
    const civil = civilTime(zone);
    zones.set(zone, { civil, asked: ask(civil) });
  }
  return zones;
}

function refused(code: ScheduleProblem['code'], text: string): ScheduleCheck {
  return { refusals: [{ code, text }], warnings: [] };
}
