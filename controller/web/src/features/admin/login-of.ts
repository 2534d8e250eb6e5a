import { fold } from '@loa/shared/fold';

/**
 * A user name as offices here make them: the given name, then the initials of what stands before it.
 * "Rơ Châm Hyơi" → `hyoirc`. Empty where the name has no letter that a user name may bear. Pure.
 */
export function loginOf(name: string): string {
  const words = fold(name)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const given = words.at(-1) ?? '';
  return (
    given +
    words
      .slice(0, -1)
      .map((word) => word.charAt(0))
      .join('')
  );
}
