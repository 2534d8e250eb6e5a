import { describe, expect, it } from 'vitest';
import type {
  BulletinInput,
  SlotContent,
  SuspensionInput,
} from '../../../../controller/src/planning/inputs.js';
import {
  bulletinOf,
  once,
  planOf,
  scheduleOf,
  slotOf,
  told,
  VIETNAMESE,
} from '../../../support/planning-world.js';
import { casesOf, listOf } from '../../../support/readable-table.js';

/** `tang lễ 01-03/11: nhạc`: tạm dừng từ ngày đến ngày. */
const SUSPENSIONS = `
| ngày  | tạm dừng                        | mục                      | bài dự phòng | làng nghe | báo trước                          |
|-------|---------------------------------|--------------------------|--------------|-----------|------------------------------------|
| 02/11 | quốc tang 02-03/11: nhạc        | nhạc hiệu                | có           | -         | suspended quốc tang, nothing_to_play |
| 03/11 | quốc tang 02-03/11: nhạc        | nhạc hiệu                | có           | -         | suspended quốc tang, nothing_to_play |
| 04/11 | quốc tang 02-03/11: nhạc        | nhạc hiệu                | có           | bài       | -                                  |
| 02/11 | quốc tang 02-03/11: nhạc        | bài hát                  | có           | dự_phòng  | suspended quốc tang, fallback_used |
| 02/11 | quốc tang 02-03/11: nhạc        | bài nói                  | có           | bài       | -                                  |
| 02/11 | quốc tang 02-03/11: Giải trí    | bài nói của Giải trí     | có           | dự_phòng  | suspended quốc tang, fallback_used |
| 02/11 | quốc tang 02-03/11: Giải trí    | bài nói của NQ57         | có           | bài       | -                                  |
| 02/11 | quốc tang 02-03/11: Giải trí    | bài mới của Giải trí     | có           | dự_phòng  | suspended quốc tang, fallback_used |
| 02/11 | quốc tang 02-03/11: tất cả      | bài nói                  | có           | -         | suspended quốc tang                |
| 02/11 | quốc tang 02-03/11: tất cả      | bài nói khẩn cấp         | có           | bài       | -                                  |
| 02/11 | quốc tang 02-03/11: nhạc xã cũ  | bài hát                  | không        | -         | suspended quốc tang, nothing_to_play |
| 02/11 | quốc tang 02-03/11: nhạc xã khác | bài hát                 | không        | bài       | -                                  |
`;

function suspensionOf(cell: string): SuspensionInput {
  const [name = '', what = ''] = cell.split(/ 02-03\/11: /);
  return {
    suspensionId: 'suspension_a',
    name,
    areas: [what.endsWith('xã cũ') ? 'area_old' : what.endsWith('xã khác') ? 'area_other' : 'area_commune'],
    from: '2026-11-02',
    until: '2026-11-03',
    music: what.startsWith('nhạc'),
    columns: what === 'Giải trí' ? ['Giải trí'] : [],
    everything: what === 'tất cả',
  };
}

function suspendable(cell: string): { content: SlotContent; bulletin: BulletinInput; emergency: boolean } {
  const column = /của (.+)$/.exec(cell)?.[1] ?? null;
  const bulletin = bulletinOf('bài', { column, sound: cell === 'bài hát' ? 'music' : 'speech' });
  const { bulletinId } = bulletin;
  const content: SlotContent = cell.startsWith('bài mới')
    ? { kind: 'newest', column: column ?? '', notWithinDays: 7 }
    : { kind: cell === 'nhạc hiệu' ? 'tune' : 'bulletin', bulletinId };
  return { content, bulletin, emergency: cell.endsWith('khẩn cấp') };
}

describe('a suspension', () => {
  it.each(casesOf(SUSPENSIONS))('%s', (_, row) => {
    const { content, bulletin, emergency } = suspendable(row.mục ?? '');
    const fallbackBulletinId = row['bài dự phòng'] === 'có' ? 'bulletin_dự_phòng' : null;
    const schedule = scheduleOf('a', [slotOf('main', content, { fallbackBulletinId })], {
      timetable: once(`2026-${(row.ngày ?? '').split('/').reverse().join('-')}`, '05:30'),
      priority: emergency ? 'emergency' : 'normal',
    });
    const built = planOf(
      {
        schedules: [schedule],
        bulletins: [bulletin, bulletinOf('dự_phòng')],
        suspensions: [suspensionOf(row['tạm dừng'] ?? '')],
      },
      { settings: VIETNAMESE, merged: { area_old: 'area_commune' } },
    );
    expect(built.playbacks.map(({ title }) => title)).toEqual(listOf(row['làng nghe']));
    expect(told(built)).toEqual(listOf(row['báo trước']));
  });
});
