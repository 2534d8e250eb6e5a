import type { SignedSoFar } from '@loa/shared/api/approvals';

/**
 * Who listened with an approver stands under every signature, so it is settled before signing:
 * `none` nobody is needed · `offer` the next approver may need somebody, and naming them now spares signing again ·
 * `ask` this approver needs somebody · `shared` another approver has named somebody, and it is they or nobody ·
 * `again` others have signed without, and naming somebody makes them sign again.
 */
export type ListenerCase = 'none' | 'offer' | 'ask' | 'shared' | 'again';

/** Which it is for an approver who does or does not know the language. Pure. */
export function listenerCase(
  signed: (Pick<SignedSoFar, 'needs' | 'listener'> & { by: readonly string[] }) | null,
  { knows, language }: { knows: boolean; language: string },
): ListenerCase {
  const begun = signed !== null && signed.by.length > 0;
  if (knows) return !begun && signed !== null && signed.needs > 1 && language !== 'vi' ? 'offer' : 'none';
  if (!begun) return 'ask';
  return signed.listener === null ? 'again' : 'shared';
}
