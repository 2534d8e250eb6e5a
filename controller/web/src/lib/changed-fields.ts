import { hashKey } from '@tanstack/react-query';

/**
 * The fields of `now` that say something else than when the form was opened. A change names only these: what a person
 * did not touch stays as a colleague may have left it meanwhile.
 */
export function changedFields<T extends object>(opened: T, now: T): Partial<T> {
  const fields = Object.entries(now).filter(
    ([name, value]) => hashKey([value]) !== hashKey([opened[name as keyof T]]),
  );
  return Object.fromEntries(fields) as Partial<T>;
}
