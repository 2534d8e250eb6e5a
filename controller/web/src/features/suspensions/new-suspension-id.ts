import { newId } from '@loa/shared/ids';

/** The name under which a suspension is sent: sent again after a lost answer, it is the same one. */
export function newSuspensionId(): string {
  return newId('suspension', { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) });
}
