import { z } from 'zod';
import { Instant } from '../instant.js';

/** Whether phones can follow the week of an area by a secret address, and since when; null: they cannot. */
export const CalendarAddress = z.object({ createdAt: Instant.nullable() }).meta({ id: 'CalendarAddress' });
export type CalendarAddress = z.infer<typeof CalendarAddress>;

/** `path`, on the controller, is shown this once; only a hash of its secret is kept. */
export const IssuedCalendarAddress = z
  .object({ path: z.string(), createdAt: Instant })
  .meta({ id: 'IssuedCalendarAddress' });
export type IssuedCalendarAddress = z.infer<typeof IssuedCalendarAddress>;
