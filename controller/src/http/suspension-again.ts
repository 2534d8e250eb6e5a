import type { NewSuspension, Suspension } from '@loa/shared/api/suspensions';
import type { Db } from '../db/database.js';
import { findSuspension } from '../db/suspensions.js';
import { type SentBefore, sentBefore } from './sent-before.js';

/**
 * What became of an earlier sending of the same suspension; null when there was none. One that was ended since is refused:
 * nobody is told that something is silent which sounds.
 */
export async function suspendedBefore(
  db: Db,
  { id }: NewSuspension,
  draft: Suspension,
): Promise<SentBefore<Suspension> | null> {
  const found = id === undefined ? null : await findSuspension(db, id);
  if (!found) return null;
  return sentBefore(found, draft, {
    said,
    idTaken: 'Mã đợt tạm dừng này đã có người dùng. Hãy tải lại trang rồi gửi lại.',
    alreadySaved: `Đợt tạm dừng “${found.name}” đã được đặt ở lần gửi trước. Hãy mở đợt đó để xem.`,
    details: { suspensionId: found.id },
  });
}

/** What a person asked for, and whether it still holds. */
function said({ name, areaIds, from, until, music, columns, everything, cancelledAt }: Suspension): string {
  const what = [music, [...columns].sort(), everything];
  return JSON.stringify([name, [...areaIds].sort(), from, until, what, cancelledAt]);
}
