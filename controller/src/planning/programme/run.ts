import type { Instant } from '@loa/shared/instant';
import type { ScheduleInput } from '../inputs.js';

/** One run of a schedule on one day (buổi phát): the same at every place of a zone. */
export interface Run {
  schedule: ScheduleInput;
  sessionId: string;
  occurrenceId: string;
  /** The civil date it is meant for … */
  localDate: string;
  /** … and that date's day number. */
  day: number;
  startsAt: Instant;
}

/** Emergencies ask neither hours nor limits nor suspensions; the box asks them for a grant of their own. */
export function isEmergency({ schedule }: Run): boolean {
  return schedule.priority === 'emergency';
}
