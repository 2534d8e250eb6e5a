import { newId } from '@loa/shared/ids';

/** The name under which a new schedule is sent: sent again after a lost answer, it is the same schedule. */
export function newScheduleId(): string {
  return newId('schedule', { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) });
}
