import type { Variant, VariantState } from '@loa/shared/api/bulletins';
import { type ProblemAnswer, problem } from './answer.js';

export type Move = 'submit' | 'approve' | 'reject' | 'withdraw';

const FROM: Readonly<Record<Move, readonly VariantState[]>> = {
  submit: ['draft', 'rejected', 'withdrawn', 'expired'],
  approve: ['submitted'],
  reject: ['submitted'],
  withdraw: ['draft', 'submitted', 'approved', 'rejected', 'expired'],
};

const MOVE_WORD: Readonly<Record<Move, string>> = {
  submit: 'gửi duyệt',
  approve: 'duyệt',
  reject: 'trả lại',
  withdraw: 'thu hồi',
};

const STATE_WORD: Readonly<Record<VariantState, string>> = {
  draft: 'Nháp',
  submitted: 'Chờ duyệt',
  approved: 'Đã duyệt',
  rejected: 'Trả lại',
  withdrawn: 'Đã thu hồi',
  expired: 'Hết hạn',
};

/** Why a variant cannot make this move from where it stands, or null when it can. */
export function cannotMove(variant: Variant, move: Move): ProblemAnswer | null {
  if (FROM[move].includes(variant.state)) return null;
  return problem(
    409,
    'wrong_state',
    `Bản tiếng ${variant.language} đang ở trạng thái “${STATE_WORD[variant.state]}” nên không ${MOVE_WORD[move]} được. Hãy tải lại trang để xem tình trạng mới.`,
    { state: variant.state },
  );
}

/** Somebody else moved it between reading and writing. */
export const MOVED_ON = problem(
  409,
  'changed_meanwhile',
  'Người khác vừa sửa bản tin này. Hãy tải lại trang rồi làm lại.',
);

/** What was approved or submitted is no longer what it says: it starts again as a draft. */
export function backToDraft(variant: Variant, reason: string | null, at: number): Variant {
  return { ...variant, state: 'draft', stateReason: reason, grantId: null, submittedBy: null, updatedAt: at };
}
