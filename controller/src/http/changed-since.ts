import type { Instant } from '@loa/shared/instant';
import { type ProblemAnswer, problem } from './answer.js';

const NOT_YET = 0;

/**
 * Refuses a change of something that was changed since it was read (RFC 9110 §13.1.1): the header names the instant of
 * its last change, `"1763712000000"`, as `updatedAt` says it, or `"0"` of what was not there yet. Null where that still
 * holds or nobody asked.
 */
export function changedSince(ifMatch: string | null, updatedAt: Instant | null): ProblemAnswer | null {
  if (ifMatch === null || (ifMatch.trim() === '*' && updatedAt !== null)) return null;
  const named = ifMatch.split(',').map((each) => each.trim());
  if (named.includes(`"${updatedAt ?? NOT_YET}"`)) return null;
  return problem(
    412,
    'changed_meanwhile',
    'Người khác đã sửa nội dung này sau khi trang được mở, nên chưa lưu gì. Hãy xem bản mới rồi sửa lại.',
    { updatedAt },
  );
}
