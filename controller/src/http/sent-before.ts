import { type ProblemAnswer, problem } from './answer.js';

/** What came of an earlier sending of the same thing. */
export type SentBefore<T> = { kind: 'saved'; saved: T } | ProblemAnswer;

/**
 * Judges a thing that is there already under the id that its sender chose, because the first answer may have been lost.
 * Sent again as it is, it is answered as the first time; by somebody else, or with other content, it is refused.
 */
export function sentBefore<T extends { createdBy: string }>(
  found: T,
  draft: T,
  words: {
    /** What a person asked for, without what the controller adds each time. */
    said(row: T): string;
    idTaken: string;
    alreadySaved: string;
    details: Record<string, string>;
  },
): SentBefore<T> {
  if (found.createdBy !== draft.createdBy) return problem(409, 'id_taken', words.idTaken);
  if (words.said(found) === words.said(draft)) return { kind: 'saved', saved: found };
  return problem(409, 'already_saved', words.alreadySaved, words.details);
}
