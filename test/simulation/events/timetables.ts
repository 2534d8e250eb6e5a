import { DAY } from '@loa/shared/instant';
import type { DayRule } from '@loa/shared/timetable';
import { pick } from '../seeds.js';
import { ZONE_MS } from '../world/places.js';
import type { TrueTimes } from '../world/truth.js';
import type { World } from '../world/world.js';
import type { Draw } from './event.js';

export const CALENDAR = 'calendar_commune';

/** Days by one of the kinds that a timetable knows, some left out, some added; a calendar of holidays where there is one. */
export function anyDays(world: World, draw: Draw): Omit<TrueTimes, 'minutes'> {
  const calendar = draw() < 0.25 && world.truth.decisions.calendars.has(CALENDAR);
  return {
    days: [anyRule(world, draw)],
    except: draw() < 0.3 ? [dayAhead(world, draw() * 8)] : [],
    extra: draw() < 0.2 ? [dayAhead(world, draw() * 8)] : [],
    holidays: calendar ? [{ calendarId: CALENDAR, on: draw() < 0.8 ? 'skip' : 'only' }] : [],
  };
}

function anyRule(world: World, draw: Draw): DayRule {
  const from = dayAhead(world, -3);
  const rules: DayRule[] = [
    { every: 'day', interval: 1 },
    { every: 'day', interval: 2, from },
    { every: 'week', interval: 1, days: [1, 2, 4, 6] },
    { every: 'week', interval: 2, from, days: [2, 3, 5] },
    { every: 'month', interval: 1, dates: [3, 5, 8, 13, -20], weekdays: [{ nth: 2, day: 5 }] },
    {
      every: 'month',
      interval: 1,
      dates: [],
      weekdays: [
        { nth: 1, day: 4 },
        { nth: -3, day: 3 },
      ],
    },
    { every: 'lunarMonth', days: [1, 4, 27, -1] },
    { every: 'date', dates: [dayAhead(world, 1), dayAhead(world, 4)] },
    // The last is the tenth of November from its end; there is no 31st.
    {
      every: 'year',
      dates: [...yearly(dayAhead(world, 2)), { month: 11, day: 31 }, { month: 11, day: -21 }],
    },
    { every: 'dateInRange', from: dayAhead(world, 1), until: dayAhead(world, 5) },
  ];
  return pick(rules, draw()) ?? { every: 'day', interval: 1 };
}

function yearly(date: string) {
  return [{ month: Number(date.slice(5, 7)), day: Number(date.slice(8)) }];
}

/** The civil date so many days from now. */
export function dayAhead(world: World, days: number): string {
  return new Date(world.wall.now() + ZONE_MS + Math.floor(days) * DAY).toISOString().slice(0, 10);
}
