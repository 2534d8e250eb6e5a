import { HolidayCalendar } from '@loa/shared/api/holiday-calendars';
import { KEYS } from './keys.js';
import type { ServedList } from './paged-query.js';

/** Those of the areas above and below, then the country's. */
export const CALENDARS: ServedList<HolidayCalendar> = {
  key: KEYS.schedules,
  path: '/holiday-calendars',
  item: HolidayCalendar,
};
