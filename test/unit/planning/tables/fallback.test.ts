import { describe, expect, it } from 'vitest';
import type { BulletinInput } from '../../../../controller/src/planning/inputs.js';
import {
  bulletinOf,
  grantOf,
  heard,
  on,
  planOf,
  scheduleOf,
  slotOf,
  told,
  VIETNAMESE,
  variantOf,
} from '../../../support/planning-world.js';
import { casesOf, listOf } from '../../../support/readable-table.js';

const elsewhere = grantOf('tin vi', { areas: ['area_other'] });
const STATES: Record<string, BulletinInput[]> = {
  'duyệt rồi': [bulletinOf('tin')],
  'chưa duyệt': [bulletinOf('tin', { variants: [variantOf('tin', 'vi', { grant: null })] })],
  'chưa có bản thu': [bulletinOf('tin', { variants: [variantOf('tin', 'vi', { recording: null })] })],
  'duyệt cho xã khác': [bulletinOf('tin', { variants: [variantOf('tin', 'vi', { grant: elsewhere })] })],
  'hết hiệu lực': [bulletinOf('tin', { validUntil: on('05:30') })],
  'chưa tới hiệu lực': [bulletinOf('tin', { validFrom: on('05:31') })],
  'đã xóa': [],
};

const TABLE = `
| mục tin           | bài dự phòng   | làng nghe                    | báo trước                                                        |
|-------------------|----------------|------------------------------|------------------------------------------------------------------|
| duyệt rồi         | duyệt rồi      | 05:30 tin, 05:31 sau         | -                                                                |
| chưa duyệt        | duyệt rồi      | 05:30 dự_phòng, 05:32 sau    | variant_not_approved vi, fallback_used                           |
| chưa có bản thu   | duyệt rồi      | 05:30 dự_phòng, 05:32 sau    | variant_not_recorded vi, fallback_used                           |
| duyệt cho xã khác | duyệt rồi      | 05:30 dự_phòng, 05:32 sau    | variant_not_covered vi, fallback_used                            |
| hết hiệu lực      | duyệt rồi      | 05:30 dự_phòng, 05:32 sau    | bulletin_not_valid, fallback_used                                |
| chưa tới hiệu lực | duyệt rồi      | 05:30 dự_phòng, 05:32 sau    | bulletin_not_valid, fallback_used                                |
| đã xóa            | duyệt rồi      | 05:30 dự_phòng, 05:32 sau    | bulletin_missing, fallback_used                                  |
| chưa duyệt        | không có       | 05:30 sau                    | variant_not_approved vi                                          |
| chưa duyệt        | chưa duyệt     | 05:30 sau                    | variant_not_approved vi, variant_not_approved vi                 |
`;

describe('what cannot sound is replaced by its fallback, and told in advance', () => {
  it.each(casesOf(TABLE))('%s', (_, row) => {
    const state = STATES[row['mục tin'] ?? ''];
    if (!state) throw new Error(`no such state: ${row['mục tin']}`);
    const fallbackBulletinId = row['bài dự phòng'] === 'không có' ? null : 'bulletin_dự_phòng';
    const variants =
      row['bài dự phòng'] === 'chưa duyệt'
        ? { variants: [variantOf('dự_phòng', 'vi', { grant: null })] }
        : {};
    const slots = [slotOf('a', 'tin', { fallbackBulletinId }), slotOf('b', 'sau')];
    const bulletins = [...state, bulletinOf('dự_phòng', { minutes: 2, ...variants }), bulletinOf('sau')];
    const built = planOf({ schedules: [scheduleOf('a', slots)], bulletins }, { settings: VIETNAMESE });
    expect(heard(built)).toEqual(listOf(row['làng nghe']));
    expect(told(built)).toEqual(listOf(row['báo trước']));
  });

  it('does not sound twice in one run, nor beside itself', () => {
    const fallbackBulletinId = 'bulletin_b';
    const empty = { kind: 'newest', column: 'NQ57', notWithinDays: 7 } as const;
    const both = [slotOf('a', empty, { fallbackBulletinId }), slotOf('c', empty, { fallbackBulletinId })];
    const bulletins = [bulletinOf('b'), bulletinOf('sau')];
    const plan = (slots: typeof both) =>
      planOf({ schedules: [scheduleOf('a', slots)], bulletins }, { settings: VIETNAMESE });
    expect(heard(plan([...both, slotOf('d', 'sau')]))).toEqual(['05:30 b', '05:31 sau']);
    expect(heard(plan([...both, slotOf('d', 'b')]))).toEqual(['05:30 b']);
    expect(told(plan(both))).toEqual(['nothing_new', 'fallback_used', 'nothing_new']);
  });

  it('is known to the log as a fallback of its slot', () => {
    const slots = [slotOf('a', 'gone', { fallbackBulletinId: 'bulletin_b' })];
    const built = planOf({ schedules: [scheduleOf('a', slots)], bulletins: [bulletinOf('b')] });
    expect(built.playbacks).toMatchObject([{ slot: 'a', role: 'fallback', bulletinId: 'bulletin_b' }]);
  });
});
