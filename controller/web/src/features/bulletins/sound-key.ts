import type { Bulletin } from '@loa/shared/api/bulletins';

/**
 * Under which the sound of a bulletin is drafted, in the language that is asked for; null: in one that it lacks.
 * Somebody else's change since makes an older draft of it nobody's; of a new language, that there are others now.
 */
export function soundKey(accountId: string, { id, variants }: Bulletin, asked: string | null): string {
  const before = variants.find(({ language }) => language === asked);
  const taken = variants.map(({ language }) => language).join(' ');
  const read = asked === null ? taken : `${asked}/${before?.updatedAt ?? 0}`;
  return `${accountId}/bulletin/${id}/sound/${read}`;
}
