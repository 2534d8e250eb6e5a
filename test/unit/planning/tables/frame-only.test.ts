import { describe, expect, it } from 'vitest';
import type { SlotInput } from '../../../../controller/src/planning/inputs.js';
import {
  bulletinOf,
  heard,
  planOf,
  scheduleOf,
  slotOf,
  stationOf,
  told,
  VIETNAMESE,
  variantOf,
} from '../../../support/planning-world.js';
import { casesOf, listOf } from '../../../support/readable-table.js';

/** Nhạc hiệu, lời xướng và nhạc đều đã duyệt; `tin*`, `mới*` và `đài*` thì chưa. */
const TABLE = `
| chương trình                | làng nghe                                        | báo trước                                     |
|-----------------------------|--------------------------------------------------|-----------------------------------------------|
| nhạc_hiệu, xướng, tin, nhạc | 05:30 nhạc_hiệu, 05:31 xướng, 05:32 tin, 05:33 nhạc | -                                          |
| nhạc_hiệu, xướng, tin*, nhạc | -                                               | variant_not_approved vi, nothing_to_play      |
| nhạc_hiệu, xướng, mới*      | -                                                | nothing_new, nothing_to_play                  |
| nhạc_hiệu, xướng, đài*      | -                                                | station_not_approved, nothing_to_play         |
| nhạc_hiệu, tin*, tin        | 05:30 nhạc_hiệu, 05:31 tin                       | variant_not_approved vi                       |
| nhạc_hiệu, xướng            | 05:30 nhạc_hiệu, 05:31 xướng                     | -                                             |
| nhạc                        | 05:30 nhạc, 05:34 nhạc                           | -                                             |
`;

const CONTENT: Record<string, SlotInput['content']> = {
  nhạc_hiệu: { kind: 'tune', bulletinId: 'bulletin_nhạc_hiệu' },
  xướng: { kind: 'ident', bulletinId: 'bulletin_xướng' },
  tin: { kind: 'bulletin', bulletinId: 'bulletin_tin' },
  'tin*': { kind: 'bulletin', bulletinId: 'bulletin_nháp' },
  'mới*': { kind: 'newest', column: 'trống', notWithinDays: 7 },
  'đài*': { kind: 'relay', stationId: 'station_vov', durationMs: 600_000 },
  nhạc: { kind: 'filler', bulletinIds: ['bulletin_nhạc'], until: '05:38' },
};

describe('a frame with nothing in it calls nobody to the loudspeaker', () => {
  it.each(casesOf(TABLE))('%s', (_, row) => {
    const slots = listOf(row['chương trình']).map((name, at) => {
      const content = CONTENT[name];
      if (!content) throw new Error(`no such slot: ${name}`);
      return slotOf(`${at}`, content);
    });
    const built = planOf(
      {
        schedules: [scheduleOf('a', slots)],
        stations: [stationOf('vov', { grant: null })],
        bulletins: [
          bulletinOf('nhạc_hiệu', { sound: 'music' }),
          bulletinOf('xướng'),
          bulletinOf('tin'),
          bulletinOf('nháp', { variants: [variantOf('nháp', 'vi', { grant: null })] }),
          bulletinOf('nhạc', { sound: 'music', minutes: 4 }),
        ],
      },
      { settings: VIETNAMESE },
    );
    expect(heard(built)).toEqual(listOf(row['làng nghe']));
    expect(told(built)).toEqual(listOf(row['báo trước']));
  });
});
