import { hash } from 'node:crypto';
import { base32 } from '@loa/shared/ids';

/** The id of one run of a schedule: the same on every box, lasting as playback ids last. */
export function sessionId(scheduleId: string, localDate: string, occurrenceId: string): string {
  const digest = hash('sha256', `${scheduleId}|${localDate}|${occurrenceId}`, 'buffer');
  return `session_${base32(digest).slice(0, 26)}`;
}
