import type { NewStation, Station } from '@loa/shared/api/stations';
import type { Db } from '../db/database.js';
import { findStation } from '../db/stations.js';
import { type SentBefore, sentBefore } from './sent-before.js';

/** What became of an earlier sending of the same station; null when there was none. */
export async function stationBefore(
  db: Db,
  { id }: NewStation,
  draft: Station,
): Promise<SentBefore<Station> | null> {
  const found = id === undefined ? null : await findStation(db, id);
  if (!found) return null;
  return sentBefore(found, draft, {
    said,
    idTaken: 'Mã đài này đã có người dùng. Hãy tải lại trang rồi lưu lại.',
    alreadySaved: `Đài “${found.name}” đã được lưu ở lần gửi trước. Hãy mở đài đó để sửa.`,
    details: { stationId: found.id },
  });
}

/** What a person asked for; whether somebody has approved it since is no part of that. */
function said({ areaId, name, url, hours, fallbackBulletinId }: Station): string {
  const windows = hours.map(({ from, to }) => [from, to]);
  return JSON.stringify([areaId, name, url, windows, fallbackBulletinId]);
}
