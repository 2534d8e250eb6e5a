import type { NewProgramme, Programme } from '@loa/shared/api/programmes';
import { jcs } from '@loa/shared/jcs';
import type { Db } from '../db/database.js';
import { findProgramme } from '../db/programmes.js';
import { type SentBefore, sentBefore } from './sent-before.js';

/** What became of an earlier sending of the same programme; null when there was none. */
export async function programmeBefore(
  db: Db,
  { id }: NewProgramme,
  draft: Programme,
): Promise<SentBefore<Programme> | null> {
  const found = id === undefined ? null : await findProgramme(db, id);
  if (!found) return null;
  return sentBefore(found, draft, {
    said,
    idTaken: 'Mã chương trình này đã có người dùng. Hãy tải lại trang rồi lưu lại.',
    alreadySaved: `Chương trình “${found.name}” đã được lưu ở lần gửi trước. Hãy mở chương trình đó để sửa.`,
    details: { programmeId: found.id },
  });
}

/** What a person asked for, and whether it still is in use. */
function said({ areaId, name, slots, maxMinutes, overflow, laterRuns, archivedAt }: Programme): string {
  return jcs([areaId, name, slots, maxMinutes, overflow, laterRuns, archivedAt]);
}
