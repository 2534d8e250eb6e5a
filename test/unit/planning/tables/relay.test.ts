import { describe, expect, it } from 'vitest';
import type { StationInput } from '../../../../controller/src/planning/inputs.js';
import {
  bulletinOf,
  grantOf,
  heard,
  on,
  planOf,
  scheduleOf,
  slotOf,
  stationOf,
  told,
  VIETNAMESE,
} from '../../../support/planning-world.js';
import { casesOf, listOf } from '../../../support/readable-table.js';

const open = (from: string, to: string): Partial<StationInput> => ({ hours: [{ from, to }] });
const STATIONS: Record<string, StationInput[]> = {
  'duyệt rồi': [stationOf('VOV1')],
  'chưa duyệt': [stationOf('VOV1', { grant: null })],
  'duyệt cho xã khác': [stationOf('VOV1', { grant: grantOf('VOV1', { areas: ['area_other'] }) })],
  'duyệt hết hạn lúc 05:30': [stationOf('VOV1', { grant: grantOf('VOV1', { validUntil: on('05:30') }) })],
  'được phép 05:30-06:00': [stationOf('VOV1', open('05:30', '06:00'))],
  'được phép 05:30-05:59': [stationOf('VOV1', open('05:30', '05:59'))],
  'được phép 05:31-07:00': [stationOf('VOV1', open('05:31', '07:00'))],
  'đã xóa': [],
};

const RELAYS = `
| đài                     | làng nghe                    | báo trước                             |
|-------------------------|------------------------------|---------------------------------------|
| duyệt rồi               | 05:30 VOV1, 06:00 sau        | -                                     |
| được phép 05:30-06:00   | 05:30 VOV1, 06:00 sau        | -                                     |
| được phép 05:30-05:59   | 05:30 dự_phòng, 05:31 sau    | station_closed, fallback_used         |
| được phép 05:31-07:00   | 05:30 dự_phòng, 05:31 sau    | station_closed, fallback_used         |
| chưa duyệt              | 05:30 dự_phòng, 05:31 sau    | station_not_approved, fallback_used   |
| duyệt cho xã khác       | 05:30 dự_phòng, 05:31 sau    | station_not_covered, fallback_used    |
| duyệt hết hạn lúc 05:30 | 05:30 dự_phòng, 05:31 sau    | station_not_covered, fallback_used    |
| đã xóa                  | 05:30 dự_phòng, 05:31 sau    | station_missing, fallback_used        |
`;

describe('another station carried for half an hour', () => {
  const relay = { kind: 'relay', stationId: 'station_VOV1', durationMs: 30 * 60_000 } as const;
  const slots = [slotOf('vov', relay, { fallbackBulletinId: 'bulletin_dự_phòng' }), slotOf('b', 'sau')];
  const world = {
    schedules: [scheduleOf('a', slots)],
    bulletins: [bulletinOf('dự_phòng'), bulletinOf('sau')],
  };

  it.each(casesOf(RELAYS))('%s', (_, row) => {
    const stations = STATIONS[row.đài ?? ''];
    if (!stations) throw new Error(`no such station: ${row.đài}`);
    const built = planOf({ ...world, stations }, { settings: VIETNAMESE });
    expect(heard(built)).toEqual(listOf(row['làng nghe']));
    expect(told(built)).toEqual(listOf(row['báo trước']));
  });

  it('keeps on the box what sounds when the stream fails', () => {
    const fallback = { sha256: 'f'.repeat(64), bytes: 1000, durationMs: 12_000 };
    const built = planOf({ ...world, stations: [stationOf('VOV1', { fallback })] });
    expect(built.content.sessions[0]?.items[0]?.source).toMatchObject({
      kind: 'relay',
      fallback: fallback.sha256,
    });
    expect(built.content.hold).toEqual([{ ...fallback, grantId: grantOf('VOV1').grantId }]);
    expect(built.playbacks[0]).toMatchObject({
      role: 'relay',
      bulletinId: null,
      variantId: null,
      language: 'und',
    });
  });
});
