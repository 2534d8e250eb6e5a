import { type IdPrefix, newId } from '@loa/shared/ids';

/** The name under which something new is sent: sent again after a lost answer, it is the same thing. */
export function newSentId(prefix: IdPrefix): string {
  return newId(prefix, { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) });
}
