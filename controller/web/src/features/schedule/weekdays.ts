/** By ISO number less one: Monday first, as weeks begin here. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type WeekdayName = (typeof WEEKDAYS)[number];

/** The weekday of a civil date, which is the same everywhere. */
export function weekdayOf(civil: string): WeekdayName {
  return WEEKDAYS[(new Date(`${civil}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'mon';
}
