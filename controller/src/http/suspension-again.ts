import type { NewSuspension, Suspension } from '@loa/shared/api/suspensions';
import type { Db } from '../db/database.js';
import { findSuspension } from '../db/suspensions.js';
import { type ProblemAnswer, problem } from './answer.js';

/**
 * What became of an earlier sending of the same suspension, whose answer may have been lost: its sender names it by an
 * id of its own. Null when there was none. The same id with other content is refused, and so is one that was ended since:
 * nobody is told that something is silent which sounds.
 */
export async function suspendedBefore(
  db: Db,
  { id }: NewSuspension,
  draft: Suspension,
): Promise<{ kind: 'saved'; suspension: Suspension } | ProblemAnswer | null> {
  const suspension = id === undefined ? null : await findSuspension(db, id);
  if (!suspension) return null;
  if (suspension.createdBy !== draft.createdBy) {
    return problem(409, 'id_taken', 'Mã đợt tạm dừng này đã có người dùng. Hãy tải lại trang rồi gửi lại.');
  }
  if (said(suspension) === said(draft)) return { kind: 'saved', suspension };
  return problem(
    409,
    'already_saved',
    `Đợt tạm dừng “${suspension.name}” đã được đặt ở lần gửi trước. Hãy mở đợt đó để xem.`,
    { suspensionId: suspension.id },
  );
}

/** What a person asked for, and whether it still holds. */
function said({ name, areaIds, from, until, music, columns, everything, cancelledAt }: Suspension): string {
  const what = [music, [...columns].sort(), everything];
  return JSON.stringify([name, [...areaIds].sort(), from, until, what, cancelledAt]);
}
