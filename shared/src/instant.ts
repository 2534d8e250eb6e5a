import { z } from 'zod';

/** A UTC instant in whole unix milliseconds. Local civil time exists only in timetables and limits. */
export const Instant = z
  .int()
  .min(0)
  .max(8_640_000_000_000_000)
  .meta({ description: 'unix milliseconds, UTC' });
export type Instant = z.infer<typeof Instant>;

/** A length of time in whole milliseconds. */
export const DurationMs = z.int().min(0).meta({ description: 'milliseconds' });

/** Civil wall time, `HH:MM` from 00:00 to 23:59. */
export const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'Giờ ghi dạng HH:MM, từ 00:00 đến 23:59.' })
  .meta({ description: 'local time HH:MM' });

/** The end of a window: as `TimeOfDay`, or `24:00` for the end of the day. */
export const EndOfWindow = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: 'Giờ ghi dạng HH:MM, từ 00:00 đến 24:00.' })
  .meta({ description: 'local time HH:MM, up to 24:00' });

/** A civil date, `YYYY-MM-DD`. */
export const CivilDate = z.iso.date();

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export const Weekday = z.int().min(1).max(7);

/** An IANA time zone name that this runtime knows. */
export const Zone = z
  .string()
  .min(1)
  .max(64)
  .refine(isKnownZone, { error: 'Không có múi giờ này. Hãy ghi tên IANA, ví dụ Asia/Ho_Chi_Minh.' });

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Minutes since local midnight of a `HH:MM` text (24:00 is 1440). */
export function minutesOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** Names that were found good; making a format for each plan that names one costs more than the rest of its parsing. */
const known = new Set(['Asia/Ho_Chi_Minh']);

function isKnownZone(zone: string): boolean {
  if (known.has(zone)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    known.add(zone);
    return true;
  } catch {
    return false;
  }
}
